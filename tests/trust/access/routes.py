"""Every address that the URL resolver knows, filled in with rows: pages, admin, API."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, get_resolver
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# a parameter of an address: the kind of row it names
KINDS = {
    f"{kind}_id": kind
    for kind in (
        *("patient", "lesion", "case", "image", "analysis", "outline", "review"),
        *("pathology", "batch", "run", "model", "user"),
    )
} | {"id": "user", "pk": "patient", "glass_id": "glass"}
# the admin names all rows `object_id`: the kind by its model
OF_THE_ADMIN = {"lesionimage": "image", "batchrun": "batch", "modelversion": "model", "breakglass": "glass"}
# parameters that name no row
WORDS = {"name": "pause", "app_label": "cases", "url": "no-such-page", "rest": "nothing", "token": "c0ffee-1"}
WORDS |= {"form": "csv"}
FILE_KINDS = {"images/": "rendition", "analyses/": "mask"}
# what belongs to no clinic: whoever may see one such row may see all of them
INSTALLATION = {"model", "heartbeat"}
# who opened a record in an emergency: both clinics see it, each the other's person or record by its id
OF_TWO_CLINICS = "admin/cases/breakglass/"


@dataclass(frozen=True)
class Route:
    """One pattern; `kind` of the row it names, or None."""

    pattern: str
    parameters: tuple[str, ...]
    callback: Callable
    kind: str | None

    def address(self, ids: dict[str, int]) -> str:
        """With these ids; a parameter that nobody has described is a KeyError, and fails the build."""
        values = {name: self._value(name, ids) for name in self.parameters}
        pattern = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", self.pattern).replace("^", "").replace("$", "")
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), pattern)

    def _value(self, name: str, ids: dict[str, int]) -> str | int:
        if name == "kind":
            return next(kind for part, kind in FILE_KINDS.items() if part in self.pattern)
        if name == "uidb64":
            return urlsafe_base64_encode(force_bytes(ids["user"]))
        if name == "content_type_id":
            return ContentType.objects.get(app_label="cases", model="patient").pk
        return WORDS[name] if name in WORDS else ids[self.kind if name == "object_id" else KINDS[name]]


@cache
def routes() -> list[Route]:
    """All of them, in the order of the resolver."""
    return [_route(pattern, found.callback) for pattern, found in _walk(get_resolver().url_patterns)]


def _walk(patterns, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern), pattern


def _route(pattern: str, callback: Callable) -> Route:
    parameters = tuple(re.findall(r"<(?:\w+:)?(\w+)>", pattern))
    kinds = [KINDS[name] for name in parameters if name in KINDS]
    if "uidb64" in parameters:
        kinds.append("user")
    if "object_id" in parameters:
        models = {model._meta.model_name for model in admin.site._registry}
        model = next((part for part in pattern.split("/") if part in models), "patient")
        kinds.append(OF_THE_ADMIN.get(model, model))
    return Route(pattern, parameters, callback, kinds[0] if kinds else None)
