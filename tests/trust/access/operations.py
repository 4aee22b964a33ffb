"""What every operation of the API answers to whom: the one table, and the operations it is held against."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator

from tests.trust.access.world import HOME


class Rule(StrEnum):
    """A foreign, a deleted and an absent object are answered alike by every rule, but for `INSTALLATION`."""

    ROW = "a row of the address: its clinic's people; 404 for all others"
    ROW_OF_ADMINS = "the same, and 403 for its own clinic's clinicians"
    LIST = "no row in the address: everybody who is signed in, about the own clinic; 400 for a foreign row in the body"
    LIST_OF_ADMINS = "the same for administrators; 403 for clinicians"
    INSTALLATION = "belongs to no clinic: everybody who is signed in"
    PERSONS_ROW = "a row of the address that only the clinician has who made it: 404 for all others"
    OPEN = "asks for no token; what is sent decides"


# operation: rule and the status of a success. A new operation must be written down here before the tests pass
OPERATIONS: dict[str, tuple[Rule, int]] = {
    "analyses_list": (Rule.LIST, 200),
    "analyses_retrieve": (Rule.ROW, 200),
    "analyses_files_retrieve": (Rule.ROW, 200),
    "audit_list": (Rule.LIST_OF_ADMINS, 200),
    "audit_export": (Rule.LIST_OF_ADMINS, 200),
    "batches_list": (Rule.LIST_OF_ADMINS, 200),
    "batches_create": (Rule.LIST_OF_ADMINS, 202),
    "batches_retrieve": (Rule.ROW_OF_ADMINS, 200),
    "batches_agreement_retrieve": (Rule.ROW_OF_ADMINS, 200),
    "batches_cancel_create": (Rule.ROW_OF_ADMINS, 200),
    "batches_changes_list": (Rule.ROW_OF_ADMINS, 200),
    "batches_pause_create": (Rule.ROW_OF_ADMINS, 200),
    "batches_resume_create": (Rule.ROW_OF_ADMINS, 200),
    "batches_retry_failed_create": (Rule.ROW_OF_ADMINS, 200),
    "body_sites_list": (Rule.INSTALLATION, 200),
    "break_glass_list": (Rule.LIST, 200),
    "break_glass_create": (Rule.LIST, 201),
    "break_glass_end_create": (Rule.PERSONS_ROW, 200),
    "cases_list": (Rule.LIST, 200),
    "cases_create": (Rule.LIST, 201),
    "cases_retrieve": (Rule.ROW, 200),
    "cases_partial_update": (Rule.ROW, 200),
    "cases_fhir_retrieve": (Rule.ROW, 200),
    "cases_images_list": (Rule.ROW, 200),
    "cases_images_create": (Rule.ROW, 201),
    "cases_lost_create": (Rule.ROW, 201),
    "cases_lost_destroy": (Rule.ROW, 204),
    "cases_report_retrieve": (Rule.ROW, 200),
    "cases_review_retrieve": (Rule.ROW, 200),
    "cases_review_update": (Rule.ROW, 200),
    "cases_review_partial_update": (Rule.ROW, 200),
    "cases_review_destroy": (Rule.ROW, 200),
    "cases_review_amend_create": (Rule.ROW, 201),
    "cases_review_impression_create": (Rule.ROW, 201),
    "cases_review_sign_create": (Rule.ROW, 200),
    "cases_reviews_list": (Rule.ROW, 200),
    "dataset_create": (Rule.LIST_OF_ADMINS, 200),
    "histologies_list": (Rule.LIST, 200),
    "histologies_create": (Rule.LIST, 201),
    "histologies_retrieve": (Rule.ROW, 200),
    "histologies_correct_create": (Rule.ROW, 201),
    "histologies_withdraw_create": (Rule.ROW, 200),
    "images_retrieve": (Rule.ROW, 200),
    "images_analyse_create": (Rule.ROW, 202),
    "images_files_retrieve": (Rule.ROW, 200),
    "images_outline_list": (Rule.ROW, 200),
    "images_outline_create": (Rule.ROW, 201),
    "imports_list": (Rule.LIST, 200),
    "imports_create": (Rule.LIST, 201),
    "imports_retrieve": (Rule.ROW, 200),
    "imports_cancel_create": (Rule.ROW, 200),
    "imports_confirm_create": (Rule.ROW, 202),
    "imports_rows_list": (Rule.ROW, 200),
    "lesions_list": (Rule.LIST, 200),
    "lesions_create": (Rule.LIST, 201),
    "lesions_retrieve": (Rule.ROW, 200),
    "lesions_partial_update": (Rule.ROW, 200),
    "lesions_compare_retrieve": (Rule.ROW, 200),
    "lesions_loops_list": (Rule.ROW, 200),
    "lesions_timeline_retrieve": (Rule.ROW, 200),
    "me": (Rule.LIST, 200),
    "models_list": (Rule.INSTALLATION, 200),
    "models_retrieve": (Rule.INSTALLATION, 200),
    "outlines_mask_retrieve": (Rule.ROW, 200),
    "patients_list": (Rule.LIST, 200),
    "patients_create": (Rule.LIST, 201),
    "patients_retrieve": (Rule.ROW, 200),
    "patients_partial_update": (Rule.ROW, 200),
    "patients_erase_retrieve": (Rule.ROW_OF_ADMINS, 200),
    "patients_erase_create": (Rule.ROW_OF_ADMINS, 200),
    "patients_export_retrieve": (Rule.ROW, 200),
    "patients_hold_create": (Rule.ROW_OF_ADMINS, 201),
    "patients_hold_lift_create": (Rule.ROW_OF_ADMINS, 204),
    "patients_holds_list": (Rule.ROW_OF_ADMINS, 200),
    "patients_merge_create": (Rule.ROW_OF_ADMINS, 200),
    "patients_unmerge_create": (Rule.ROW_OF_ADMINS, 200),
    "patients_csv_export": (Rule.LIST_OF_ADMINS, 200),
    "patients_csv_import": (Rule.LIST_OF_ADMINS, 200),
    "performance_retrieve": (Rule.LIST, 200),
    "retention_list": (Rule.LIST_OF_ADMINS, 200),
    "token_create": (Rule.OPEN, 200),
    "token_refresh": (Rule.OPEN, 200),
    "token_revoke": (Rule.OPEN, 204),
    "worklist_retrieve": (Rule.LIST, 200),
    "worklist_export_retrieve": (Rule.LIST, 200),
}
# parameters of an address, fields of a body and of a query that name a row: which kind; a word where it names none
PARAMETERS = {
    f"{kind}_id": kind
    for kind in (
        "patient",
        "lesion",
        "case",
        "image",
        "analysis",
        "outline",
        "pathology",
        "batch",
        "run",
        "model",
        "glass",
    )
}
WORDS = {"kind": {"image_id": "rendition", "analysis_id": "mask"}}
FIELDS = {"patient": "patient", "lesion": "lesion", "case": "case", "merge": "twin", "images": "image"}
FIELDS |= {"image": "image", "a": "image", "b": "image", "clinic": "clinic", "model": "model"}
PLAIN_NUMBERS = {"page", "page_size", "follow_up_weeks", "asymmetry", "border"}
# of the audit trail, whose rows are of the own clinic and name what may be gone
PLAIN_NUMBERS |= {"clinic_id", "object_id", "user"}


@dataclass(frozen=True)
class Operation:
    """One operation of the description."""

    id: str
    method: str
    path: str
    parameters: tuple[str, ...]
    query_numbers: tuple[str, ...]
    body_numbers: tuple[str, ...]
    statuses: frozenset[int]

    def kind(self) -> str | None:
        """Of the row in the address; None without one."""
        return next((PARAMETERS[name] for name in self.parameters if name not in WORDS), None)

    def address(self, ids: dict[str, int]) -> str:
        """With these ids."""
        values = {name: ids[PARAMETERS[name]] for name in self.parameters if name not in WORDS}
        kind = {
            word: by[name] for word, by in WORDS.items() if word in self.parameters for name in by if name in values
        }
        return self.path.format(**values, **kind)


@cache
def operations() -> dict[str, Operation]:
    """Every operation of the OpenAPI description, by its id."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    found = {}
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            asked = said.get("parameters", [])
            body = said.get("requestBody", {}).get("content", {})
            schemas = [content["schema"] for content in body.values()]
            found[said["operationId"]] = Operation(
                id=said["operationId"],
                method=method.upper(),
                path=path,
                parameters=tuple(one["name"] for one in asked if one["in"] == "path"),
                query_numbers=tuple(n for one in asked if one["in"] == "query" for n in _numbers(one, schema)),
                body_numbers=tuple(sorted({n for one in schemas for n in _numbers({"schema": one}, schema)})),
                statuses=frozenset(int(status) for status in said["responses"]),
            )
    return found


