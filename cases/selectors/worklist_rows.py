"""What a row of the worklist shows, fetched for one page only."""

from collections.abc import Iterable

from django.db.models import Prefetch

from cases.models import Case
from cases.selectors.case_state import with_state
from cases.selectors.decided import with_decision
from cases.selectors.latest_analysis import with_latest_analysis
from cases.selectors.visible import cases_visible_to, images_visible_to


def worklist_rows(user, ids: Iterable[int], *, pictures: bool = True) -> list[Case]:
    """The cases of these ids that `user` may see, in the order of `ids`, with state, decision, pictures and results.

    The ids come first and alone, because the computed columns are dear: a list is ordered and cut without them.
    """
    ids = list(ids)
    cases = with_decision(with_state(cases_visible_to(user).filter(pk__in=ids)))
    cases = cases.select_related("lesion__patient__clinic", "opened_by").order_by()
    if pictures:
        # their case is the row itself: it need not come with each of them again
        images = with_latest_analysis(images_visible_to(user).select_related(None), outlines=False)
        cases = cases.prefetch_related(Prefetch("images", queryset=images))
    found = {case.pk: case for case in cases}
    return [found[pk] for pk in ids if pk in found]
