"""Which two pictures are compared."""

from django.core.exceptions import ValidationError

from cases.over_time.picture import Picture

Pair = tuple[Picture, Picture]


def comparable(pictures: list[Picture], *, all_kinds: bool = False) -> list[Picture]:
    """The dermoscopic ones of `pictures`, or all when asked: a close-up beside a dermoscopic picture misleads."""
    return [picture for picture in pictures if all_kinds or picture.dermoscopic]


def default_pair(pictures: list[Picture]) -> Pair | None:
    """The newest and the newest of an earlier case; within one case the newest two. None with fewer than two.

    Args:
        pictures: oldest first.
    """
    if len(pictures) < 2:
        return None
    *before, newest = pictures
    other_visits = [picture for picture in before if picture.image.case_id != newest.image.case_id]
    return (other_visits or before)[-1], newest


def chosen_pair(pictures: list[Picture], *, a: int | None, b: int | None, all_kinds: bool = False) -> Pair | None:
    """The pictures with the ids `a` and `b`; the usual pair when neither is named, None when there are not two.

    Args:
        pictures: all of the lesion, oldest first. Two that are named may be of any kind.

    Raises:
        ValidationError: "two_pictures_needed" for one id alone, "same_picture", "not_of_this_lesion".
    """
    if a is None and b is None:
        return default_pair(comparable(pictures, all_kinds=all_kinds))
    if a is None or b is None:
        raise ValidationError("Name both pictures, a and b, or neither.", code="two_pictures_needed")
    if a == b:
        raise ValidationError("Choose two different pictures.", code="same_picture")
    by_id = {picture.image.pk: picture for picture in pictures}
    if a not in by_id or b not in by_id:
        raise ValidationError("This lesion has no such picture.", code="not_of_this_lesion")
    return by_id[a], by_id[b]