def _numbers(said: dict, schema: dict) -> Iterator[str]:
    """The names of all whole numbers in it, however deep: any of them may be somebody's id."""
    name, kind = said.get("name", ""), said["schema"]
    parts = [kind, *kind.get("allOf", []), *kind.get("oneOf", []), *kind.get("anyOf", [])]
    for part in parts:
        if "$ref" in part:
            component = schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
            yield from _numbers({"name": name, "schema": component}, schema)
        if part.get("type") == "integer":
            yield name
        if "items" in part:
            yield from _numbers({"name": name, "schema": part["items"]}, schema)
        for field, inner in part.get("properties", {}).items():
            if not inner.get("readOnly"):
                yield from _numbers({"name": field, "schema": inner}, schema)


def routed() -> set[tuple[str, str]]:
    """Every method and address below /api/ that the router hands to a view of the REST framework."""
    found = set()
    for pattern, callback in _walk(get_resolver().url_patterns):
        if not pattern.startswith("api/") or not hasattr(callback, "cls"):
            continue
        methods = getattr(callback, "actions", None) or [m for m in callback.cls.http_method_names if m != "options"]
        for method in methods:
            if hasattr(callback.cls, (getattr(callback, "actions", None) or {}).get(method, method)):
                found.add((method.upper(), "/" + _as_described(pattern)))
    return found


def _walk(patterns, before: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern), pattern.callback


def _as_described(pattern: str) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", pattern)


def expected(operation: Operation, role: str, thing: str) -> int:
    """The status that the table promises this role about this object; "" where nothing names one."""
    rule, success = OPERATIONS[operation.id]
    if rule is Rule.OPEN:
        return success if operation.id == "token_revoke" or role in HOME else 401
    if role not in HOME:
        return 401
    clinician = role.startswith("clinician")
    if rule is Rule.LIST_OF_ADMINS and clinician:
        return 403
    if rule in (Rule.LIST, Rule.LIST_OF_ADMINS):
        return success if thing in ("", HOME[role]) else 400
    if rule is Rule.INSTALLATION and not thing:
        return success
    if rule is Rule.INSTALLATION:
        return success if thing in ("own", "foreign") else 404
    if thing != HOME[role]:
        return 404
    if rule is Rule.PERSONS_ROW:
        return success if clinician else 404
    return 403 if rule is Rule.ROW_OF_ADMINS and clinician else success
