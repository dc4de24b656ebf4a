"""playbook · procedures: what is done, by whom and by when, once something has happened: incidents as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StrictBool, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from lianfang.kernel.words import Words
from lianfang.playbook.shapes import Frozen, Known, Name, Noted, Said, Version
from lianfang.playbook.source import Document, items

Owner = Literal[
    "superior", "commander", "officer", "reporter", "grid", "gate", "keeper", "property", "site", "laundry",
    "editor", "inspector", "auditor", "admin",
]  # fmt: skip
Event = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{2}$")]
Minutes = Annotated[int, Field(strict=True, ge=0, le=43_200)]


class Timer(Known):
    """How many minutes something may take, from the moment the incident was known or from when the step `after`
    was settled. A clock has a source of its own: the step may be law and its minutes a default of the house."""

    minutes: Minutes
    after: Name | None = None


class Choice(Frozen):
    """One answer that may be given."""

    code: Name
    words: Said


class Answer(Frozen):
    """What is recorded when a step is done: words, one of some choices, or the entry that proves it."""

    form: Literal["text", "choice", "entry"]
    words: Said
    required: StrictBool = False
    choices: tuple[Choice, ...] = ()

    @model_validator(mode="after")
    def _choices_where_due(self) -> Self:
        if (self.form == "choice") != bool(self.choices):
            raise PydanticCustomError("answer_choices", "choices belong to a choice")
        return self


class Step(Version):
    """One step: who answers for it, by when, what is recorded, and whether it may be left out with a reason.

    `owner` answers, `owner_by_unit` where the incident is at a unit of a kind that has another. `settled_by` names what
    does it by itself: the entry that made the incident known, or the second reading of the same person. `tells` are
    those of the procedure whom one tells by doing it. `closes`: with it, the last one, the incident is closed.
    """

    code: Name
    words: Said
    says: Said | None = None
    owner: Owner
    owner_by_unit: dict[Name, Owner] = {}
    clock: Timer | None
    answer: Answer | None = None
    skip: Literal["with_reason", "never"]
    settled_by: Literal["cause", "remeasure"] | None = None
    tells: tuple[Name, ...] = ()
    closes: StrictBool = False

    def owner_at(self, kind: str) -> Owner:
        """Who answers for it where the incident is at a unit of this kind."""
        return self.owner_by_unit.get(kind, self.owner)


class Tell(Frozen):
    """Somebody who must be told, how, and by when.

    `words` say who; `words_by_unit` where the incident is at a unit of a kind that tells somebody else. `host`: it is
    whoever is registered as the unit's local authority, and called by that name.
    """

    code: Name
    words: Said
    words_by_unit: dict[Name, Said] = {}
    host: StrictBool = False
    how: Literal["phone", "written"]
    clock: Timer

    def words_at(self, kind: str) -> Words:
        """Who is told where the incident is at a unit of this kind."""
        return self.words_by_unit.get(kind, self.words)


class Cluster(Noted):
    """How many people of one unit with symptoms, within how many days, are a cluster. It has a source of its own."""

    people: Annotated[int, Field(strict=True, ge=2, le=1000)]
    days: Annotated[int, Field(strict=True, ge=1, le=366)]


class Procedure(Version):
    """What is done when the event happens; a file of `procedures/`.

    `starts_with` names the records that propose it by themselves; `cluster` proposes it where several people of one
    unit have symptoms. `answer` is how long a proposal may wait for
    the duty officer; `results` are the ways in which it can end.
    """

    code: Name
    event: Event
    words: Said
    says: Said | None = None
    starts_with: tuple[Literal["fever", "symptom", "official_notice"], ...] = ()
    cluster: Cluster | None = None
    answer: Timer
    tells: tuple[Tell, ...] = ()
    results: Annotated[tuple[Choice, ...], Field(min_length=1)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    def steps_on(self, day: date) -> tuple[Step, ...]:
        """The steps that hold on a day, in their order."""
        return tuple(step for step in self.steps if step.holds(day))


Documents = Mapping[str, Document]


def check(documents: Documents) -> None:
    """Codes and events are unique, steps wait only for earlier ones, and every source and kind of unit is known."""
    known = sources_of(documents)
    kinds = {each.get("code") for _, each in items(documents.get("units.yaml"), "unit_kinds")}
    first: dict[str, dict[Any, str]] = {"code": {}, "event": {}}
    for file, document in sorted(documents.items()):
        if not file.startswith("procedures/") or not isinstance(document.data, dict):
            continue
        for key, seen in first.items():
            given = document.data.get(key)
            if isinstance(given, str):
                if given in seen:
                    document.fault("duplicate_code", (key,), given=given, first=seen[given])
                seen.setdefault(given, f"{file}:{document.at((key,))[0]}")
        _steps(document)
        _sourced(document, known)
        for key, by_unit in (("steps", "owner_by_unit"), ("tells", "words_by_unit")):
            for path, each in items(document, key):
                named = each.get(by_unit)
                for kind in named if isinstance(named, dict) and kinds else ():
                    if kind not in kinds:
                        document.fault("unknown_unit_kind", (*path, by_unit, kind), given=kind)


def _steps(document: Document) -> None:
    earlier: dict[str, int] = {}
    told = {each.get("code") for each in _listed(document.data, "tells")}
    steps = _listed(document.data, "steps")
    for index, step in enumerate(steps):
        for at, named in enumerate(step.get("tells") or ()):
            if named not in told:
                document.fault("unknown_tell", ("steps", index, "tells", at), given=named)
        if step.get("closes") is True and index != len(steps) - 1:
            document.fault("closes_early", ("steps", index, "closes"))
        code, clock = step.get("code"), step.get("clock")
        after = clock.get("after") if isinstance(clock, dict) else None
        if isinstance(after, str) and after not in earlier:
            document.fault("unknown_step", ("steps", index, "clock", "after"), given=after)
        if isinstance(code, str) and code in earlier:
            first = f"{document.file}:{earlier[code]}"
            document.fault("duplicate_code", ("steps", index, "code"), given=code, first=first)
        if isinstance(code, str):
            earlier.setdefault(code, document.at(("steps", index, "code"))[0])
    for index, tell in enumerate(_listed(document.data, "tells")):
        clock = tell.get("clock")
        after = clock.get("after") if isinstance(clock, dict) else None
        if isinstance(after, str) and after not in earlier:
            document.fault("unknown_step", ("tells", index, "clock", "after"), given=after)


def _sourced(document: Document, known: frozenset[str] | None) -> None:
    if known is None:
        return
    for path, given in stated(document.data):
        if isinstance(given, str) and given not in known:
            document.fault("unknown_source", path, given=given)


def stated(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every `source` in a document, with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "source":
                yield (*path, key), value
            else:
                yield from stated(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from stated(value, (*path, index))


def sources_of(documents: Documents) -> frozenset[str] | None:
    """The codes of the sources; None where that file could not be read, which is a fault of its own."""
    found = documents.get("sources.yaml")
    if found is None or not isinstance(found.data, dict):
        return None
    return frozenset(str(each.get("code")) for each in _listed(found.data, "sources"))


def _listed(data: Any, key: str) -> list[dict[str, Any]]:
    found = data.get(key) if isinstance(data, dict) else None
    # What is no mapping is kept as an empty one, so that the numbers of the others stay right.
    return [each if isinstance(each, dict) else {} for each in found] if isinstance(found, list) else []
