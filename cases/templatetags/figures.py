"""Figures of the performance page: a share with its interval and what it is a share of."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from cases.selectors.performance.share import Share
from ml.report.plot import interval_bar

register = template.Library()


@register.inclusion_tag("cases/performance/share.html")
def share(figure: Share, large: bool = False) -> dict:
    """The figure, or "too few cases" where it would say nothing."""
    found = {"value": figure.value, "low": figure.low, "high": figure.high}
    return {
        "figure": figure,
        "large": large,
        "value": f"{figure.value:.1%}" if not figure.too_few else "",
        "interval": f"{figure.low:.1%} to {figure.high:.1%}" if not figure.too_few else "",
        "bar": _drawn(interval_bar(found)),
    }


def _drawn(markup: str) -> SafeString:
    """ml.report.plot writes numbers and our own words only."""
    return mark_safe(markup)
