"""The panels of pictures: fetched in three queries however many there are."""

from django.db.models import Prefetch

from accounts.models import User
from cases.selectors import analyses_visible_to, images_visible_to, with_drawn_outlines
from cases.views.presenters.picture_panel import PicturePanel, present_picture


def panels(user: User, **which) -> list[PicturePanel]:
    """A panel of each picture that `user` may see and `which` describes, newest first."""
    asked = analyses_visible_to(user, hidden_too=True).select_related("asked_by")
    analyses = Prefetch("analyses", queryset=asked, to_attr="all_analyses")
    images = images_visible_to(user).filter(**which).select_related("received_by").prefetch_related(analyses)
    newest_first = with_drawn_outlines(images, user).order_by("-received_at", "-pk")
    return [present_picture(image) for image in newest_first]


def panel(user: User, image_id: int) -> PicturePanel | None:
    """The panel of one picture, None when the user may not see it."""
    found = panels(user, pk=image_id)
    return found[0] if found else None
