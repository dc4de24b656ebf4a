"""kernel · columns: what fills the columns of a kind's table, from the model, the payload and only what differs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.kernel.payloads import Payload

# How a payload's value becomes a column's; the first class that fits, so a subclass stands before its base.
_CASTS: tuple[tuple[type[models.Field], str], ...] = (  # type: ignore[type-arg]
    (ArrayField, "ARRAY(SELECT json_array_elements_text(e.data->'{0}'))"),
    (models.JSONField, "(e.data->'{0}')::jsonb"),
    (models.BooleanField, "(e.data->>'{0}')::boolean"),
    (models.BigIntegerField, "(e.data->>'{0}')::bigint"),
    (models.IntegerField, "(e.data->>'{0}')::int"),
    (models.DecimalField, "(e.data->>'{0}')::numeric"),
    (models.DateTimeField, "(e.data->>'{0}')::timestamptz"),
    (models.DateField, "(e.data->>'{0}')::date"),
    (models.UUIDField, "(e.data->>'{0}')::uuid"),
    (models.TextField, "e.data->>'{0}'"),
)
# What an entry says beside its payload, where a table has a column of that name and type; a step's number (`StepRow`).
_ENTRY: dict[str, tuple[type[models.Field], str]] = {  # type: ignore[type-arg]
    "kind": (models.TextField, "e.kind"),
    "stream": (models.UUIDField, "e.stream"),
    "version": (models.IntegerField, "e.version"),
    "number": (models.IntegerField, "e.version"),
    "known_at": (models.DateTimeField, "e.known_at"),
    "recorded_by": (models.TextField, "e.recorded_by"),
    "origin": (models.TextField, "e.origin"),
    "evidence": (models.TextField, "e.evidence"),
    "digest": (models.BinaryField, "e.digest"),
}


def entry_column(name: str) -> models.Field:  # type: ignore[type-arg]
    """The column for what an entry says beside its payload."""
    return _ENTRY[name][0](null=name == "known_at")


def columns_of(
    model: type[models.Model],
    payloads: Sequence[type[Payload]],
    common: Sequence[str],
    given: Mapping[str, str],
    unprojected: Sequence[str],
) -> dict[str, str]:
    """Column → SQL over the entry `e`, for every column of the model that is not `common`.

    A column takes the payload's field of its name; else what the entry itself has under that name and type; else it
    stays NULL, where it may. `given` says what differs: another field's name, or SQL. Raises ValueError where a column
    does not exist or has nothing to fill it, and where a field is neither projected nor named in `unprojected`.
    """
    table = model._meta.db_table
    fields = {name for payload in payloads for name in payload.model_fields}
    columns = {each.name: each for each in model._meta.concrete_fields if each.name not in common}
    if unknown := sorted(given.keys() - columns.keys()):
        raise ValueError(f"{table} has no column {', '.join(unknown)}")
    filled: dict[str, str] = {}
    for name, column in columns.items():
        said = given.get(name, name if name in fields else "")
        if said in fields:
            filled[name] = _cast(table, column, said)
        elif said:
            filled[name] = said
        elif name in _ENTRY and isinstance(column, _ENTRY[name][0]):
            filled[name] = _ENTRY[name][1]
        elif not column.null:
            raise ValueError(f"{table}.{name} is no field of the payload: say what fills it")
    _all_projected(table, fields, filled, unprojected)
    return filled


def _cast(table: str, column: models.Field, field: str) -> str:  # type: ignore[type-arg]
    for kind, sql in _CASTS:
        if isinstance(column, kind):
            return sql.format(field)
    raise ValueError(f"{table}.{column.name} is a {type(column).__name__}: say in SQL what fills it")


def repeats(sql: str, field: str) -> bool:
    """Whether a column that is filled by this SQL keeps a field of the payload: by its name, or with all the others."""
    return sql == field or f"'{field}'" in sql or re.search(r"\be\.data\b(?!->)", sql) is not None


def _all_projected(table: str, fields: set[str], filled: Mapping[str, str], unprojected: Sequence[str]) -> None:
    projected = {name for name in fields if any(repeats(sql, name) for sql in filled.values())}
    if missing := sorted(fields - projected - set(unprojected)):
        raise ValueError(f"{table} does not keep {', '.join(missing)}: add a column, or name it in unprojected=")
    if wrong := sorted(set(unprojected) - (fields - projected)):
        raise ValueError(f"{table} names {', '.join(wrong)} in unprojected=, which is projected or no field at all")
