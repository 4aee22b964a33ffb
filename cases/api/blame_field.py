"""An error of the whole row is put on the field the user can correct."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


@contextmanager
def blame_field(field: str, *, code: str) -> Iterator[None]:
    """Inside, a ValidationError that names no field names `field`, with `code` where the error has none.

    A unique constraint over clinic and record number has no field of its own, but only the record number was typed.
    """
    try:
        yield
    except ValidationError as error:
        by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        if NON_FIELD_ERRORS not in by_field:
            raise
        of_the_whole = by_field.pop(NON_FIELD_ERRORS)
        blamed = [ValidationError(one.messages[0], code=one.code or code) for one in of_the_whole]
        raise ValidationError({**by_field, field: [*by_field.get(field, []), *blamed]}) from error
