"""/api/imports/"""

from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.filters.import_rows import ImportRowFilters
from cases.api.pages import RecordPages
from cases.api.record_view_set import RecordView
from cases.api.serializers.imports import (
    ImportDetailSerializer,
    ImportRowSerializer,
    ImportSerializer,
    ImportUploadSerializer,
)
from cases.models import ImportRow, ImportRun
from cases.selectors import imports_visible_to
from cases.services.cancel_import import cancel_import
from cases.services.confirm_import import confirm_import
from cases.services.keep_import_files import keep_import_files
from cases.services.start_import import start_import
from cases.upload_limit import ImportUploadHandler


class _OfImport(RecordView):
    def get_run(self) -> ImportRun:
        """The import, if the asking person may see it."""
        return get_object_or_404(imports_visible_to(self.request.user), pk=self.kwargs["run_id"])

    def answer(self, run: ImportRun, status_code: int = status.HTTP_200_OK) -> Response:
        """Read back as every later GET shows it."""
        return Response(ImportDetailSerializer(imports_visible_to(self.request.user).get(pk=run.pk)).data, status_code)


@extend_schema_view(get=extend_schema(summary="List imports"))
class Imports(_OfImport, ListAPIView):
    """The imports of one's clinic, newest first; a POST starts one."""

    serializer_class = ImportSerializer
    pagination_class = RecordPages
    filter_backends = []
    parser_classes = [MultiPartParser]

    def get_queryset(self) -> QuerySet[ImportRun]:
        """Those of the asking person's clinic."""
        return imports_visible_to(self.request.user)

    def initialize_request(self, request, *args, **kwargs) -> Request:
        """The body is only read once it is known who asks; a ZIP may then be larger than a picture."""
        request.upload_handlers = [ImportUploadHandler(request)]
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(
        summary="Start an import",
        request={"multipart/form-data": ImportUploadSerializer},
        responses={201: ImportDetailSerializer},
    )
    def post(self, request: Request) -> Response:
        """Keep the files and check every row; poll the import until its state is `checked`, then confirm it.

        The CSV may lie among the files or inside the ZIP; its columns are described in docs/import.md.
        """
        asked = ImportUploadSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        meant = dict(asked.validated_data)
        kept = keep_import_files(uploads=meant.pop("files"))
        run = start_import(clinic=request.user.clinic, source=kept.source, sheet=kept.sheet, by=request.user, **meant)
        return self.answer(run, status.HTTP_201_CREATED)


class ImportView(_OfImport, RetrieveAPIView):
    """An import: its state, how far it is, and what a confirmation will make."""

    serializer_class = ImportDetailSerializer

    def get_object(self) -> ImportRun:
        """Of the asking person's clinic."""
        return self.get_run()

    @extend_schema(summary="Read an import; poll this while it is checking or importing")
    def get(self, request: Request, *args, **kwargs) -> Response:
        """The import with its counts."""
        return super().get(request, *args, **kwargs)


@extend_schema_view(get=extend_schema(summary="List the rows of an import"))
class ImportRows(_OfImport, ListAPIView):
    """The rows of an import in the order of the table, with their errors and what they became."""

    queryset = ImportRow.objects.none()  # tells the description of the API what the rows are
    serializer_class = ImportRowSerializer
    pagination_class = RecordPages
    filterset_class = ImportRowFilters

    def get_queryset(self) -> QuerySet[ImportRow]:
        """Those of one import."""
        return self.get_run().rows.order_by(F("number").asc(nulls_last=True), "pk")


class ConfirmImport(_OfImport, APIView):
    """Take in what the check found ready."""

    @extend_schema(summary="Confirm an import", request=None, responses={202: ImportDetailSerializer})
    def post(self, request: Request, run_id: int) -> Response:
        """Start importing; 400 `not_checked` or `nothing_to_import` where it cannot begin."""
        return self.answer(confirm_import(run=self.get_run(), by=request.user), status.HTTP_202_ACCEPTED)


class CancelImport(_OfImport, APIView):
    """Stop an import."""

    @extend_schema(summary="Cancel an import", request=None, responses={200: ImportDetailSerializer})
    def post(self, request: Request, run_id: int) -> Response:
        """No further row is begun; pictures that are in stay. 400 `import_ended` where nothing is left to stop."""
        return self.answer(cancel_import(run=self.get_run(), by=request.user))
