"""A file of the record as an answer."""

from typing import BinaryIO

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.views import APIView

from cases.api.record_view_set import RecordView
from cases.sent_file import sent_file

PICTURE = {(200, kind): OpenApiTypes.BINARY for kind in ("image/jpeg", "image/png")}


class AnyAccept(DefaultContentNegotiation):
    """A file is what it is: who accepts images only still gets one, and an error as JSON."""

    def select_renderer(self, request, renderers, format_suffix=None):
        """The first renderer; only errors are rendered."""
        return renderers[0], renderers[0].media_type


class FileView(RecordView, APIView):
    """Serves one file of one row."""

    content_negotiation_class = AnyAccept

    def answer(self, file: BinaryIO, content_type: str, name: str, *, as_attachment: bool = False) -> HttpResponse:
        """Send it under its neutral name."""
        return sent_file(file, content_type, name, attachment=as_attachment)
