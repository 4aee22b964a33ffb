"""What patients, lesions and cases have in common: list, create, retrieve, change in part; nothing is deleted."""

from collections.abc import Callable

from django.db import models
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cases.api.pages import RecordPages


class RecordView:
    """For every view of the record: answers are never kept by a browser or proxy."""

    def finalize_response(self, request, response, *args, **kwargs):
        """Add the header that keeps patients' data out of caches."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class RecordViewSet(RecordView, mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Subclasses say which rows are visible (`get_queryset`) and name the services (`make`, `change`)."""

    pagination_class = RecordPages

    make: Callable[..., models.Model]
    change: Callable[..., models.Model]

    def create(self, request: Request) -> Response:
        """201 with the new row as every later GET shows it."""
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row = self.make(**asked.validated_data)
        return self.show(row, status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **kwargs) -> Response:
        """200 with the changed row."""
        row = self.get_object()
        asked = self.get_serializer(row, data=request.data, partial=True)
        asked.is_valid(raise_exception=True)
        self.change(row, **asked.validated_data)
        return self.show(row, status.HTTP_200_OK)

    def show(self, row: models.Model, status_code: int) -> Response:
        """Read back through the selector: annotations and joins are the same as in a GET."""
        return Response(self.get_serializer(self.get_queryset().get(pk=row.pk)).data, status=status_code)
