"""/api/batches/<id>/changes/ and /api/batches/<id>/agreement/"""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Act, may
from cases.api.pages import RecordPages
from cases.api.record_view_set import RecordView
from cases.api.serializers.batch_changes import (
    AgreementAskedSerializer,
    BatchAgreementSerializer,
    BatchChangeSerializer,
    ChangesAskedSerializer,
)
from cases.selectors.batches import batches_visible_to
from cases.selectors.what_changed import agreement, changes, compared


class _OfBatch(RecordView, GenericAPIView):
    pagination_class = None
    filter_backends = []

    def get_rows(self, **chosen: str):
        """A foreign batch is not there, for whoever asks; an own one is for administrators."""
        batch = get_object_or_404(batches_visible_to(self.request.user), pk=self.kwargs["batch_id"])
        if not may(self.request.user, Act.ADMINISTER):
            raise PermissionDenied
        return compared(self.request.user, batch, **chosen)

    def asked(self, serializer) -> dict[str, str]:
        """The filters, or 400."""
        said = serializer(data=self.request.query_params)
        said.is_valid(raise_exception=True)
        return dict(said.validated_data)


class BatchChanges(_OfBatch):
    """The pictures whose verdict a batch changed."""

    pagination_class = RecordPages
    serializer_class = BatchChangeSerializer

    @extend_schema(
        summary="List what a batch changed",
        parameters=[ChangesAskedSerializer],
        responses=BatchChangeSerializer(many=True),
    )
    def get(self, request: Request, batch_id: int) -> Response:
        """Administrators only. The gravest consequence first, then the most suspicious.

        `docs/versions.md` has the order, and what counts as signed.
        """
        chosen = self.asked(ChangesAskedSerializer)
        consequence = chosen.pop("consequence")
        loads = ("prediction", "before__prediction", "image__case__lesion")
        found = changes(self.get_rows(**chosen), consequence=consequence).select_related(*loads)
        return self.get_paginated_response(BatchChangeSerializer(self.paginate_queryset(found), many=True).data)


class BatchAgreement(_OfBatch):
    """How far the results of a batch agree with those before."""

    serializer_class = BatchAgreementSerializer

    @extend_schema(
        summary="Read how far old and new agree",
        parameters=[AgreementAskedSerializer],
        responses=BatchAgreementSerializer,
    )
    def get(self, request: Request, batch_id: int) -> Response:
        """Administrators only; the tables of the page "What changed"."""
        return Response(BatchAgreementSerializer(agreement(self.get_rows(**self.asked(AgreementAskedSerializer)))).data)
