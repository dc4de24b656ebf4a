"""playbook · loader: a folder of YAML files becomes one Playbook, or all of its faults."""

from __future__ import annotations

from collections.abc import Collection
from os import PathLike
from pathlib import Path as FilePath
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from lianfang.playbook import checks, declared, trying
from lianfang.playbook.faults import Fault, Path, PlaybookFaults, fault, of_pydantic
from lianfang.playbook.forms import Form
from lianfang.playbook.playbook import Playbook
from lianfang.playbook.sections import sections
from lianfang.playbook.shapes import (
    Calendar,
    CutoffRule,
    DayCloseRule,
    Frozen,
    Meta,
    Source,
    ThresholdRule,
    UnitKind,
    VerdictRule,
)
from lianfang.playbook.source import Document, read
from lianfang.playbook.trying import Registered


class _Sources(Frozen):
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class _Units(Frozen):
    unit_kinds: Annotated[tuple[UnitKind, ...], Field(min_length=1)]


class _Thresholds(Frozen):
    thresholds: tuple[ThresholdRule, ...]


class _Cutoffs(Frozen):
    day_closes: DayCloseRule
    cutoffs: tuple[CutoffRule, ...]


class _Verdicts(Frozen):
    verdicts: tuple[VerdictRule, ...]


FILES: dict[str, type[BaseModel]] = {
    "playbook.yaml": Meta,
    "sources.yaml": _Sources,
    "units.yaml": _Units,
    "calendar.yaml": Calendar,
    "thresholds.yaml": _Thresholds,
    "cutoffs.yaml": _Cutoffs,
    "verdicts.yaml": _Verdicts,
}
FORMS = "forms"


def load(folder: str | PathLike[str], known_indicators: Collection[str] | None = None) -> Playbook:
    """Reads a playbook. `known_indicators` are the codes that the areas register; None skips that one check.
    Raises `PlaybookFaults` with everything that is wrong."""
    found, faults = _read(FilePath(folder), known_indicators)
    if faults:
        raise PlaybookFaults(faults)
    parts: dict[str, Any] = {"meta": found["playbook.yaml"], "calendar": found["calendar.yaml"]}
    for name in ("sources.yaml", "units.yaml", "thresholds.yaml", "cutoffs.yaml", "verdicts.yaml"):
        parts |= {key: getattr(found[name], key) for key in type(found[name]).model_fields}
    parts["forms"] = tuple(model for name, model in sorted(found.items()) if name.startswith(f"{FORMS}/"))
    for section in sections():
        parts |= section.parts(found)
    return Playbook.model_construct(**parts)


def check(
    folder: str | PathLike[str],
    known_indicators: Collection[str] | None = None,
    registered: Registered | None = None,
) -> list[Fault]:
    """Every fault of a playbook in the order of file, line and column; empty where it holds.

    `registered` says what the cards know: each duty is then tried, and what names something unknown is told.
    """
    return sorted(_read(FilePath(folder), known_indicators, registered)[1])


def _read(
    folder: FilePath, known: Collection[str] | None, registered: Registered | None = None
) -> tuple[dict[str, BaseModel], list[Fault]]:
    if not folder.is_dir():
        return {}, [fault("folder.missing", ".", (1, 1), ())]
    names, faults = _names(folder)
    documents = {name: read(folder, name) for name in names}
    models: dict[str, BaseModel] = {}
    for name, document in documents.items():
        if document.data is not None:
            model = _validate(document, _model_of(name))
            if model is not None:
                models[name] = model
    there = {name: doc for name, doc in documents.items() if doc.data is not None}
    if len(there) < len(documents) or any(each.code == "file.missing" for each in faults):
        # What one file says of another is told once all of them can be read: until then each would be blamed for it.
        return models, [*faults, *(each for document in documents.values() for each in document.faults)]
    checks.across(there, None if known is None else {*known, *declared.indicators(there)})
    if known is not None:
        declared.taken(there, known)
    if registered is not None:
        trying.check(there, registered)
    for document in documents.values():
        faults += document.faults
    return models, faults


def _names(folder: FilePath) -> tuple[list[str], list[Fault]]:
    """The files to read, and a fault for each one that is missing or has no business here."""
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in (".yaml", ".yml")
    }
    forms = {name for name in there if name.startswith(f"{FORMS}/") and name.count("/") == 1 and name.endswith(".yaml")}
    more = {name for name in there if any(section.holds(name) for section in sections())}
    faults = [fault("file.missing", name, (1, 1), (), name=name) for name in FILES if name not in there]
    faults += [fault("file.unknown", name, (1, 1), (), name=name) for name in there - forms - more - FILES.keys()]
    if not forms:
        faults.append(fault("file.missing", FORMS, (1, 1), (), name=f"{FORMS}/*.yaml"))
    return sorted(forms | more | (there & FILES.keys())), faults


def _model_of(name: str) -> type[BaseModel]:
    """The shape of a file."""
    for section in sections():
        if section.holds(name):
            return section.model
    return FILES.get(name, Form)


def _validate(document: Document, model: type[BaseModel]) -> BaseModel | None:
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        seen = {(item.line, item.column) for item in document.faults}
        found = error.errors(include_url=False)
        for entry in found:
            path: Path = tuple(entry["loc"])
            if entry["type"] == "too_short" and any(
                each["loc"][: len(path)] == path for each in found if each != entry
            ):
                continue  # it is empty only because what stands in it does not hold
            if document.at(path) in seen:
                continue  # the YAML itself was refused there; one fault is enough
            code, slots = of_pydantic(entry)
            document.fault(code, path, **slots)
        return None
