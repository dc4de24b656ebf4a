"""playbook · checks: what no single file can know: references, duplicates, overlapping versions.

The checks read the raw data and not the models, so that a wrong number in one place does not hide a wrong
reference in another: all faults come out at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from lianfang.playbook import signing
from lianfang.playbook.faults import Path
from lianfang.playbook.sections import sections
from lianfang.playbook.source import Document

Documents = Mapping[str, Document]
# file → the keys under which it lists rules that have versions
VERSIONED = {f"{key}.yaml": key for key in ("thresholds", "cutoffs", "verdicts")}
LISTED = {**VERSIONED, "sources.yaml": "sources", "units.yaml": "unit_kinds"}


def across(documents: Documents, known_indicators: Collection[str] | None) -> None:
    """Runs every check; faults are added to the documents in which they stand."""
    for file, key in LISTED.items():
        if file in documents:
            _unique(documents[file], (key,))
    for document, listed in _section_rules(documents):
        _unique(document, (listed,))
    for section in sections():
        for key in section.lists:
            if section.name in documents:
                _unique(documents[section.name], (key,))
    _versions(documents)
    _sources(documents)
    _unit_kinds(documents)
    _overrides(documents)
    codes: dict[str, tuple[str, int]] = {}
    for document in _forms(documents):
        _form(document, documents, known_indicators, codes)
    for section in sections():
        section.check(documents)


def _forms(documents: Documents) -> Iterator[Document]:
    return (document for file, document in sorted(documents.items()) if file.startswith("forms/"))


def _maps(document: Document | None, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The mappings in the list at `path`, each with its own path; whatever else stands there is passed over."""
    found: Any = document.data if document else None
    for part in path:
        if isinstance(found, dict):
            found = found.get(part)
        else:
            found = found[part] if isinstance(found, list) and isinstance(part, int) else None
    if isinstance(found, list):
        for index, item in enumerate(found):
            if isinstance(item, dict):
                yield (*path, index), item


def _codes(documents: Documents, file: str, key: str) -> set[str]:
    return {item["code"] for _, item in _maps(documents.get(file), (key,)) if isinstance(item.get("code"), str)}


def _unique(document: Document, path: Path) -> None:
    first: dict[Any, int] = {}
    for where, item in _maps(document, path):
        given = item.get("code")
        if not isinstance(given, str):
            continue
        if given in first:
            document.fault("duplicate_code", (*where, "code"), given=given, first=f"{document.file}:{first[given]}")
        else:
            first[given] = document.at((*where, "code"))[0]


def _refer(document: Document, path: Path, given: Any, known: Collection[str], code: str) -> None:
    if isinstance(given, str) and given not in known:
        document.fault(code, path, given=given)


def _texts(item: Mapping[str, Any], key: str) -> list[tuple[int, str]]:
    found = item.get(key)
    return [(i, text) for i, text in enumerate(found) if isinstance(text, str)] if isinstance(found, list) else []


def _rules(documents: Documents) -> Iterator[tuple[Document, Path]]:
    """Every rule that has versions, with its path."""
    for file, key in VERSIONED.items():
        if file in documents:
            for path, _ in _maps(documents[file], (key,)):
                yield documents[file], path
    for document, key in _section_rules(documents):
        for path, _ in _maps(document, (key,)):
            yield document, path
    cutoffs = documents.get("cutoffs.yaml")
    if cutoffs and isinstance(cutoffs.data, dict) and isinstance(cutoffs.data.get("day_closes"), dict):
        yield cutoffs, ("day_closes",)


def _section_rules(documents: Documents) -> Iterator[tuple[Document, str]]:
    """Every list of rules in the parts that a playbook may leave out."""
    for section in sections():
        for file, document in sorted(documents.items()):
            if section.holds(file):
                yield from ((document, key) for key in section.rules)


def _versions(documents: Documents) -> None:
    """Versions of one rule do not overlap, and each meets the playbook's own period."""
    own = _period(_top(documents.get("playbook.yaml")))
    for document, path in _rules(documents):
        earlier: list[tuple[date, date, int]] = []
        for where, item in _maps(document, (*path, "versions")):
            period = _period(item)
            if period is None:
                continue
            if own and (period[1] < own[0] or own[1] < period[0]):
                document.fault("outside_meta", (*where, "valid_from"))
            for start, end, line in earlier:
                if start <= period[1] and period[0] <= end:
                    document.fault("overlap", (*where, "valid_from"), first=line)
                    break
            earlier.append((*period, document.at((*where, "valid_from"))[0]))
    _one_close(documents)


def _one_close(documents: Documents) -> None:
    """The reporting day closes at one hour for the whole of a playbook: sums of a day could not be kept otherwise."""
    document = documents.get("cutoffs.yaml")
    hours: set[Any] = set()
    for path, item in _maps(document, ("day_closes", "versions")):
        hours.add(item.get("at"))
        if document and len(hours) > 1:
            document.fault("day_close_moves", (*path, "at"))


def _top(document: Document | None) -> dict[str, Any]:
    return document.data if document and isinstance(document.data, dict) else {}


def _period(item: Mapping[str, Any]) -> tuple[date, date] | None:
    start, end = item.get("valid_from"), item.get("valid_to")
    if type(start) is not date or (end is not None and type(end) is not date):
        return None
    return start, end or date.max


