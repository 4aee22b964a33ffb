"""/api/cases/<id>/report/"""

from io import BytesIO

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from cases.api.served_file import FileView
from cases.report.pdf import render_pdf
from cases.selectors import cases_visible_to
from cases.services.print_report import print_report


class CaseReport(FileView):
    """The report of a case as PDF: preliminary until a review is signed, without results that wait for an impression.

    Text can be searched; the file's name says nothing about the patient.
    """

    limits = {"GET": "exports"}

    @extend_schema(
        summary="Print the report of a case",
        operation_id="cases_report_retrieve",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, case_id: int) -> FileResponse:
        """The bytes of the file."""
        cases = cases_visible_to(request.user).select_related("opened_by", "lesion__patient__clinic")
        report = print_report(case=get_object_or_404(cases, pk=case_id), form="pdf", by=request.user)
        return self.answer(BytesIO(render_pdf(report)), "application/pdf", f"{report.file_stem}.pdf")
