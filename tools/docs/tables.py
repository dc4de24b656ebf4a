"""tools · docs.tables: pictures of the tables, from Django's models and from the kinds that fill them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.apps import AppConfig

PAGE = """---
diagrams: true
---
# Tables

Drawn from the models when these pages are built. Everything but the ledger, logins and settings follows from the
entries of the ledger and can be made again (`lianfang rebuild`). Arrows from `ledger_entry` name the kinds that fill a
table. Tables know units by their code and path, people and entries by their id, and not by foreign keys
([why](../why/scope.md)).
"""
LEDGER = "ledger_entry"


def tables_page(apps: Iterable[AppConfig], kinds: Iterable[Any]) -> str:
    """One section for each app that has tables."""
    filled: dict[str, list[str]] = defaultdict(list)
    for kind in kinds:
        for table in kind.projection.tables if kind.projection else ():
            filled[table].append(kind.code)
    parts = [PAGE]
    for app in apps:
        models = [model for model in app.get_models() if model._meta.app_config is app]
        if models:
            parts += [
                f"## {app.label}\n",
                "```mermaid",
                "erDiagram",
                "  direction LR",
                *_picture(models, filled),
                "```\n",
            ]
    return "\n".join(parts)


def _picture(models: list[Any], filled: dict[str, list[str]]) -> list[str]:
    lines = []
    for model in models:
        table = model._meta.db_table
        lines += [f"  {table} {{", *(f"    {_column(field)}" for field in model._meta.concrete_fields), "  }"]
        if kinds := sorted(set(filled[table])):
            lines.append(f'  {LEDGER} ||--o{{ {table} : "{", ".join(kinds)}"')
        for field in model._meta.concrete_fields:
            if field.is_relation:
                lines.append(f'  {field.related_model._meta.db_table} ||--o{{ {table} : "{field.name}"')
    return lines


def _column(field: Any) -> str:
    """`type name`, with PK, FK or UK, and a note where it may be empty."""
    kind = type(field).__name__.removesuffix("Field").lower() or "text"
    marks = [mark for mark, holds in (("PK", field.primary_key), ("FK", field.is_relation)) if holds]
    if field.unique and not field.primary_key:
        marks.append("UK")
    return f"{kind} {field.column} {', '.join(marks)}".rstrip() + (' "may be empty"' if field.null else "")
