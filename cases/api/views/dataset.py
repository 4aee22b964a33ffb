"""/api/dataset/"""

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from accounts.roles import Act
from cases.api.served_file import FileView
from cases.services.pack_dataset import pack_dataset


class Dataset(FileView):
    """The pictures of consented patients as a de-identified data set in ISIC layout; for administrators.

    A ZIP of up to 2,000 pictures; more leave by `manage.py export_dataset`.
    """

    acts = {"POST": Act.ADMINISTER}
    limits = {"POST": "exports"}

    @extend_schema(
        summary="Export a de-identified data set",
        operation_id="dataset_create",
        request=None,
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    )
    def post(self, request: Request) -> FileResponse:
        """The bytes of the file; 400 with `nothing_consented` or `too_many`."""
        return self.answer(pack_dataset(by=request.user), "application/zip", "dataset.zip", as_attachment=True)
