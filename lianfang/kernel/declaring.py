"""kernel · declaring: a kind of record said in one place; its table and columns follow from the payload."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from inspect import signature
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from pydantic import BaseModel

from lianfang.kernel.columns import entry_column, repeats
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Door, Kind, Presence, Privacy
from lianfang.kernel.models import FactRow, Facts, StepRow
from lianfang.kernel.payloads import Payload, choices_of
from lianfang.kernel.projections import DailySums, Projection, Rows
from lianfang.kernel.sums import Sum
from lianfang.kernel.words import Words, listed, w

# Django's field; with the payload's field or the SQL over the entry `e` that fills it, where the names differ.
Column = Union["models.Field[Any, Any]", tuple["models.Field[Any, Any]", str]]
Indexes = Mapping[str, Sequence[str]] | Sequence[models.Index]
# Table of days → column → what adds it up.
Sums = Mapping[str, Mapping[str, Sum]]

_NOT_SAID = w("未填", "not stated")
_YES_NO = {True: w("是", "yes"), False: w("否", "no")}
_NONE = w("无", "none")


def declare_kind(
    code: str,
    payload: type[Payload],
    words: Words,
    sentence: Words | Callable[[Mapping[str, Any]], Words],
    *,
    privacy: Privacy,
    table: Projection | str = "",
    **said: Any,
) -> Kind:
    """A kind with a table `<area>_<noun>` that has a column for each field of the payload; `said` are `Kind`'s own.

    What differs of the table is said as well, as `declare_table` takes it; `table` is its name where that is not the
    code, or one that several kinds share. A kind streams where its table keeps the stream. The verbs are
    `<area>.record` and `<area>.see`. A `sentence` in words has the payload's fields as slots.
    """
    area = code.partition(".")[0]
    of_table = {name: said.pop(name) for name in _OF_TABLE & said.keys()}
    projection = table if isinstance(table, Projection) else declare_table(table or code, payload, **of_table)
    streams = "e.stream" in projection.rows.columns.values()
    return Kind(
        code=code,
        payload=payload,
        words=words,
        sentence=said_by(payload, sentence) if isinstance(sentence, Words) else sentence,
        privacy=privacy,
        projection=projection,
        **{"record": f"{area}.record", "see": f"{area}.see", "streams": streams, **said},
    )


def declare_act(
    code: str,
    payload: type[Payload],
    words: Words,
    sentence: Words | Callable[[Mapping[str, Any]], Words],
    **said: Any,
) -> Kind:
    """As `declare_kind`, of a kind that only an action of its area records; it names no place but where `said` does."""
    act = {"privacy": NO_PERSONAL_DATA, "place": Presence.FORBIDDEN, "door": Door.ACTION}
    return declare_kind(code, payload, words, sentence, **{**act, **said})


def declare_table(
    name: str,
    *payloads: type[Payload],
    model: str = "",
    steps: bool = False,
    whole: bool = False,
    for_all_below: bool = False,
    also_visible: str = "",
    of_entry: Sequence[str] = (),
    unprojected: Sequence[str] = (),
    columns: Mapping[str, Column] | None = None,
    indexes: Indexes | None = None,
    sums: Sums | None = None,
    then: tuple[str, ...] = (),
    then_one: tuple[str, ...] | None = None,
    also: tuple[str, ...] = (),
) -> Projection:
    """The table `<area>_<noun>` of the name `<area>.<noun>`, with a column for each field of the payloads.

    In a table of several payloads the column `kind` tells them apart; what one may lack may be NULL. With `steps`
    it is a `StepRow`; of one that is kept `whole`, the column `data` is the payload as it was accepted. Rows
    `for_all_below` are what is said of a unit and everything below it: whoever stands below reads them, too; those
    for which the SQL `also_visible` holds are read from outside their unit as well. What differs is said:
    `of_entry` are columns that repeat what the entry itself says; fields that are `unprojected` have none;
    `columns` gives others by name; `indexes` (name → fields, or Django's) stand instead of the one by unit and day;
    `sums` are columns of tables of days, the others a `Projection`'s. `model` is Django's name for a row, where it
    is not the noun's. The table comes by `lianfang make migration <area>`.
    """
    area, noun = name.split(".", 1)
    columns = {**(columns or {}), **({"data": (Facts(), "e.data::jsonb")} if whole else {})}
    given = {each: said if isinstance(said, tuple) else (said, "") for each, said in columns.items()}
    filled = {each: sql for each, (_, sql) in given.items() if sql}
    if steps:  # of the step, whatever a field of the payload is called (an official notice has a number, too)
        filled = {"number": "e.version", **filled}
    fields = {each: field for each, (field, _) in given.items()}
    fields |= {each: entry_column(each) for each in (*(["kind"] if len(payloads) > 1 else []), *of_entry)}
    said = {field for payload in payloads for field in payload.model_fields}
    taken = {field for field in said if any(repeats(sql, field) for sql in filled.values())}
    for payload in payloads:
        for field, info in payload.model_fields.items():
            if field not in {*unprojected, *fields, *taken}:
                null = any(_may_lack(each, field) for each in payloads)
                fields[field] = _column(name, field, info.annotation, null)
    class_name = model or "".join(part.capitalize() for part in noun.split("_"))
    row = _model(class_name, area, noun, steps, fields, indexes, payloads[0].__doc__ or "")
    row.for_all_below, row.also_visible = for_all_below, also_visible
    rows = Rows.of(row, *payloads, unprojected=unprojected, **filled)  # type: ignore[arg-type]
    days = tuple(DailySums(day, rows.table, moved) for day, moved in (sums or {}).items())
    return Projection(rows=rows, sums=days, then=then, then_one=then_one, also=also)


_OF_TABLE = signature(declare_table).parameters.keys() - {"name", "payloads"}


def cut(words: Words, most: int = 120) -> Callable[[Mapping[str, Any]], Words]:
    """A kind's sentence with the first characters of each field that it says."""
    return lambda data: words.fill(**{name: str(value)[:most] for name, value in data.items()})


def declared_in(*modules: types.ModuleType) -> tuple[Kind, ...]:
    """The kinds that files declare, in their order, for the card."""
    found = (each for module in modules for each in vars(module).values() if isinstance(each, Kind))
    return tuple({kind.code: kind for kind in found}.values())


def _model(
    called: str,
    area: str,
    noun: str,
    steps: bool,
    fields: Mapping[str, Any],
    indexes: Indexes | None,
    says: str,
) -> type[FactRow]:
    class Meta(FactRow.Meta):
        app_label = area
        db_table = f"{area}_{noun}"

    if isinstance(indexes, Mapping):
        Meta.indexes = [models.Index(fields=list(each), name=name) for name, each in indexes.items()]
    elif indexes is not None:
        Meta.indexes = list(indexes)
    body = {"__module__": f"lianfang.areas.{area}.kinds", "__doc__": says, "Meta": Meta, **fields}
    return type(called, (StepRow if steps else FactRow,), body)


def _may_lack(payload: type[Payload], field: str) -> bool:
    return field not in payload.model_fields or _unwrapped(payload.model_fields[field].annotation)[1]


def _column(code: str, name: str, annotation: Any, null: bool) -> models.Field[Any, Any]:
    """The column that keeps a value of this type."""
    inner, _ = _unwrapped(annotation)
    kinds: dict[Any, type[models.Field[Any, Any]]] = {
        bool: models.BooleanField, int: models.IntegerField, str: models.TextField, date: models.DateField,
        datetime: models.DateTimeField, UUID: models.UUIDField,
    }  # fmt: skip
    if inner in (float, Decimal):
        return models.DecimalField(max_digits=20, decimal_places=4, null=null)
    if inner in kinds:
        return kinds[inner](null=null)
    if get_origin(inner) is Literal:
        return kinds[type(get_args(inner)[0])](null=null)
    if isinstance(inner, type) and issubclass(inner, Enum):
        return models.TextField(null=null)
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return models.JSONField(null=null)
    if get_origin(inner) in (list, tuple):
        of, _ = _unwrapped(get_args(inner)[0])
        return models.JSONField(null=null) if isinstance(of, type) and issubclass(of, BaseModel) else _texts()
    raise ValueError(f"{code}: no column follows from the type of {name}; say it in columns=, or in unprojected=")


def _texts() -> models.Field[Any, Any]:
    """A list is never NULL: what was not said is empty."""
    return ArrayField(models.TextField())


def _unwrapped(annotation: Any) -> tuple[Any, bool]:
    """The type below `| None` and `Annotated`, and whether nothing may be said."""
    optional = False
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            (annotation,) = (one for one in get_args(annotation) if one is not type(None))
            optional = True
        else:
            return annotation, optional


def said_by(payload: type[Payload], words: Words) -> Callable[[Mapping[str, Any]], Words]:
    """The sentence with its slots filled: choices, yes and no by their words, what was left open as not said.

    A slot of a payload within the payload is `{given[on]}`.
    """

    def sentence(data: Mapping[str, Any]) -> Words:
        said = {}
        for name in payload.model_fields:
            value, choices = data.get(name), choices_of(payload, name)
            if isinstance(value, list):
                each = [choices.get(one, str(one)) if choices else str(one) for one in value]
                said[name] = listed(each) if each else _NONE
            elif isinstance(value, bool):
                said[name] = _YES_NO[value]
            else:
                said[name] = _NOT_SAID if value is None else choices.get(value, value) if choices else value
        return words.fill(**said)

    return sentence
