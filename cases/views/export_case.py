"""A case as a FHIR bundle."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.limited import limited
from accounts.views.requires import requires
from cases.selectors import cases_visible_to
from cases.services.export_fhir import export_fhir


@require_safe
@requires(Act.SEE_RECORD)
@limited("exports")
def case_fhir(request, case_id: int) -> HttpResponse:
    """The bundle as a file."""
    cases = cases_visible_to(request.user).select_related("lesion__patient__clinic")
    case = get_object_or_404(cases, pk=case_id)

    def address(image_id: int) -> str:
        return request.build_absolute_uri(reverse("api-image-file", args=[image_id, "rendition"]))

    bundle = export_fhir(case=case, address=address, by=request.user)
    headers = {"Content-Disposition": f'attachment; filename="case-{case.pk}.fhir.json"'}
    return HttpResponse(bundle, "application/fhir+json", headers=headers)
