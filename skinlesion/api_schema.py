"""What the API's description says about errors: every operation answers them in the one envelope."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

ERROR = {
    "type": "object",
    "description": "The one shape of an error.",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "fields", "request_id"],
            "properties": {
                "code": {"type": "string", "description": "Stable; programs look at this."},
                "message": {"type": "string", "description": "One sentence for people."},
                "fields": {
                    "type": "object",
                    "description": "By name of the field; empty when no single field is to blame.",
                    "additionalProperties": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["code", "message"],
                            "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
                        },
                    },
                },
                "request_id": {"type": "string", "description": "Tell it when you ask for help; the logs carry it."},
            },
        }
    },
}
TAKEN = "A patient with this record number is already registered."
# status: when, and an example's code, message and fields
ANSWERS: dict[str, tuple[str, str, str, dict]] = {
    "400": (
        "Something in the request does not fit; `fields` says what.",
        "invalid",
        f"record_number: {TAKEN}",
        {"record_number": [{"code": "unique", "message": TAKEN}]},
    ),
    "401": (
        "No token, or one that is not valid any more.",
        "not_authenticated",
        "Authentication credentials were not provided.",
        {},
    ),
    "403": (
        "The role does not allow it.",
        "permission_denied",
        "You do not have permission to perform this action.",
        {},
    ),
    "404": (
        "There is no such record, or it belongs to another clinic.",
        "not_found",
        "There is no such record.",
        {},
    ),
    "429": (
        "Too much in too short a time; `Retry-After` says how many seconds to wait.",
        "too_many",
        "These are more pictures than one person may upload in this time. Please try again in 12 minutes.",
        {},
    ),
}
RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}}


class Described(AutoSchema):
    """Knows of a view which of its methods are limited (accounts/api/throttle.py)."""

    def get_operation(self, *args, **kwargs) -> dict[str, Any] | None:
        """With 429 among the answers where that may come."""
        operation = super().get_operation(*args, **kwargs)
        if operation and self.method in getattr(self.view, "limits", {}):
            operation["responses"].setdefault("429", {})
        return operation


def describe_errors(result: dict[str, Any], generator, request, public: bool) -> dict[str, Any]:
    """Add the error answers an operation can give; a hook of drf-spectacular."""
    result.setdefault("components", {}).setdefault("schemas", {})["Error"] = ERROR
    for address, operations in result["paths"].items():
        for method, operation in operations.items():
            responses = operation["responses"]
            for status in ANSWERS:
                if status in responses or _is_possible(status, address, method, operation):
                    responses[status] = _answer(status) | responses.get(status, {})
    return result


def _answer(status: str) -> dict[str, Any]:
    when, code, message, fields = ANSWERS[status]
    example = {"error": {"code": code, "message": message, "fields": fields, "request_id": "4e4fcbb1c8f74c2c9d3b"}}
    body = {"schema": {"$ref": "#/components/schemas/Error"}, "example": example}
    headers = {"headers": RETRY_AFTER} if status == "429" else {}
    return {"description": when, "content": {"application/json": body}, **headers}


def _is_possible(status: str, address: str, method: str, operation: dict[str, Any]) -> bool:
    if status == "429":
        return False  # where it is, it stands there already
    asked = [parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"]
    if status == "400":
        # an act without a body can be refused too: the record is not as it would have to be
        return bool(asked) or method != "get"
    if status == "404":
        return "{" in address or "page" in asked  # a page behind the last one
    security = operation.get("security", [])
    return bool(security) and {} not in security
