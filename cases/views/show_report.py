"""The report of a case: a page to print, and a PDF file."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.limited import limited
from accounts.views.requires import requires
from cases.report.content import NOT_SIGNED, PRELIMINARY, SUPPORT
from cases.report.pdf import render_pdf
from cases.selectors import cases_visible_to, lesions_visible_to
from cases.services.print_report import print_report
from cases.views.presenters.body_map import dots, numbered


@require_safe
@requires(Act.SEE_RECORD)
def show_report(request, case_id: int):
    """The report on a page that prints well."""
    case = _case(request.user, case_id)
    report = print_report(case=case, form="page", by=request.user)
    siblings = numbered(lesions_visible_to(request.user).filter(patient=case.lesion.patient))
    here = [sibling for sibling in siblings if sibling == case.lesion]
    context = {
        "case": case,
        "report": report,
        "dots": dots(here, current=case.lesion),
        "support": SUPPORT,
        "not_signed": NOT_SIGNED,
        "preliminary": PRELIMINARY,
    }
    return render(request, "cases/report.html", context)


@require_safe
@requires(Act.SEE_RECORD)
@limited("exports")
def report_pdf(request, case_id: int) -> HttpResponse:
    """The report as a file."""
    report = print_report(case=_case(request.user, case_id), form="pdf", by=request.user)
    disposition = f'inline; filename="{report.file_stem}.pdf"'
    return HttpResponse(render_pdf(report), "application/pdf", headers={"Content-Disposition": disposition})


def _case(user, case_id: int):
    cases = cases_visible_to(user).select_related("opened_by", "lesion__patient__clinic")
    return get_object_or_404(cases, pk=case_id)
