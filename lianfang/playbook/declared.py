"""playbook · declared: what holds within and between the kinds of records and the indicators of a playbook."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from string import Formatter
from typing import Any, get_args

from lianfang.kernel.payloads import Payload
from lianfang.playbook import figures, places, records, wordlists
from lianfang.playbook.faults import Path
from lianfang.playbook.procedures import Owner, sources_of
from lianfang.playbook.source import Document, items

Documents = Mapping[str, Document]
Fields = Mapping[str, Mapping[str, Any]]

# What an entry, a form or a sheet calls something of its own.
RESERVED = frozenset({
    "corrects", "day", "digest", "entry", "evidence", "exercise", "id", "kind", "known_at", "label", "occurred_at",
    "origin", "path", "person", "photo", "place", "reason", "recorded_at", "recorded_by", "standing", "stream", "unit",
    "version",
})  # fmt: skip
_NUMBERS, _ASKED = ("whole", "decimal"), ("yes_no", "choice", "choices")


def indicators(documents: Documents) -> set[str]:
    """The indicators that a playbook declares."""
    return {str(code) for _, _, code in _indicators(documents)}


def _indicators(documents: Documents) -> Iterator[tuple[Document, Path, Any]]:
    """Where each of them has its code: the figures over counters, and those of the classes of cases."""
    places_of_codes = ((figures.FILE, "indicators", "code"), (wordlists.CASES_FILE, "case_classes", "indicator"))
    for file, listed, key in places_of_codes:
        for path, item in items(documents.get(file), listed):
            if isinstance(item.get(key), str):
                yield documents[file], (*path, key), item[key]


def check(documents: Documents) -> None:
    """Codes once, fields that exist, conditions on earlier fields, roles, and counters that can be counted."""
    first: dict[str, str] = {}
    known, there = sources_of(documents), _place_kinds(documents)
    for document in declaring(documents):
        code = document.data.get("code")
        if isinstance(code, str) and code in first:
            document.fault("duplicate_code", ("code",), given=code, first=first[code])
        first.setdefault(str(code), f"{document.file}:{document.at(('code',))[0]}")
        source = document.data.get("source")
        if known is not None and isinstance(source, str) and source not in known:
            document.fault("unknown_source", ("source",), given=source)
        fields = _fields(document)
        _sentence(document, fields)
        _roles(document)
        _person(document, fields)
        target = document.data.get("target")
        of_places = isinstance(target, dict) and target.get("sort") == "place"
        for index, kind in enumerate(_texts(target, "kinds") if of_places else ()):
            if kind not in there:
                document.fault("unknown_place_kind", ("target", "kinds", index), given=kind)
        _counters(document, fields)
        for index, name in enumerate(_texts(document.data, "shown")):
            _known_field(document, ("shown", index), name, fields)


def check_figures(documents: Documents) -> None:
    """Codes once, and counters that a kind of record has."""
    document = documents.get(figures.FILE)
    counted = {f"{kind}.{counter}" for kind, counter in _all_counters(documents)}
    first: dict[str, str] = {}
    for of, where, code in _indicators(documents):
        if code in first:
            of.fault("duplicate_code", where, given=code, first=first[code])
        first.setdefault(code, f"{of.file}:{of.at(where)[0]}")
    for path, item in items(document, "indicators"):
        assert document is not None
        for where, given in _named_counters(path, item):
            if given not in counted:
                document.fault("unknown_counter", where, given=given)
        alert = item.get("alert")
        _alert(document, documents, (*path, "alert"), alert if isinstance(alert, dict) else {})
        expected = item.get("expected")
        for index, kind in enumerate(_texts(expected, "places") if isinstance(expected, dict) else ()):
            if kind not in _place_kinds(documents):
                document.fault("unknown_place_kind", (*path, "expected", "places", index), given=kind)


def _alert(document: Document, documents: Documents, path: Path, said: Mapping[str, Any]) -> None:
    """A line that is one of the playbook's numbers, and a role that there is."""
    numbers = {item.get("code") for _, item in items(documents.get("thresholds.yaml"), "thresholds")}
    line, role = said.get("reaches"), said.get("role")
    if isinstance(line, str) and line not in numbers:
        document.fault("unknown_threshold", (*path, "reaches"), given=line)
    if isinstance(role, str) and role not in get_args(Owner):
        document.fault("unknown_role", (*path, "role"), given=role)


def taken(documents: Documents, known: Collection[str]) -> None:
    """Indicators that an area has already under that code."""
    for document, where, code in _indicators(documents):
        if code in known:
            document.fault("indicator_taken", where, given=code)


def declaring(documents: Documents) -> Iterator[Document]:
    """The files in which a kind of record is declared."""
    for file, document in sorted(documents.items()):
        if file.startswith(records.FOLDER) and isinstance(document.data, dict):
            yield document


def _place_kinds(documents: Documents) -> set[str]:
    """The kinds of places that the playbook declares, and the house's own."""
    return {str(item.get("code")) for _, item in items(documents.get(places.FILE), "place_kinds")} | {places.OWN}


def _texts(item: Mapping[str, Any], key: str) -> list[str]:
    found = item.get(key)
    return [str(text) for text in found] if isinstance(found, list) else []


def _fields(document: Document) -> dict[str, dict[str, Any]]:
    """The fields by their names, each held against those before it."""
    earlier: dict[str, dict[str, Any]] = {}
    lines: dict[str, int] = {}
    everyone = {str(item.get("code")) for _, item in items(document, "fields")}
    for path, item in items(document, "fields"):
        name = str(item.get("code"))
        if name in RESERVED or hasattr(Payload, name):
            document.fault("record_reserved", (*path, "code"), given=name)
        if name in earlier:
            document.fault("duplicate_code", (*path, "code"), given=name, first=f"{document.file}:{lines[name]}")
        _choices_once(document, path, item)
        _when(document, path, item, earlier, everyone)
        earlier.setdefault(name, item)
        lines.setdefault(name, document.at((*path, "code"))[0])
    return earlier


