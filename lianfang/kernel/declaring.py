"""kernel · declaring: a kind of record said in one place; its table and columns follow from the payload."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from pydantic import BaseModel

from lianfang.kernel.kinds import Kind, Privacy
from lianfang.kernel.models import FactRow
from lianfang.kernel.payloads import Payload, choices_of
from lianfang.kernel.projections import DailySums, Projection, Rows
from lianfang.kernel.words import Words, listed, w

_NOT_SAID = w("未填", "not said")
_YES_NO = {True: w("是", "yes"), False: w("否", "no")}
_NONE = w("无", "none")


def declare_kind(
    code: str,
    payload: type[Payload],
    words: Words,
    sentence: Words | Callable[[Mapping[str, Any]], Words],
    *,
    privacy: Privacy,
    unprojected: Sequence[str] = (),
    columns: Mapping[str, tuple[models.Field[Any, Any], str]] | None = None,
    indexes: Sequence[models.Index] = (),
    sums: tuple[DailySums, ...] = (),
    then: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
    **said: Any,
) -> Kind:
    """A kind with a table `<area>_<noun>` that has a column for each field of the payload; `said` are `Kind`'s own.

    What differs is said: `unprojected` fields have no column, and `columns` adds some: name → Django's field, and the
    payload's field or the SQL that fills it; `indexes` stand instead of the one by unit and day. The verbs are
    `<area>.record` and `<area>.see`. A `sentence` in words has the payload's fields as slots. The table comes by
    `lianfang make migration <area>`.
    """
    area, noun = code.split(".", 1)
    added = dict(columns or {})
    filled = {name: sql for name, (_, sql) in added.items()}
    said_so = filled.values()
    taken = {name for name in payload.model_fields if any(sql == name or f"'{name}'" in sql for sql in said_so)}
    fields = {name: field for name, (field, _) in added.items()}
    for name, info in payload.model_fields.items():
        if name not in {*unprojected, *added, *taken}:
            fields[name] = _column(code, name, info.annotation)
    row = _model(area, noun, fields, indexes, payload.__doc__ or "")
    rows = Rows.of(row, payload, unprojected=unprojected, **filled)  # type: ignore[arg-type]
    verbs = {"record": f"{area}.record", "see": f"{area}.see"}
    return Kind(
        code=code,
        payload=payload,
        words=words,
        sentence=said_by(payload, sentence) if isinstance(sentence, Words) else sentence,
        privacy=privacy,
        projection=Projection(rows=rows, sums=sums, then=then, also=also),
        **{**verbs, **said},
    )


def _model(
    area: str, noun: str, fields: Mapping[str, Any], indexes: Sequence[models.Index], says: str
) -> type[FactRow]:
    class Meta(FactRow.Meta):
        app_label = area
        db_table = f"{area}_{noun}"

    if indexes:
        Meta.indexes = list(indexes)
    name = "".join(part.capitalize() for part in noun.split("_"))
    body = {"__module__": f"lianfang.areas.{area}.kinds", "__doc__": says, "Meta": Meta, **fields}
    return type(name, (FactRow,), body)


def _column(code: str, name: str, annotation: Any) -> models.Field[Any, Any]:
    """The column that keeps a value of this type; NULL where the field may be left out."""
    inner, optional = _unwrapped(annotation)
    kinds: dict[Any, type[models.Field[Any, Any]]] = {
        bool: models.BooleanField, int: models.IntegerField, str: models.TextField, date: models.DateField,
        datetime: models.DateTimeField, UUID: models.UUIDField,
    }  # fmt: skip
    if inner in (float, Decimal):
        return models.DecimalField(max_digits=20, decimal_places=4, null=optional)
    if inner in kinds:
        return kinds[inner](null=optional)
    if get_origin(inner) is Literal:
        return kinds[type(get_args(inner)[0])](null=optional)
    if isinstance(inner, type) and issubclass(inner, Enum):
        return models.TextField(null=optional)
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return models.JSONField(null=optional)
    if get_origin(inner) in (list, tuple):
        of, _ = _unwrapped(get_args(inner)[0])
        return models.JSONField(null=optional) if isinstance(of, type) and issubclass(of, BaseModel) else _texts()
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
    """The sentence with its slots filled: choices, yes and no by their words, what was left open as not said."""

    def sentence(data: Mapping[str, Any]) -> Words:
        said = {}
        for name in payload.model_fields:
            value, choices = data.get(name), choices_of(payload, name)
            if isinstance(value, list):
                each = [choices.get(one, str(one)) for one in value]
                said[name] = listed(each) if each else _NONE
            elif isinstance(value, bool):
                said[name] = _YES_NO[value]
            else:
                said[name] = _NOT_SAID if value is None else choices.get(value, value)
        return words.fill(**said)

    return sentence
