"""kernel · ports: the few questions that the ledger asks of the floors above it.

The kernel knows no unit, no person and no playbook; `lianfang.ground` and `lianfang.playbook` answer these at start.
Answers are already scoped: what the actor may not see is not in them. `known_places` gives the kind of each;
`paths_ever` every path that a unit had up to a day, whatever became of the unit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from lianfang.kernel.cursors import prepared_cursor

if TYPE_CHECKING:
    from lianfang.kernel.payloads import FileRule

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class UnitPaths:
    """The paths that a unit has had, each with the reporting day from which it held, oldest first.

    `closed_on` is the first reporting day on which the unit stands no more.
    """

    since: tuple[tuple[date, str], ...]
    closed_on: date | None = None

    @property
    def only(self) -> str | None:
        """The path, where there was never another and the unit stands."""
        return self.since[0][1] if len(self.since) == 1 and self.closed_on is None else None

    def on(self, day: date) -> str:
        """The path that held on a reporting day; before the first, the first."""
        held = self.since[0][1]
        for first_day, path in self.since:
            if first_day <= day:
                held = path
        return held


class PathHeld(NamedTuple):
    """That a unit had a path up to some day; `last_day` is the last reporting day on which it stood there."""

    unit: str
    path: str
    last_day: date


@dataclass(frozen=True, slots=True)
class FileNamed:
    """That an entry names a file by the SHA-256 of its content, in a field that takes such as `rule` says."""

    entry: UUID
    unit: str
    path: str
    person: UUID | None
    sha256: str
    rule: FileRule


@dataclass
class Ports:
    """The answers, set once by the application configs of the playbook and the ground.

    `ask_unit_paths` only sends its question with the cursor; what it gives reads the answer. `keep_files` is told, in
    the recording transaction, which files entries name: those that the actor has brought are kept from then on.
    """

    ask_unit_paths: Callable[[Any, Collection[str]], Callable[[], Mapping[str, UnitPaths]]]
    known_places: Callable[[Collection[str]], Mapping[str, str]]
    known_persons: Callable[[Collection[UUID]], frozenset[UUID]]
    labels_read: Callable[[Collection[tuple[str, str]]], frozenset[tuple[str, str]]]
    units_to_seal: Callable[[date], Mapping[str, str]]
    paths_ever: Callable[[date], Collection[PathHeld]]
    day_closes_at: Callable[[], timedelta]
    keep_files: Callable[[Sequence[FileNamed]], None]

    def unit_paths(self, codes: Collection[str]) -> Mapping[str, UnitPaths]:
        """The paths of the units that the actor sees."""
        with prepared_cursor() as cursor:
            return self.ask_unit_paths(cursor, codes)()


def _nobody_answers(*_: object) -> Mapping[str, UnitPaths]:
    raise RuntimeError("no application config has set this port")


PORTS = Ports(*[_nobody_answers] * 8)  # type: ignore[arg-type]


class Answered(Generic[T]):
    """A question of the kernel that one area's card answers, for every page that asks; `name` is the card's field."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._answer: list[T] = []

    def by(self, answer: T) -> None:
        """Says who answers; told once, when the cards are installed."""
        if self._answer:
            raise RuntimeError(f"`{self._name}` is answered already: one card alone has it")
        self._answer.append(answer)

    @property
    def asked(self) -> T:
        """Who answers. Raises RuntimeError where no card does."""
        if not self._answer:
            raise RuntimeError(f"no card has `{self._name}`")
        return self._answer[0]
