"""records · payloads: the payload of a declared kind, made of its fields, with what its conditions ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ValidationInfo, create_model, field_validator

from lianfang.kernel.payloads import Code, Line, Papers, Payload, Sha256, Text, fact, unacceptable
from lianfang.kernel.words import Words, w
from lianfang.playbook.records import RecordField, RecordKind


def _with_zone(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise unacceptable("no_zone", w("须带时区", "needs a time zone"))
    return at


_TYPES: dict[str, Any] = {
    "whole": int, "decimal": Decimal, "yes_no": bool, "line": Line, "text": Text, "date": date,
    "moment": Annotated[datetime, AfterValidator(_with_zone)], "code": Code, "photo": Sha256,
    "papers": Papers,
}  # fmt: skip


def payload_of(declared: RecordKind) -> type[Payload]:
    """The payload: each field with its words, unit and range, in the order in which they were declared."""
    words = {each.code: each.words for each in declared.fields}
    checks = {f"check_{each.code}": check for each in declared.fields if (check := _check(each, words)) is not None}
    fields: dict[str, Any] = {each.code: (_type(each), _said(each)) for each in declared.fields}
    name = "".join(part.capitalize() for part in declared.noun.split("_"))
    return create_model(
        name, __base__=Payload, __module__=__name__, __doc__=declared.words.en, __validators__=checks, **fields
    )


def _type(each: RecordField) -> Any:
    chosen: Any = Literal[tuple(choice.code for choice in each.choices)] if each.choices else None
    plain = {"choice": chosen, "choices": list[chosen]} if chosen else _TYPES
    return plain[each.type] if _always(each) else plain[each.type] | None


def _always(each: RecordField) -> bool:
    """Whether every entry says it; a field with a condition may have nothing to say."""
    return each.required and each.when is None


def _said(each: RecordField) -> Any:
    rules: dict[str, Any] = {} if _always(each) else {"default": None}
    if each.type in ("whole", "decimal"):
        low, high = each.range
        whole = each.type == "whole"
        rules |= {"ge": int(low) if whole else low, "le": int(high) if whole else high}
    if each.type == "decimal":
        rules["decimal_places"] = each.places
    if each.type == "choices":
        rules["max_length"] = len(each.choices)
    if each.type in ("line", "text"):
        rules["min_length"] = 1
    if each.when is not None:
        rules["validate_default"] = True
        rules["when"] = {**each.when.model_dump(mode="json"), "required": each.required}
    choices = {choice.code: choice.words for choice in each.choices}
    files: Any = {"photo": "photo", "papers": "paper"}.get(each.type, "")
    return fact(
        each.words.zh, each.words.en, unit=each.unit, personal=each.personal, choices=choices, files=files,
        position=each.position, **rules,
    )  # fmt: skip


def _check(each: RecordField, words: dict[str, Words]) -> Any:
    """What the type cannot say: that a field is asked only under its condition, and each choice is named once."""
    if each.when is None and each.type != "choices":
        return None
    return field_validator(each.code, mode="after")(_checked(each, words))


def _checked(each: RecordField, words: dict[str, Words]) -> Callable[..., Any]:
    def check(cls: type[Payload], value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, list) and len(set(value)) < len(value):
            raise unacceptable("listed_twice", w("同一内容只填一次", "name each once"))
        when = each.when
        if when is None or when.field not in info.data:  # what the other says does not hold, and is told there
            return value
        said = info.data[when.field]
        asked = any(one in when.any_of for one in (said if isinstance(said, list) else [said]))
        if value is None and asked and each.required:
            raise unacceptable("missing", w("必填", "required"))
        if value is not None and not asked:
            says = w("“{field}”不是所列情形时不填", "only where “{field}” says so; leave it out")
            raise unacceptable("not_asked", says.fill(field=words[when.field]))
        return value

    return check
