"""shell · api schema: what every operation may answer besides its success, so that nothing is left out."""

from __future__ import annotations

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from lianfang.kernel.kinds import KINDS
from lianfang.shell.answers import PROBLEM_TYPE

_SAID = {
    400: "The body cannot be read at all.",
    401: "No valid token.",
    403: "Inside the scope, but the role may not do this.",
    404: "Not there, or outside the scope.",
    409: "It contradicts what is already recorded; nothing is lost.",
    411: "The request does not say its length.",
    413: "Larger than the limit.",
    415: "Not of a type or encoding that is taken.",
    422: "Something that was given does not hold; `errors` names the fields.",
    500: "A fault on our side, noted under a reference.",
    503: "The database is busy or recovering; nothing was recorded, and sending again doubles nothing.",
}
_ALWAYS = (401, 403, 404, 422, 500, 503)
_WITH_BODY = (400, 409, 411, 413, 415)

PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "A refusal (RFC 9457). `code` is stable; `title` says what happened and `detail` what to do now.",
    "type": "object",
    "required": ["type", "code", "status", "title", "detail"],
    "properties": {
        "type": {"type": "string"},
        "code": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "id": {"type": ["string", "null"], "description": "The entry's id, where one was sent."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "code", "message"],
                "properties": {
                    "path": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}


class HouseSchema(OpenAPISchema):
    """Ninja's schema, in which two shapes never share a name: the later would silently stand for the earlier."""

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        for name, shape in definitions.items():
            if self.schemas.setdefault(name, shape) != shape:
                raise ValueError(f"two shapes of the API are called {name}: rename one of them")


def completed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with the problem answers of every operation, and the kinds that there are."""
    schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    for operations in schema["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "kind" and operation["operationId"] == "list_entries":
                    parameter["schema"] = {"type": "string", "enum": sorted(kind.code for kind in KINDS)}
            statuses = (*_ALWAYS, *(_WITH_BODY if "requestBody" in operation else ()))
            for status in sorted(statuses):
                operation["responses"].setdefault(status, problem_response(status))
    return schema


def problem_response(status: int) -> dict[str, Any]:
    """A problem as one of an operation's answers."""
    return {
        "description": _SAID[status],
        "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
