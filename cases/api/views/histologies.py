"""/api/histologies/"""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.roles import Act
from cases.api.examples import CORRECTION, HISTOLOGY, WITHDRAWAL
from cases.api.filters.histologies import HistologyFilters
from cases.api.record_view_set import RecordView, RecordViewSet
from cases.api.serializers.histology import CorrectionSerializer, HistologySerializer, WithdrawalSerializer
from cases.models import Pathology
from cases.selectors import pathologies_visible_to
from cases.services.correct_histology import correct_histology
from cases.services.enter_histology import enter_histology
from cases.services.withdraw_histology import withdraw_histology


@extend_schema_view(
    list=extend_schema(summary="Find histology"),
    create=extend_schema(summary="Enter a histology", examples=[HISTOLOGY]),
    retrieve=extend_schema(summary="Read a histology"),
)
class HistologyViewSet(RecordViewSet):
    """What laboratories found, withdrawn rows too. A row never changes; see `withdraw` and `correct`."""

    serializer_class = HistologySerializer
    filterset_class = HistologyFilters
    lookup_url_kwarg = "pathology_id"

    def get_queryset(self) -> QuerySet[Pathology]:
        """Those of the asking person's clinic."""
        return pathologies_visible_to(self.request.user)

    def make(self, **fields: Any) -> Pathology:
        """Enter it."""
        return enter_histology(by=self.request.user, **fields)


class WithdrawHistology(RecordView, APIView):
    """A histology that was entered wrongly."""

    acts = {"POST": Act.WRITE_RECORD}

    @extend_schema(
        summary="Withdraw a histology",
        examples=[WITHDRAWAL],
        request=WithdrawalSerializer,
        responses={200: OpenApiResponse(HistologySerializer, "The row, marked as withdrawn.")},
    )
    def post(self, request: Request, pathology_id: int) -> Response:
        """Mark it as withdrawn, for a reason; 400 `withdrawn_already` the second time."""
        pathology = get_object_or_404(pathologies_visible_to(request.user), pk=pathology_id)
        said = WithdrawalSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        withdraw_histology(pathology=pathology, by=request.user, **said.validated_data)
        return _show(request, pathology_id, status.HTTP_200_OK)


class CorrectHistology(RecordView, APIView):
    """A histology with a mistake in it."""

    acts = {"POST": Act.WRITE_RECORD}

    @extend_schema(
        summary="Correct a histology",
        examples=[CORRECTION],
        request=CorrectionSerializer,
        responses={201: OpenApiResponse(HistologySerializer, "The new row; the old one is withdrawn.")},
    )
    def post(self, request: Request, pathology_id: int) -> Response:
        """Withdraw the row and enter the right one for the same lesion: both or neither."""
        pathology = get_object_or_404(pathologies_visible_to(request.user), pk=pathology_id)
        said = CorrectionSerializer(data=request.data, context={"request": request})
        said.is_valid(raise_exception=True)
        right = correct_histology(pathology=pathology, by=request.user, **said.validated_data)
        return _show(request, right.pk, status.HTTP_201_CREATED)


def _show(request: Request, pathology_id: int, status_code: int) -> Response:
    """The row as every later GET shows it."""
    row = pathologies_visible_to(request.user).get(pk=pathology_id)
    return Response(HistologySerializer(row, context={"request": request}).data, status_code)
