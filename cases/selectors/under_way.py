"""Cases with an analysis under way, or with one that broke off."""

from django.db.models import Q, QuerySet

from analysis.models import Analysis
from cases.models import Case
from cases.selectors.latest_analysis import only_latest


def running(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those whose state is "running": the newest analysis of a picture is queued or running."""
    return cases.filter(is_running())


def failed(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those whose state is "failed": the newest analysis of a picture failed, and none is under way."""
    return cases.filter(has_failed()).exclude(is_running())


def is_running() -> Q:
    """Of a case: the newest analysis of one of its pictures is queued or running."""
    # apart, because each state has its own small index; asked for both at once, SQLite reads every analysis
    return _newest_is("queued") | _newest_is("running")


def has_failed() -> Q:
    """Of a case: the newest analysis of one of its pictures failed."""
    return _newest_is("failed")


def _newest_is(state: str) -> Q:
    # few have these states, so each is looked up: compared all at once, PostgreSQL reads every analysis there is
    return Q(pk__in=only_latest(Analysis.shown.filter(state=state)).values("image__case"))
