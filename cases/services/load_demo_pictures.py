"""The demo's cases have pictures."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError

from cases.demo.pictures import Album
from cases.models import Case
from cases.services.receive_image import receive_image


def load_demo_pictures(*, cases: list[Case], album: Album, pictures: int) -> Iterator[str]:
    """Upload pictures to the cases, one each in turn, until there are `pictures` of them.

    They go the way of any upload, so each is queued for analysis. A case that has its share already gets no more.

    Yields:
        A line for people about each new picture.
    """
    have = {case.pk: case.images.count() for case in cases}
    for number in range(pictures):
        case = cases[number % len(cases)]
        if number // len(cases) < have[case.pk]:
            continue
        try:
            with album.open(number) as upload:
                receive_image(case=case, upload=upload, by=case.opened_by, synthetic=album.synthetic)
        except ValidationError as refusal:
            yield f"Picture {number + 1} of {pictures} was refused: {' '.join(refusal.messages)}"
        else:
            yield f"Picture {number + 1} of {pictures} is on {case}."
