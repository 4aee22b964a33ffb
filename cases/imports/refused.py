"""A file that no import can be made of."""

from django.core.exceptions import ValidationError


class ImportRefused(ValidationError):
    """The whole upload is refused: one sentence for people and a stable `code`."""

    def __init__(self, code: str, message: str):
        super().__init__(message, code=code)
