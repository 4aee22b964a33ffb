"""A stored picture with the lesion's outline drawn over it, as SVG without any inline style (the CSP forbids it)."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

THUMBNAIL_HEIGHT = 56
DETAIL_HEIGHT = 320


def outlined_picture(image, segmentation, *, kind: str = "thumbnail") -> SafeString:
    """The picture, and on top of it the outline that `segmentation` found.

    Args:
        image: a LesionImage; its size in pixels is the coordinate system of the outline.
        segmentation: the Segmentation to draw, or None for the bare picture.
        kind: "thumbnail" for lists, "rendition" for a page of its own.
    """
    height = THUMBNAIL_HEIGHT if kind == "thumbnail" else DETAIL_HEIGHT
    polygons = segmentation.outline if segmentation else []
    title = f"Picture {image.pk}, lesion outlined" if polygons else f"Picture {image.pk}, no outline"
    return format_html(
        '<span class="outlined"><svg role="img" viewBox="0 0 {w} {h}" width="{width}" height="{height}">'
        "<title>{title}</title>"
        '<image href="{href}" width="{w}" height="{h}" preserveAspectRatio="none"/>'
        "{outline}</svg>{synthetic}</span>",
        w=image.width,
        h=image.height,
        width=round(height * image.width / image.height),
        height=height,
        title=f"{title} (synthetic)" if image.synthetic else title,
        href=reverse("cases:image_file", args=[image.pk, kind]),
        outline=format_html_join("", "{}", ((_polygon(polygon),) for polygon in polygons)),
        synthetic=format_html('<small class="synthetic">{}</small>', "synthetic") if image.synthetic else "",
    )


def _polygon(polygon: Sequence[Sequence[float]]) -> SafeString:
    points = " ".join(f"{x:g},{y:g}" for x, y in polygon)
    # dark under bright: visible on pale and on dark skin
    return format_html_join(
        "",
        '<polygon points="{}" fill="none" stroke="{}" stroke-width="{}" vector-effect="non-scaling-stroke"/>',
        [(points, "#10201c", "3.5"), (points, "#35f0d0", "1.6")],
    )
