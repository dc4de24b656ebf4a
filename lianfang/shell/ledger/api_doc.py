"""shell · ledger API doc: the hand-written part of the schema: recording reads its body by itself, for speed."""

from __future__ import annotations

from typing import Any

from ninja.openapi.schema import REF_TEMPLATE

from lianfang.shell.ledger.api_shapes import AnswerOut, EntryIn

_ENTRY: dict[str, Any] = EntryIn.model_json_schema(ref_template=REF_TEMPLATE) | {"additionalProperties": False}
# Nothing but this hand-written part names it, so it stands here and not among the schema's components.
_PROOF = _ENTRY.pop("$defs")["ProofIn"] | {"additionalProperties": False}
_ENTRY["properties"]["proof"] = {"anyOf": [_PROOF, {"type": "null"}], "default": None}
_ANSWER: dict[str, Any] = AnswerOut.model_json_schema(ref_template=REF_TEMPLATE)
_EXAMPLE = {
    "id": "0190a1b2-0000-7000-8000-000000000001",
    "kind": "sanitation.waste_clearance",
    "unit": "PROPERTY",
    "place": "YARD-WASTE1",
    "occurred_at": "2020-08-10T08:12:00+08:00",
    "evidence": "scanned",
    "proof": {"label": "Zm9yIGV4YW1wbGU0"},
    "data": {"bags": 12, "overflow": False},
}

RECORDING: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "oneOf": [
                        _ENTRY,
                        {
                            "type": "array",
                            "maxItems": 10_000,
                            "items": {},
                            "description": "Entries; each element is judged and answered by itself.",
                        },
                    ]
                },
                "examples": {"one": {"value": _EXAMPLE}},
            },
            "application/x-ndjson": {
                "schema": {"type": "string", "description": "One entry on each line, at most 10,000."}
            },
        },
    },
    "responses": {
        200: {
            "description": "A batch, answered entry by entry in its order; or one entry that was recorded before.",
            "content": {"application/json": {"schema": {"oneOf": [_ANSWER, {"type": "array", "items": _ANSWER}]}}},
        },
        201: {
            "description": "One entry, recorded now.",
            "content": {"application/json": {"schema": _ANSWER}},
        },
    },
}
