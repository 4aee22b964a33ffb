"""A form that was refused because of too many tries says so itself, and the answer says how long to wait."""

from django.http import HttpResponse

from accounts.too_many import TooMany


def wait_first(form, response: HttpResponse) -> HttpResponse:
    """The same page; 429 with Retry-After where an error of the form is `TooMany`."""
    for errors in form.errors.values():
        for error in errors.as_data():
            if isinstance(error, TooMany):
                response.status_code = 429
                response["Retry-After"] = str(error.seconds)
    return response
