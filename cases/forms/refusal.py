"""A service refuses: its sentences appear on the form."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def show_refusal(form: forms.BaseForm, error: ValidationError) -> None:
    """Put a service's ValidationError beside the fields it speaks of; what the form does not ask for goes on top."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, errors in by_field.items():
        if name in form.fields or name == NON_FIELD_ERRORS:
            form.add_error(None if name == NON_FIELD_ERRORS else name, errors)
        else:
            form.add_error(None, [f"{name.replace('_', ' ').capitalize()}: {said}" for said in _sentences(errors)])


def _sentences(errors: list[ValidationError]) -> list[str]:
    return ValidationError(errors).messages