def _choices_once(document: Document, path: Path, item: Mapping[str, Any]) -> None:
    first: dict[str, int] = {}
    found = item.get("choices")
    for index, choice in enumerate(found if isinstance(found, list) else ()):
        code, where = choice.get("code") if isinstance(choice, dict) else None, (*path, "choices", index, "code")
        if isinstance(code, str) and code in first:
            document.fault("duplicate_code", where, given=code, first=f"{document.file}:{first[code]}")
        first.setdefault(str(code), document.at(where)[0])


def _when(document: Document, path: Path, item: Mapping[str, Any], earlier: Fields, everyone: Collection[str]) -> None:
    when = item.get("when")
    if not isinstance(when, dict) or not isinstance(when.get("field"), str):
        return
    name, where = when["field"], (*path, "when", "field")
    if name not in everyone:
        document.fault("record_unknown_field", where, given=name)
    elif name not in earlier:
        document.fault("record_when_later", where, given=name)
    else:
        values = when.get("any_of")
        for index, value in enumerate(values if isinstance(values, list) else ()):
            _value_of(document, (*path, "when", "any_of", index), name, earlier[name], value)


def _value_of(document: Document, where: Path, name: str, field: Mapping[str, Any], value: Any) -> None:
    """Whether a field can have a value by which something depends on it."""
    if field.get("type") not in _ASKED:
        document.fault("record_not_asked", where, given=name)
    elif field.get("type") == "yes_no":
        if not isinstance(value, bool):
            document.fault("record_value", where, given=value, field=name)
    elif value not in {str(each.get("code")) for each in field.get("choices") or () if isinstance(each, dict)}:
        document.fault("record_value", where, given=value, field=name)


def _known_field(document: Document, where: Path, name: str, fields: Collection[str]) -> bool:
    if name not in fields:
        document.fault("record_unknown_field", where, given=name)
    return name in fields


def _sentence(document: Document, fields: Collection[str]) -> None:
    said = document.data.get("sentence")
    for lang, text in said.items() if isinstance(said, dict) else ():
        if not isinstance(text, str):
            continue
        try:
            slots = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
        except ValueError:
            document.fault("record_slot", ("sentence", lang), given=text)
            continue
        for name in slots:
            if name not in fields:
                document.fault("record_slot", ("sentence", lang), given=name)


def _roles(document: Document) -> None:
    for key in ("record", "see"):
        for index, role in enumerate(_texts(document.data, key)):
            if role not in get_args(Owner):
                document.fault("unknown_role", (key, index), given=role)


def _person(document: Document, fields: Fields) -> None:
    """What is personal stands under a person's key, so there must always be that person."""
    target = document.data.get("target")
    target = target if isinstance(target, dict) else {}
    if target.get("sort") == "person" and document.data.get("privacy") is None:
        document.fault("field.missing", (), key="privacy")
    if target.get("sort") == "person" and target.get("optional") is not True:
        return
    for path, item in items(document, "fields"):
        if item.get("personal") is True:
            document.fault("record_personal", (*path, "personal"))


def _counters(document: Document, fields: Fields) -> None:
    target = document.data.get("target")
    sort = target.get("sort") if isinstance(target, dict) else None
    first: dict[str, int] = {}
    for path, item in items(document, "counters"):
        code = item.get("code")
        if isinstance(code, str) and code in first:
            document.fault("duplicate_code", (*path, "code"), given=code, first=f"{document.file}:{first[code]}")
        first.setdefault(str(code), document.at((*path, "code"))[0])
        added, different = item.get("sum"), item.get("distinct")
        if isinstance(added, str) and _known_field(document, (*path, "sum"), added, fields):
            if fields[added].get("type") not in _NUMBERS:
                document.fault("counter_number", (*path, "sum"), given=added)
            _not_personal(document, (*path, "sum"), added, fields)
        if (
            isinstance(different, str)
            and different != sort
            and _known_field(document, (*path, "distinct"), different, fields)
        ):
            _not_personal(document, (*path, "distinct"), different, fields)
        where = item.get("where")
        for name, value in where.items() if isinstance(where, dict) else ():
            if _known_field(document, (*path, "where", name), name, fields):
                _value_of(document, (*path, "where", name), name, fields[name], value)
                _not_personal(document, (*path, "where", name), name, fields)


def _not_personal(document: Document, where: Path, name: str, fields: Fields) -> None:
    """Nobody can add up what only its person's key opens."""
    if fields[name].get("personal") is True:
        document.fault("counter_personal", where, given=name)


def _all_counters(documents: Documents) -> Iterator[tuple[str, str]]:
    for document in declaring(documents):
        for _, item in items(document, "counters"):
            yield str(document.data.get("code")), str(item.get("code"))


def _named_counters(path: Path, item: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    value, expected = item.get("value"), item.get("expected")
    index = value.get("index") if isinstance(value, dict) else None
    named = [
        ((*path, "value", "counter"), value.get("counter") if isinstance(value, dict) else None),
        *(((*path, "value", "index", key), index.get(key)) for key in ("of", "over") if isinstance(index, dict)),
        ((*path, "checked"), item.get("checked")),
        ((*path, "expected", "counter"), expected.get("counter") if isinstance(expected, dict) else None),
    ]
    for where, given in named:
        if isinstance(given, str):
            yield where, given
