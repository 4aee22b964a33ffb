"""JSON that came in over the API. How long it may be, Django and the REST framework see to themselves."""

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class BoundedJSONParser(JSONParser):
    """JSON nested deeper than the interpreter goes is unreadable; the framework's own parser breaks on it."""

    def parse(self, stream, media_type=None, parser_context=None):
        """The parsed body."""
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("JSON parse error - nested too deeply") from error
