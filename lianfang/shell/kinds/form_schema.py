"""shell · kind form schema: what a payload's fields are, read once from the model and said in both languages."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from lianfang.kernel.measures import STATE_WORDS
from lianfang.kernel.payloads import FileRule, file_fields
from lianfang.kernel.vocabulary import QUESTIONS, VOCABULARIES
from lianfang.kernel.words import Words

LONG_TEXT = 400  # from this length on a field is a box of several lines


class FieldType(StrEnum):
    """How a value is asked for and shown."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    WHOLE = "whole"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    TIME = "time"
    LINE = "line"
    TEXT = "text"
    LINES = "lines"
    CODE = "code"
    ID = "id"
    GROUP = "group"
    ROWS = "rows"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class When:
    """A field is asked only where another `field` says one of these values; whether it is required there."""

    field: str
    any_of: tuple[Any, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Spec:
    """One field of a payload. `choices` maps each stored value to its words; `fields` are those of a nested payload.

    `files` says what a field takes that names files, and `longest` then how many: one is a hash, more are a list.
    """

    name: str
    words: Words
    shape: FieldType
    required: bool
    unit: str = ""
    personal: bool = False
    default: Any = None
    choices: Mapping[str, Words] | None = None
    low: Any = None
    high: Any = None
    longest: int | None = None
    least: int | None = None
    decimals: bool = False
    whole: bool = False
    fields: tuple[Spec, ...] = ()
    when: When | None = None
    as_typed: bool = False  # the payload itself reads what was typed
    files: FileRule | None = None
    also: tuple[str, ...] = ()
    asks: str = ""  # the question of the playbook that it asks

    @property
    def asked(self) -> bool:
        """Whether it is asked now: always, or where the playbook declares its question."""
        return not self.asks or self.asks in QUESTIONS

    def in_words(self, value: Any) -> Words | str:
        """The words of one stored choice; a value that is no longer offered is said as it stands."""
        return (self.choices or {}).get(str(value), str(value))


def specs_of(payload: type[BaseModel]) -> tuple[Spec, ...]:
    """The fields of a payload in their order; a question of the playbook is put in its words."""
    found = declared_of(payload)
    return tuple(map(_in_force, found)) if any(spec.asks for spec in found) else found


def asked_of(payload: type[BaseModel]) -> tuple[Spec, ...]:
    """Those of them that are asked now."""
    return tuple(spec for spec in specs_of(payload) if spec.asked)


def _in_force(spec: Spec) -> Spec:
    if not spec.asks or not spec.asked:
        return spec
    words = QUESTIONS[spec.asks]
    return replace(spec, words=Words(words.zh, _capital(words.en)), required=spec.required or spec.when is None)


@cache
def declared_of(payload: type[BaseModel]) -> tuple[Spec, ...]:
    """The fields as the payload says them, whatever the playbook asks: for addresses, made before any is known."""
    files = file_fields(payload)
    return tuple(_spec(name, info, files.get(name)) for name, info in payload.model_fields.items())


def spec_at(payload: type[BaseModel], name: str) -> Spec:
    """One field by its name. Raises LookupError for a field that the payload does not have."""
    for each in specs_of(payload):
        if each.name == name:
            return each
    raise LookupError(f"{payload.__name__} has no field {name}")


def _spec(name: str, info: FieldInfo, files: FileRule | None) -> Spec:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    inner, rules = _unwrap(info.annotation, list(info.metadata))
    shape, choices, fields = _shape(inner, rules)
    declared = VOCABULARIES[str(extra["vocabulary"])] if "vocabulary" in extra else None
    if declared is not None:
        shape = FieldType.CHOICES if shape is FieldType.LINES else FieldType.CHOICE
    elif extra.get("choices") and shape in (FieldType.WHOLE, FieldType.LINE, FieldType.CODE):
        shape, choices = FieldType.CHOICE, [str(value) for value in extra["choices"]]  # type: ignore[union-attr]
    several = shape is FieldType.LINES
    shape = FieldType.FILES if files else shape
    default = None if info.default is PydanticUndefined else info.default
    said: Any = extra.get("choices") or {}
    return Spec(
        name=name,
        words=Words(str(extra.get("zh") or name), _capital(str(extra.get("en") or name))),
        shape=shape,
        required=info.is_required(),
        unit=str(extra.get("unit") or ""),
        personal=bool(extra.get("personal")),
        default=default,
        choices=declared if declared is not None else _choice_words(choices, said) if choices else None,
        low=_rule(rules, "ge", "gt"),
        high=_rule(rules, "le", "lt"),
        longest=_rule(rules, "max_length") if several or not files else 1,
        least=_rule(rules, "min_length"),
        decimals=inner is Decimal,
        whole=inner is int,
        when=_when(extra.get("when")),
        as_typed=bool(extra.get("as_typed")),
        also=tuple(extra.get("also") or ()),  # type: ignore[arg-type]
        asks=str(extra.get("asks") or ""),
        fields=fields,
        files=files,
    )


def _when(said: Any) -> When | None:
    return When(said["field"], tuple(said["any_of"]), said["required"]) if said else None


def _unwrap(annotation: Any, rules: list[Any]) -> tuple[Any, list[Any]]:
    """The type below `| None` and `Annotated`, with every rule met on the way."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *met = get_args(annotation)
            for one in met:
                rules.extend(one.metadata if isinstance(one, FieldInfo) else [one])
        elif get_origin(annotation) in (Union, types.UnionType):
            (annotation,) = (one for one in get_args(annotation) if one is not type(None))
        else:
            return annotation, rules


def _shape(inner: Any, rules: list[Any]) -> tuple[FieldType, list[str], tuple[Spec, ...]]:
    if get_origin(inner) in (list, tuple, set, frozenset):
        return _list_shape(get_args(inner)[0])
    if get_origin(inner) is Literal:
        return FieldType.CHOICE, [str(one) for one in get_args(inner)], ()
    if isinstance(inner, type) and issubclass(inner, Enum):
        return FieldType.CHOICE, [str(one.value) for one in inner], ()
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return FieldType.GROUP, [], specs_of(inner)
    if inner is str:
        return _text_shape(rules), [], ()
    plain = {
        bool: FieldType.YES_NO,
        int: FieldType.WHOLE,
        float: FieldType.NUMBER,
        Decimal: FieldType.NUMBER,
        datetime: FieldType.MOMENT,
    }
    plain |= {date: FieldType.DATE, time: FieldType.TIME, UUID: FieldType.ID}
    return plain.get(inner, FieldType.LINE), [], ()


def _list_shape(annotation: Any) -> tuple[FieldType, list[str], tuple[Spec, ...]]:
    inner, rules = _unwrap(annotation, [])
    shape, choices, fields = _shape(inner, rules)
    if shape is FieldType.CHOICE:
        return FieldType.CHOICES, choices, ()
    return (FieldType.ROWS, [], fields) if shape is FieldType.GROUP else (FieldType.LINES, [], ())


def _text_shape(rules: list[Any]) -> FieldType:
    if _rule(rules, "pattern"):
        return FieldType.CODE
    return FieldType.TEXT if (_rule(rules, "max_length") or 0) >= LONG_TEXT else FieldType.LINE


def _rule(rules: list[Any], *names: str) -> Any:
    for rule in rules:
        for name in names:
            if (value := getattr(rule, name, None)) is not None:
                return value
    return None


def _choice_words(values: list[str], said: Any) -> dict[str, Words]:
    known = {str(state): words for state, words in STATE_WORDS.items()}
    by_text = {**(known if set(values) <= known.keys() else {}), **{str(value): words for value, words in said.items()}}
    return {value: _words(by_text.get(value), value) for value in values}


def _capital(english: str) -> str:
    """As a label begins; what has its own spelling (pH) keeps it."""
    return english if english[1:2].isupper() else english[:1].upper() + english[1:]


def _words(said: Any, value: str) -> Words:
    if isinstance(said, Words):
        return said
    if isinstance(said, tuple | list) and len(said) == 2:
        return Words(str(said[0]), str(said[1]))
    return Words(value, value)


def walk(specs: tuple[Spec, ...], prefix: str = "") -> Iterator[tuple[str, Spec]]:
    """Every field that holds a value by itself, groups opened: (dotted name, field)."""
    for spec in specs:
        if spec.shape is FieldType.GROUP:
            yield from walk(spec.fields, f"{prefix}{spec.name}.")
        else:
            yield f"{prefix}{spec.name}", spec
