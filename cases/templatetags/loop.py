"""Histology and follow-up on the pages of a case, a lesion and a patient: one tag each, with its own few queries."""

from django import template

from accounts.roles import Act, may
from cases.selectors import analyses_visible_to, pathologies_visible_to
from cases.selectors.deciding_analysis import deciding_analysis
from cases.selectors.loop import loop_of, loops_of
from cases.views.presenters.comparison import present_comparison
from cases.views.presenters.histology import findings, lines_of

register = template.Library()
register.filter("findings", findings)


@register.inclusion_tag("cases/case_loop.html", takes_context=True)
def case_loop(context, case) -> dict:
    """The case's open or closed loop, the three opinions side by side, and its histology."""
    user = context["request"].user
    loop = loop_of(user, case)
    holding = [pathology for pathology in loop.histologies if pathology.withdrawn_at is None]
    comparison = None
    if loop.review or holding:
        asked = loop.review.analysis_id if loop.review else None
        analyses = analyses_visible_to(user)
        analysis = analyses.filter(pk=asked).first() if asked else deciding_analysis(analyses.filter(image__case=case))
        comparison = present_comparison(loop.review, next(iter(holding), None), analysis, hidden=_is_hidden(case, loop))
    return {
        "case": case,
        "lesion": case.lesion,
        "lines": lines_of(loop),
        "histologies": loop.histologies,
        "comparison": comparison,
        "may_write": may(user, Act.WRITE_RECORD),
    }


@register.inclusion_tag("cases/lesion_loop.html", takes_context=True)
def lesion_loop(context, lesion) -> dict:
    """What is open on the lesion, and every histology it ever had, withdrawn ones too."""
    user = context["request"].user
    loops = loops_of(user, [lesion.pk])[lesion.pk]
    return {
        "lesion": lesion,
        "lines": [line for loop in loops for line in lines_of(loop)],
        "histologies": pathologies_visible_to(user).filter(lesion=lesion),
        "may_write": may(user, Act.WRITE_RECORD),
    }


@register.inclusion_tag("cases/patient_loops.html", takes_context=True)
def patient_loops(context, lesions) -> dict:
    """What is open on any of the patient's lesions, late things first; nothing where nothing is open."""
    user = context["request"].user
    loops = loops_of(user, [lesion.pk for lesion in lesions])
    lines = [
        (lesion, line)
        for lesion in lesions
        for loop in loops[lesion.pk]
        for line in lines_of(loop)
        if line.tone in ("late", "open")
    ]
    return {"lines": sorted(lines, key=lambda pair: pair[1].tone != "late")}


def _is_hidden(case, loop) -> bool:
    """The clinic wants an impression first, and nobody has given one."""
    if loop.review or not case.lesion.patient.clinic.impression_first:
        return False
    return not case.reviews.filter(impression_at__isnull=False).exists()
