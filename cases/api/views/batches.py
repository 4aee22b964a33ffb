"""/api/batches/"""

from collections.abc import Callable

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.roles import Act, may
from analysis.batches.cancel_batch import cancel_batch
from analysis.batches.pause_batch import pause_batch
from analysis.batches.plan_batch import plan_batch
from analysis.batches.progress import progress_of
from analysis.batches.resume_batch import resume_batch
from analysis.batches.retry_failed import retry_failed
from analysis.batches.start_batch import start_batch
from analysis.models import BatchRun
from cases.api.pages import RecordPages
from cases.api.record_view_set import RecordView
from cases.api.serializers.batches import BatchAskedSerializer, BatchPlanSerializer, BatchSerializer
from cases.selectors.batches import batches_visible_to


class _OfBatches(RecordView):
    serializer_class = BatchSerializer

    def get_queryset(self) -> QuerySet[BatchRun]:
        """Those of the own clinic."""
        return batches_visible_to(self.request.user)

    def get_object(self) -> BatchRun:
        """A foreign batch is not there, for whoever asks; an own one is for administrators."""
        batch = get_object_or_404(self.get_queryset(), pk=self.kwargs["batch_id"])
        if not may(self.request.user, Act.ADMINISTER):
            raise PermissionDenied
        return batch

    def answer(self, batch: BatchRun, status_code: int) -> Response:
        """Read back as every later GET shows it."""
        return Response(BatchSerializer(self.get_queryset().get(pk=batch.pk)).data, status_code)


class Batches(_OfBatches, ListAPIView):
    """Re-runs of stored pictures, newest first; a POST starts one."""

    acts = dict.fromkeys(("GET", "POST"), Act.ADMINISTER)
    pagination_class = RecordPages
    filter_backends = []

    @extend_schema(summary="List batches")
    def get(self, request: Request) -> Response:
        """Administrators only: those of one's clinic, and for the operator all."""
        batches = self.paginate_queryset(self.get_queryset())
        counted = {"progress": progress_of(batches)}
        return self.get_paginated_response(BatchSerializer(batches, many=True, context=counted).data)

    @extend_schema(
        summary="Start a batch, or count what it would do",
        request=BatchAskedSerializer,
        responses={
            200: OpenApiResponse(BatchPlanSerializer, "With `dry_run`: the counts; nothing was stored."),
            202: OpenApiResponse(BatchSerializer, "The batch, or the unfinished one of the very same words."),
        },
    )
    def post(self, request: Request) -> Response:
        """Administrators only. 400 `no_pictures`, `nothing_to_do`, `unknown_version`, `weights_missing`."""
        asked = BatchAskedSerializer(data=request.data, context={"request": request})
        asked.is_valid(raise_exception=True)
        words = asked.validated_data["words"]
        if asked.validated_data["dry_run"]:
            return Response(BatchPlanSerializer(plan_batch(by=request.user, **words)).data)
        return self.answer(start_batch(by=request.user, **words), status.HTTP_202_ACCEPTED)


class BatchView(_OfBatches, RetrieveAPIView):
    """A batch and how far it is."""

    @extend_schema(summary="Read a batch; poll this while its state is `running`")
    def get(self, request: Request, *args, **kwargs) -> Response:
        """Administrators only."""
        return super().get(request, *args, **kwargs)


class _Act(_OfBatches, APIView):
    service: Callable[..., BatchRun]

    def post(self, request: Request, batch_id: int) -> Response:
        """Administrators only; the codes are the service's."""
        return self.answer(type(self).service(batch=self.get_object(), by=request.user), status.HTTP_200_OK)


@extend_schema(summary="Pause a batch: nothing further is begun", request=None, responses=BatchSerializer)
class PauseBatch(_Act):
    """400 `batch_ended` where nothing is left to pause."""

    service = staticmethod(pause_batch)


@extend_schema(summary="Let a paused batch go on", request=None, responses=BatchSerializer)
class ResumeBatch(_Act):
    """400 `batch_ended` where it was cancelled."""

    service = staticmethod(resume_batch)


@extend_schema(summary="Cancel a batch: what waits is removed, results stay", request=None, responses=BatchSerializer)
class CancelBatch(_Act):
    """400 `batch_ended`, or `of_an_import` for the pictures of an import."""

    service = staticmethod(cancel_batch)


@extend_schema(summary="Try the failed pictures of a batch again", request=None, responses=BatchSerializer)
class RetryBatch(_Act):
    """400 `none_failed`, `signed_off`, or `batch_ended` where it was cancelled."""

    service = staticmethod(retry_failed)
