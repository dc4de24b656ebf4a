"""kernel · kinds: each kind of record declares everything about itself, once.

From a `Kind` come the console form, the API schema, the import template, the sentence in the ledger browser,
who may record and see it, how its personal words are kept, and the tables derived from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from lianfang.kernel.payloads import FileRule, Payload, file_fields, person_fields, personal_fields
from lianfang.kernel.words import Words

if TYPE_CHECKING:
    from django.db.models import Model

    from lianfang.kernel.projections import Projection


class Origin(StrEnum):
    """The surface through which an entry came."""

    CONSOLE = "console"
    FIELD = "field"
    API = "api"
    IMPORT = "import"
    AUTOMATIC = "automatic"
    REPLAY = "replay"


def origin_of(origin: Origin, via: str) -> str:
    """The origin as an entry keeps it: the surface, and who made the token where that was not the recorder himself.

    It is part of the digest, so that nobody can later say that the recorder had acted without that other.
    """
    return f"{origin}:{via}" if via else str(origin)


def surface_and_maker(origin: str) -> tuple[str, str]:
    """An entry's origin taken apart again; the second word is empty where the recorder acted by himself."""
    surface, _, via = origin.partition(":")
    return surface, via


class Evidence(StrEnum):
    """How strong the proof is, weakest first."""

    TYPED = "typed"
    PHOTO = "photo"
    SCANNED = "scanned"
    SECONDED = "seconded"


class Presence(StrEnum):
    """Whether a kind names a place or a person."""

    REQUIRED = "always"
    OPTIONAL = "may"
    FORBIDDEN = "never"


class Door(StrEnum):
    """`ANY`: through every ingestion surface. `ACTION`: only through the action that decides it."""

    ANY = "any"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Privacy:
    """How a kind keeps personal data (B20). There is no default: every kind answers.

    `purpose` says what it is kept for, `retention_days` how long the person stays linked (None: for as long
    as the record itself, which then must hold no health or identity data of a person).
    """

    purpose: Words
    retention_days: int | None
    sensitive: bool


NO_PERSONAL_DATA = Privacy(Words("不含个人信息", "holds no personal data"), None, False)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    `code` is `<area>.<noun>`; `sentence` is said with the payload's own words as slots; `record` and `see` are
    verbs that a role must hold; `closes` ends the stream it belongs to; `settles` says that its
    thing is over, until a kind that `reopens` says otherwise. `exercises` says that its tables take a
    drill's entries too and keep them apart; of every other kind a drill's entries stand in the ledger alone, so
    that no real figure can count them. `place_kinds` are the kinds of places that it takes; none named, it takes any.
    `goes_on` is the code of the sort of things (`kernel.targets`) of which each entry is a step, whoever began the
    thing; `thing_kinds` are the kinds of these that it takes. `at_place` is asked with the data
    and the kind of the place, and gives the field that contradicts the place with what is wrong. `outdated` says
    whether the kind is another by now than the one that this process knows. `alone` says that what follows from an
    entry depends on which others were there before it: none is on its way while it is recorded. `taken_back` is SQL
    that gives the entries of `%(day)s` whose thing has been taken back and waits to be done again: they stand, and were
    in time, and no figure counts them as done.
    """

    code: str
    words: Words
    payload: type[Payload]
    sentence: Callable[[Mapping[str, Any]], Words]
    privacy: Privacy
    record: str
    see: str
    place: Presence = Presence.OPTIONAL
    person: Presence = Presence.FORBIDDEN
    door: Door = Door.ANY
    projection: Projection | None = None
    streams: bool = False
    closes: bool = False
    settles: bool = False
    reopens: bool = False
    exercises: bool = False
    fulfils: tuple[str, ...] = ()
    primary: tuple[str, ...] = ()
    place_kinds: tuple[str, ...] = ()
    goes_on: str = ""
    at_place: Callable[[Mapping[str, Any], str], tuple[str, Words] | None] | None = None
    thing_kinds: tuple[str, ...] = ()
    outdated: Callable[[], bool] | None = None
    alone: bool = False
    taken_back: str = ""

    @property
    def area(self) -> str:
        return self.code.split(".", 1)[0]

    @property
    def model(self) -> type[Model]:
        """Its table as Django reads it."""
        if self.projection is None or self.projection.rows.model is None:
            raise LookupError(f"{self.code} has no table that Django reads")
        return self.projection.rows.model

    @property
    def personal(self) -> frozenset[str]:
        """The payload's fields that are kept under the person's key."""
        return personal_fields(self.payload)

    @property
    def names_persons(self) -> frozenset[str]:
        """The payload's fields that list persons beside the one whom the entry may name."""
        return person_fields(self.payload)

    @property
    def files(self) -> Mapping[str, FileRule]:
        """The payload's fields that name files."""
        return file_fields(self.payload)


class Kinds:
    """The registry of kinds, filled by the areas' cards at start and then frozen."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}
        self._frozen = False

    def add(self, kind: Kind) -> None:
        if self._frozen:
            raise RuntimeError("kinds are registered at start only")
        if kind.code in self._kinds:
            raise ValueError(f"kind registered twice: {kind.code}")
        if kind.personal and kind.person is not Presence.REQUIRED:
            raise ValueError(f"{kind.code} keeps personal words, so it must always name the person")
        rows = kind.projection.rows if kind.projection else None
        if rows and rows.payloads and kind.payload not in rows.payloads:
            raise ValueError(f"{rows.table} was derived without the payload of {kind.code}: name it in Rows.of")
        self._kinds[kind.code] = kind

    def freeze(self) -> None:
        self._frozen = True

    def get(self, code: str) -> Kind | None:
        return self._kinds.get(code)

    def __getitem__(self, code: str) -> Kind:
        return self._kinds[code]

    def __contains__(self, code: object) -> bool:
        return code in self._kinds

    def __iter__(self) -> Any:
        return iter(self._kinds.values())

    def __len__(self) -> int:
        return len(self._kinds)


KINDS = Kinds()