def _sources(documents: Documents) -> None:
    known = _codes(documents, "sources.yaml", "sources")
    if "sources.yaml" not in documents:
        return
    for document, path in _rules(documents):
        for where, item in _maps(document, (*path, "versions")):
            _refer(document, (*where, "source"), item.get("source"), known, "unknown_source")
    for where, item in _maps(documents.get("calendar.yaml"), ("overrides",)):
        _refer(documents["calendar.yaml"], (*where, "source"), item.get("source"), known, "unknown_source")
    for index, given in _texts(_top(documents.get("playbook.yaml")), "governed_by"):
        _refer(documents["playbook.yaml"], ("governed_by", index), given, known, "unknown_source")
    for document in _forms(documents):
        _refer(document, ("source",), _top(document).get("source"), known, "unknown_source")


def _unit_kinds(documents: Documents) -> None:
    document = documents.get("units.yaml")
    kinds = _codes(documents, "units.yaml", "unit_kinds")
    levels = _codes(documents, "cutoffs.yaml", "cutoffs")
    forms = {_top(form).get("code") for form in _forms(documents)}
    parents: dict[str, list[str]] = {}
    for path, item in _maps(document, ("unit_kinds",)):
        assert document is not None
        for index, parent in _texts(item, "parents"):
            _refer(document, (*path, "parents", index), parent, kinds, "unknown_unit_kind")
            parents.setdefault(str(item.get("code")), []).append(parent)
        for index, form in _texts(item, "files"):
            _refer(document, (*path, "files", index), form, {str(code) for code in forms}, "unknown_form")
        if "cutoffs.yaml" in documents:
            for key in ("level", "reviews"):
                _refer(document, (*path, key), item.get(key), levels, "unknown_level")
    for path, item in _maps(document, ("unit_kinds",)):
        if document and _own_parent(str(item.get("code")), parents):
            document.fault("parent_loop", (*path, "parents"), given=item.get("code"))


def _own_parent(kind: str, parents: Mapping[str, list[str]]) -> bool:
    """Whether a kind can stand, over other kinds, below itself (directly below itself is allowed: a branch
    office below a branch office)."""
    seen: set[str] = set()
    ahead = [parent for parent in parents.get(kind, []) if parent != kind]
    while ahead:
        parent = ahead.pop()
        if parent == kind:
            return True
        if parent not in seen:
            seen.add(parent)
            ahead += parents.get(parent, [])
    return False


def _overrides(documents: Documents) -> None:
    first: dict[date, int] = {}
    document = documents.get("calendar.yaml")
    for path, item in _maps(document, ("overrides",)):
        given = item.get("date")
        if document is None or type(given) is not date:
            continue
        if given in first:
            document.fault("duplicate_date", (*path, "date"), given=given.isoformat(), first=first[given])
        first.setdefault(given, document.at((*path, "date"))[0])


def _form(
    document: Document, documents: Documents, known: Collection[str] | None, codes: dict[str, tuple[str, int]]
) -> None:
    given = _top(document).get("code")
    if isinstance(given, str):
        if given in codes:
            document.fault("duplicate_code", ("code",), given=given, first="{}:{}".format(*codes[given]))
        codes.setdefault(given, (document.file, document.at(("code",))[0]))
    kinds = _codes(documents, "units.yaml", "unit_kinds")
    thresholds = _codes(documents, "thresholds.yaml", "thresholds")
    files = {
        str(kind.get("code")): kind.get("files") or ()
        for _, kind in _maps(documents.get("units.yaml"), ("unit_kinds",))
    }
    first: dict[str, int] = {}
    for section, _ in _maps(document, ("sections",)):
        for path, item in _maps(document, (*section, "fields")):
            indicator = item.get("indicator")
            if isinstance(indicator, str) and indicator in first:
                twice = f"{document.file}:{first[indicator]}"
                document.fault("duplicate_code", (*path, "indicator"), given=indicator, first=twice)
            if isinstance(indicator, str):
                first.setdefault(indicator, document.at((*path, "indicator"))[0])
            if known is not None:
                _refer(document, (*path, "indicator"), indicator, known, "unknown_indicator")
            if "units.yaml" in documents:
                for index, kind in _texts(item, "filled_by"):
                    _refer(document, (*path, "filled_by", index), kind, kinds, "unknown_unit_kind")
                    if kind in kinds and given not in files.get(kind, ()):
                        document.fault("form_not_filed", (*path, "filled_by", index), given=kind)
            if "thresholds.yaml" in documents:
                _refer(document, (*path, "coverage"), item.get("coverage"), thresholds, "unknown_coverage")
            _coverage_by_kind(document, path, item, thresholds)
    signing.check(document, {kind: tuple(forms) for kind, forms in files.items()}, first)


def _coverage_by_kind(document: Document, path: Path, item: Mapping[str, Any], thresholds: set[str]) -> None:
    by_kind = item.get("coverage_by_kind")
    if not isinstance(by_kind, dict):
        return
    filled_by = {kind for _, kind in _texts(item, "filled_by")}
    for kind, code in by_kind.items():
        where = (*path, "coverage_by_kind", kind)
        if kind not in filled_by:
            document.fault("coverage_without_kind", where, given=kind)
        _refer(document, where, code, thresholds, "unknown_coverage")
