"""Bodies of requests to the API, read up to a limit: the REST framework's own parsers read whatever comes."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import FormParser, JSONParser


def refuse_large_body(request, limit: int) -> None:
    """Look at the announced length before a byte is read.

    Raises:
        django.core.exceptions.RequestDataTooBig: more than `limit` bytes are announced.
    """
    try:
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        announced = 0
    if announced > limit:
        raise RequestDataTooBig


class BoundedJSONParser(JSONParser):
    """JSON of at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes; nested beyond the interpreter's depth is unreadable."""

    def parse(self, stream, media_type=None, parser_context=None):
        """The parsed body."""
        refuse_large_body((parser_context or {})["request"], settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("JSON parse error - nested too deeply") from error


class BoundedFormParser(FormParser):
    """A form of at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes."""

    def parse(self, stream, media_type=None, parser_context=None):
        """The parsed body."""
        refuse_large_body((parser_context or {})["request"], settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return super().parse(stream, media_type, parser_context)
