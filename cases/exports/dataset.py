"""A de-identified data set in the layout of the ISIC archive, written into a sink."""

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone
from PIL import Image

from accounts.models import User
from analysis.models import Segmentation
from cases.csv_rows import stream_csv
from cases.exports.dataset_row import COLUMNS, dataset_row
from cases.exports.known_diagnosis import with_known_diagnosis
from cases.exports.pseudonym import pseudonym
from cases.exports.sinks import Sink, lines, stored
from cases.models import LesionImage
from cases.selectors import counting_outline, images_visible_to, with_drawn_outlines, with_latest_analysis

AT_ONCE = 100
README = """De-identified pictures of skin lesions of patients who consented to research.

metadata.csv  one line for each picture, in columns named after the ISIC archive's
images/       the pictures, re-encoded, without any note of the camera
masks/        the outline of the lesion as a picture of the same size, white where the lesion is

isic_id, lesion_id, patient_id   pseudonyms of this site, no ids of the ISIC archive
age_approx                       years, to the nearest 5; 85 stands for 85 and older
diagnosis                        akiec, bcc, bkl, df, mel, nv, vasc as in HAM10000; mel_in_situ, scc, other_*
diagnosis_confirm_type           histopathology, or clinician: a signed review; empty where nobody has decided
mask_by                          person or network

Do not try to find out who the patients are.
"""


def consented_images(by: User) -> QuerySet[LesionImage]:
    """The pictures that may leave: dermoscopy of patients who consented, nothing drawn by a program.

    An overview may show a face or a tattoo, and a close-up may too: no name has to stand on them.
    """
    return images_visible_to(by).filter(
        case__lesion__patient__research_consent_on__lte=timezone.localdate(),
        case__lesion__patient__merged_into__isnull=True,
        synthetic=False,
        image_type=LesionImage.ImageType.DERMOSCOPIC,
    )


def write_dataset(sink: Sink, *, by: User, watch: Callable[[list[int]], Iterable[int]]) -> dict[str, int]:
    """Everything that `by` may see and may leave; how much.

    Args:
        sink: where to.
        by: who exports.
        watch: passes the ids of the pictures on, one by one; a place for a progress bar.
    """
    # in the order of the pseudonyms: the order of the rows would tell which pictures were taken together
    keys = sorted(consented_images(by).values_list("pk", flat=True), key=lambda key: pseudonym("picture", key))
    rows: list[dict[str, object]] = []
    masks = 0
    for image in _fetched(by, watch(keys)):
        outline = counting_outline(image)
        row = dataset_row(image, outline)
        sink.write(f"images/{row['isic_id']}.jpg", stored(image.rendition))
        if outline:
            sink.write(f"masks/{row['isic_id']}_segmentation.png", [_mask(outline, image)])
            masks += 1
        rows.append(row)
    sink.write("metadata.csv", lines(stream_csv(COLUMNS, (row.values() for row in rows))))
    sink.write("README.txt", [README.encode()])
    return {
        "pictures": len(rows),
        "masks": masks,
        "lesions": len({row["lesion_id"] for row in rows}),
        "patients": len({row["patient_id"] for row in rows}),
    }


def _fetched(by: User, keys: Iterable[int]) -> Iterator[LesionImage]:
    everything = with_drawn_outlines(with_latest_analysis(with_known_diagnosis(consented_images(by))), by)
    left = iter(keys)
    while some := list(islice(left, AT_ONCE)):
        found = {image.pk: image for image in everything.filter(pk__in=some)}
        # somebody may take a consent back while this runs
        yield from (found[key] for key in some if key in found)


def _mask(outline: Segmentation, image: LesionImage) -> bytes:
    """Of the size of the rendition, as a file of our own making."""
    kept, rendition, out = outline.mask, image.rendition, io.BytesIO()
    with rendition.storage.open(rendition.name, "rb") as file, Image.open(file, formats=["JPEG"]) as picture:
        size = picture.size
    with kept.storage.open(kept.name, "rb") as file, Image.open(file) as mask:
        white = mask.convert("L").resize(size, Image.Resampling.NEAREST).point(lambda value: 255 * (value > 127))
    white.save(out, "PNG", optimize=True)
    return out.getvalue()
