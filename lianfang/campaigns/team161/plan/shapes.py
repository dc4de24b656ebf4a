"""campaigns · team161.shapes: what a plan is made of; frozen records of plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from lianfang.campaigns.team161.plan.facts import Facts

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_DAY = date(2020, 7, 16)
LAST_DAY = date(2020, 9, 5)  # two days after the campaign's end: the notice and the return to work
DEMO_DAY = date(2020, 8, 10)

Evidence = Literal["typed", "photo", "scanned", "seconded"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the tree; `kind` is a unit kind of the playbook, `parent` a unit's code or None for a root."""

    code: str
    kind: str
    parent: str | None
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    # What the article says of it (a role, a length of service) stands in facts.yaml; sizes here are synthetic.
    staff: int = 0
    # Where it is and whom it tells there. The article names the estate's community and no county.
    locality: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place; `unit` answers for it. `rounds` is how many disinfections are due there a day, `object` what is
    disinfected (an object of the playbook's doses)."""

    code: str
    kind: str
    unit: str
    zh: str
    en: str
    parent: str | None = None
    rounds: int = 0
    object: str | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """A dwelling of the estate: building (a place), entrance and door. `residency` is an address category."""

    code: str
    building: str
    entrance: int
    floor: int
    door: str
    residency: Literal["resident", "non_local"]


@dataclass(frozen=True, slots=True)
class Person:
    """A synthetic person. `unit` is the one unit that counts the person; `counting` says whether the person is on
    that unit's daily temperature register; `household` is where the person lives on the estate, if there."""

    index: int
    name: str
    sex: Literal["male", "female"]
    born_on: date
    id_number: str
    phone: str
    unit: str
    counting: bool
    household: str | None


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who acts in the replay. `demo` marks those that a visitor may use while the demo runs."""

    login: str
    roles: tuple[str, ...]
    unit: str
    zh: str
    en: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class ScriptedAct:
    """One act. `at` is when it is recorded, `occurred_at` when it happened (earlier where somebody was offline).

    Actions `record`, `correct` and `withdraw` make an entry of `kind` for `unit` with `data`; the last two name
    by `corrects` the `label` of the act they correct and say why in `note`. Every other action is one of an area,
    such as `watch.roster`, with `data` for its arguments; where one of these names an earlier act, it is that
    act's `label`. Actions `reporting.*` concern the daily report of `unit` for `data["date"]`; `kind` is then the
    form's code. Of an act with a `photo` one is drawn; that of an area finds it as `photo_sha256` in its data."""

    at: datetime
    actor: str
    action: str
    kind: str
    unit: str
    place: str | None = None
    person: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    evidence: Evidence = "typed"
    note: str | None = None
    occurred_at: datetime | None = None
    label: str | None = None
    corrects: str | None = None
    photo: bool = False

    @property
    def happened_at(self) -> datetime:
        return self.occurred_at or self.at


@dataclass(frozen=True, slots=True)
class Irregularity:
    """Something that goes wrong on purpose: on `day` (the reporting day) in `unit`."""

    code: str
    day: date
    unit: str
    zh: str
    en: str
    place: str | None = None
    round: int | None = None
    persons: int = 0


@dataclass(frozen=True, slots=True)
class Volume:
    """How much is recorded a day. LIGHT gives about 45,000 acts until the demo day, FULL about 90,000.

    `residents` puts the estate's residents on the daily temperature register (one reading each a day), `gate`
    is the number of passages a day."""

    residents: bool
    gate: int


LIGHT = Volume(residents=False, gate=110)
FULL = Volume(residents=True, gate=260)


@dataclass(frozen=True)
class Plan:
    """Everything there is before the first act; its acts are made by `script.days`."""

    seed: int
    volume: Volume
    facts: Facts
    units: tuple[Unit, ...]
    places: tuple[Place, ...]
    households: tuple[Household, ...]
    people: tuple[Person, ...]
    logins: tuple[Login, ...]
    irregularities: tuple[Irregularity, ...]

    def staff_of(self, unit: str) -> tuple[Person, ...]:
        """The people whom this unit counts each day, in the order of their index."""
        return self._by_unit().get(unit, ())

    def _by_unit(self) -> dict[str, tuple[Person, ...]]:
        found: dict[str, tuple[Person, ...]] | None = self.__dict__.get("_counted")
        if found is None:
            lists: dict[str, list[Person]] = {}
            for person in self.people:
                if person.counting:
                    lists.setdefault(person.unit, []).append(person)
            found = {unit: tuple(people) for unit, people in lists.items()}
            self.__dict__["_counted"] = found
        return found

    def recorder(self, unit: str) -> str:
        """Who records temperatures and roll calls in a unit."""
        return recorder_of(unit)

    def irregular(self, code: str, day: date, unit: str | None = None) -> Irregularity | None:
        """The irregularity of that sort on that reporting day (of that unit), if one is planned."""
        for each in self.irregularities:
            if each.code == code and each.day == day and unit in (None, each.unit):
                return each
        return None


def suffix(unit: str) -> str:
    """`T161-B-JIGUAN` → `b-jiguan`: how a unit is named in logins."""
    return unit.removeprefix("T161-").lower()


def recorder_of(unit: str) -> str:
    """The login that records temperatures and roll calls of a unit."""
    kind = "site" if suffix(unit)[0] in "pd" and suffix(unit)[1:].isdigit() else "grid"
    return f"{kind}-{suffix(unit)}"
