"""playbook · trying: each duty tried as role × target × kind × where, so that none is due which nobody could fulfil.

What the cards register is told by whoever checks (`Registered`); the kinds that the playbook declares itself are read
from its own files.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lianfang.playbook import declared, duties, figures, posts, quoted, records, roles
from lianfang.playbook.faults import Path
from lianfang.playbook.sections import sections
from lianfang.playbook.source import Document, items, listed

Documents = Mapping[str, Document]


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of record as a duty meets it: who may record it, what it is about, and what its fields may hold.

    `targets` are the sorts that an entry can name, `place_kinds` the kinds of these that it takes; `fields` maps each
    field to the values it may have, None for any; `verb` is what whoever records it must hold.
    """

    roles: frozenset[str]
    targets: frozenset[str]
    verb: str = ""
    place_kinds: frozenset[str] = frozenset()
    fields: Mapping[str, frozenset[Any] | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Registered:
    """What the cards know: whether there is such a kind, sort of targets, role, indicator or source of gaps.

    `cumulates` says of an indicator whether its days may be added up. `verbs` are those of a role, `taken` those that
    this playbook takes from it; `sees` are those by which that is seen which somebody with a verb records. `living` are
    the sorts of things with a life; `kinds_of` tells which kinds of a sort a playbook has, None where nobody can know.
    `zone` is the one by whose clock this program counts days.
    """

    kind: Callable[[str], bool]
    sort: Callable[[str], bool]
    role: Callable[[str], bool]
    indicator: Callable[[str], bool]
    gap: Callable[[str], bool]
    shape: Callable[[str], Shape | None]
    cumulates: Callable[[str], bool] = lambda code: True
    verbs: Callable[[str], frozenset[str]] = lambda role: frozenset()
    sees: Callable[[str], frozenset[str]] = lambda verb: frozenset()
    taken: Callable[[str], frozenset[str]] = lambda role: frozenset()
    living: frozenset[str] = frozenset()
    kinds_of: Callable[[str, Documents], Collection[str] | None] = lambda sort, documents: None
    zone: str = ""


def check(documents: Documents, known: Registered) -> None:
    """Everything that names something unknown, and every duty and doubt that could never work, then what the
    areas try of their own parts."""
    _zone(documents.get("playbook.yaml"), known)
    quoted.check(documents)
    posts.check(documents)
    roles.tries(documents, known)
    known = roles.narrowed(documents, known)
    own = {str(each.data.get("code")): _own_shape(each) for each in declared.declaring(documents)}
    for each in declared.declaring(documents):
        _thing(each, documents, known)
    _duties(documents.get(duties.FILE), known, own, declared.indicators(documents))
    _posts(documents)
    _sums(documents, known)
    _doubts(documents, known, own)
    for path, item in items(documents.get(figures.FILE), "indicators"):
        alert = item.get("alert")
        if isinstance(alert, dict):
            ask_may(documents[figures.FILE], (*path, "alert", "role"), alert.get("role"), "alerts.act", known)
    for section in sections():
        section.tries(documents, known)


def _thing(document: Document, documents: Documents, known: Registered) -> None:
    """A kind of record about a thing with a life: of a sort that some card registers, and of kinds that there are."""
    target = document.data.get("target")
    sort = target.get("sort") if isinstance(target, dict) else None
    if not isinstance(target, dict) or not isinstance(sort, str) or sort in records.PLAIN:
        return
    if sort not in known.living:
        may = ", ".join(sorted(known.living)) or "–"
        document.fault("record_target_sort", ("target", "sort"), given=sort, may=may)
        return
    kinds = known.kinds_of(sort, documents)
    for index, kind in enumerate(target.get("kinds") or () if kinds is not None else ()):
        if isinstance(kind, str) and kinds is not None and kind not in kinds:
            may = ", ".join(sorted(kinds)) or "–"
            where = ("target", "kinds", index)
            document.fault("record_target_unknown_kind", where, given=kind, sort=sort, may=may)


def _zone(document: Document | None, known: Registered) -> None:
    said = document.data.get("timezone") if document is not None and isinstance(document.data, dict) else None
    if document is not None and known.zone and isinstance(said, str) and said != known.zone:
        document.fault("timezone_other", ("timezone",), zone=known.zone)


def _duties(document: Document | None, known: Registered, own: Mapping[str, Shape], counted: set[str]) -> None:
    def figured(code: str) -> bool:
        return code in counted or known.indicator(code)

    def recorded(code: str) -> bool:
        return code in own or known.kind(code)

    for path, item in items(document, "duties"):
        assert document is not None
        ask(document, (*path, "indicator"), item.get("indicator"), figured, "unknown_indicator")
        ask(document, (*path, "told_by"), item.get("told_by"), known.gap, "unknown_gap")
        for where, version in versions_of(path, item):
            targets = version.get("targets")
            targets = targets if isinstance(targets, dict) else {}
            ask(document, (*where, "kind"), version.get("kind"), recorded, "unknown_kind")
            ask(document, (*where, "targets", "sort"), targets.get("sort"), known.sort, "unknown_target")
            for at, role in _roles(where, version):
                ask(document, at, role, known.role, "unknown_role")
            shape = own.get(str(version.get("kind"))) or known.shape(str(version.get("kind")))
            if shape is not None:
                _try(document, where, version, targets, shape, known)


def _posts(documents: Documents) -> None:
    """At each kind of unit that a duty is for, somebody holds the role that answers there."""
    document, there = documents.get(duties.FILE), posts.answering(documents)
    for path, item in items(document, "duties"):
        for where, version in versions_of(path, item):
            targets, by_unit = version.get("targets"), version.get("role_by_unit")
            of_units = isinstance(targets, dict) and targets.get("sort") in ("unit", "person")
            for kind in (targets.get("kinds") or ()) if isinstance(targets, dict) and of_units else ():
                other = by_unit.get(kind) if isinstance(by_unit, dict) else None
                at = (*where, "role_by_unit", kind) if other else (*where, "role")
                if document is not None and isinstance(kind, str):
                    posts.ask_post(document, at, kind, other or version.get("role"), there)


def _try(
    document: Document, where: Path, version: Mapping[str, Any], targets: Mapping[str, Any], shape: Shape,
    known: Registered,
) -> None:  # fmt: skip
    """One version: could anybody who answers record what fulfils it, of each of its targets?"""
    kind, sort = version.get("kind"), targets.get("sort")
    may = ", ".join(sorted(shape.roles)) or "–"
    for at, role in _roles(where, version):
        if isinstance(role, str) and known.role(role) and role not in shape.roles:
            document.fault("duty_role", at, role=role, kind=kind, may=may)
    named = ("place", "person", *known.living)  # what a record must name itself
    if sort in named and sort not in shape.targets:
        document.fault("duty_target", (*where, "targets", "sort"), sort=sort, kind=kind)
    for index, each in enumerate(targets.get("kinds") or ()):
        if sort in named and shape.place_kinds and isinstance(each, str) and each not in shape.place_kinds:
            document.fault("duty_place_kind", (*where, "targets", "kinds", index), given=each, kind=kind)
    for key in ("day_field", "window_field"):
        if isinstance(version.get(key), str) and version[key] not in shape.fields:
            document.fault("duty_field", (*where, key), given=version[key], kind=kind)
    asked = version.get("where")
    for name, value in asked.items() if isinstance(asked, dict) else ():
        allowed = shape.fields.get(name)
        if name not in shape.fields:
            document.fault("duty_field", (*where, "where", name), given=name, kind=kind)
        elif allowed is not None and value not in allowed:
            offered = ", ".join(sorted(str(each).lower() for each in allowed))
            document.fault("duty_value", (*where, "where", name), given=value, field=name, offered=offered)


def _sums(documents: Documents, known: Registered) -> None:
    """A form prints sums since the first report of what may be added up day by day, and of nothing else."""
    declared_here = items(documents.get(figures.FILE), "indicators")
    own = {item.get("code"): item.get("cumulates") is True for _, item in declared_here}

    def of_days(code: str) -> bool:
        return own[code] if code in own else not known.indicator(code) or known.cumulates(code)

    for file, document in sorted(documents.items()):
        for path, section in items(document, "sections") if file.startswith("forms/") else ():
            lines = section.get("fields")
            for index, line in enumerate(lines if isinstance(lines, list) else ()):
                if isinstance(line, dict) and line.get("cumulates") is True:
                    where = (*path, "fields", index, "cumulates")
                    ask(document, where, line.get("indicator"), of_days, "form_sums_state")


def _doubts(documents: Documents, known: Registered, own: Mapping[str, Shape]) -> None:
    """A doubt compares a field that the records of its duties have."""
    kinds: dict[str, set[str]] = {}
    for path, item in items(documents.get(duties.FILE), "duties"):
        kinds[str(item.get("code"))] = {str(version.get("kind")) for _, version in versions_of(path, item)}
    document = documents.get(duties.DOUBTS_FILE)
    for path, item in items(document, "doubts"):
        for where, version in versions_of(path, item):
            compared = version.get("field")
            looked_for = version.get("duties") or () if isinstance(compared, str) else ()
            for kind in sorted({kind for duty in looked_for for kind in kinds.get(str(duty), ())}):
                shape = own.get(kind) or known.shape(kind)
                if document is not None and shape is not None and compared not in shape.fields:
                    document.fault("duty_field", (*where, "field"), given=compared, kind=kind)


def _own_shape(document: Document) -> Shape:
    """A kind of record as the playbook itself declares it."""
    target = document.data.get("target")
    target = target if isinstance(target, dict) else {}
    values: dict[str, frozenset[Any] | None] = {}
    for each in listed(document, "fields"):
        chosen = [one.get("code") for one in each.get("choices") or () if isinstance(one, dict)]
        said = frozenset({True, False}) if each.get("type") == "yes_no" else frozenset(chosen) if chosen else None
        values[str(each.get("code"))] = said
    return Shape(
        roles=frozenset(str(role) for role in document.data.get("record") or ()),
        targets=frozenset({str(target.get("sort"))}),
        place_kinds=frozenset(str(kind) for kind in target.get("kinds") or ()),
        fields=values,
    )


def _roles(where: Path, version: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """Every role that answers in a version, with its place."""
    yield (*where, "role"), version.get("role")
    by_unit = version.get("role_by_unit")
    for kind, role in by_unit.items() if isinstance(by_unit, dict) else ():
        yield (*where, "role_by_unit", kind), role


def versions_of(path: Path, item: Mapping[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each version of a rule with its place, as it stands in the file."""
    found = item.get("versions")
    for index, version in enumerate(found if isinstance(found, list) else ()):
        if isinstance(version, dict):
            yield (*path, "versions", index), version


def ask(document: Document, path: Path, given: Any, known: Callable[[str], bool], code: str) -> None:
    """A fault of this code where something named is not known; what is no text is another fault already."""
    if isinstance(given, str) and not known(given):
        document.fault(code, path, given=given)


def ask_may(document: Document, path: Path, role: Any, verb: str, known: Registered) -> None:
    """A fault where something falls to a role from which this playbook takes the verb that is needed for it."""
    if isinstance(role, str) and verb in known.taken(role):
        document.fault("role_cannot", path, role=role, verb=verb)
