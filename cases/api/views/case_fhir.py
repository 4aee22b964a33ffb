"""/api/cases/<id>/fhir/"""

from io import BytesIO

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.reverse import reverse

from cases.api.served_file import FileView
from cases.selectors import cases_visible_to
from cases.services.export_fhir import export_fhir


class CaseFhir(FileView):
    """A case as a FHIR R4 bundle of type "collection".

    DiagnosticReport (preliminary, final or amended), Patient, BodyStructure, a Media for each picture by its address,
    an Observation for each probability, a Device for each network with the hash of its weights, the signer as
    Practitioner. What is not known says why in `dataAbsentReason`.
    """

    limits = {"GET": "exports"}

    @extend_schema(
        summary="Export a case as a FHIR bundle",
        operation_id="cases_fhir_retrieve",
        responses={(200, "application/fhir+json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, case_id: int) -> FileResponse:
        """The bundle."""
        cases = cases_visible_to(request.user).select_related("lesion__patient__clinic")
        case = get_object_or_404(cases, pk=case_id)

        def address(image_id: int) -> str:
            return reverse("api-image-file", args=[image_id, "rendition"], request=request)

        bundle = export_fhir(case=case, address=address, by=request.user)
        return self.answer(BytesIO(bundle.encode()), "application/fhir+json", f"case-{case.pk}.fhir.json")
