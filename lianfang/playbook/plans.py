"""playbook · plans: the plans that a unit starts from: sections and rules, each with where it comes from."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from lianfang.playbook.procedures import Documents, sources_of, stated
from lianfang.playbook.shapes import Frozen, Name, Said, Version


class Clause(Version):
    """One rule of a plan."""

    says: Said


class PlanSection(Frozen):
    """A heading of a plan and the rules below it."""

    code: Name
    words: Said
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]


class PlanTemplate(Version):
    """A plan as the playbook gives it; a file of `plans/`. A unit's first version is made from it."""

    code: Name
    words: Said
    says: Said | None = None
    sort: Literal["watch", "contingency", "procedure"]
    sections: Annotated[tuple[PlanSection, ...], Field(min_length=1)]


def check(documents: Documents) -> None:
    """Codes of plans and of the sections in one plan are unique, and every source is known."""
    known = sources_of(documents)
    first: dict[str, str] = {}
    for file, document in sorted(documents.items()):
        if not file.startswith("plans/") or not isinstance(document.data, dict):
            continue
        given = document.data.get("code")
        if isinstance(given, str):
            if given in first:
                document.fault("duplicate_code", ("code",), given=given, first=first[given])
            first.setdefault(given, f"{file}:{document.at(('code',))[0]}")
        seen: dict[str, int] = {}
        sections: Any = document.data.get("sections")
        for index, section in enumerate(sections if isinstance(sections, list) else []):
            code = section.get("code") if isinstance(section, dict) else None
            where = ("sections", index, "code")
            if isinstance(code, str) and code in seen:
                document.fault("duplicate_code", where, given=code, first=f"{file}:{seen[code]}")
            elif isinstance(code, str):
                seen[code] = document.at(where)[0]
        for path, source in stated(document.data):
            if known is not None and isinstance(source, str) and source not in known:
                document.fault("unknown_source", path, given=source)
