"""kernel · frame: what a card puts around its pages: navigation, live pieces, the home page, what waits for whom.

Values only: the shell draws them (`shell/nav.py`, `shell/live.py`), the home page lists what waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w


class NavSection(Enum):
    """The headings of the navigation, by what one does there, in the order in which they are shown."""

    NOW = w("今日", "Today")
    REPORTS = w("报告", "Report")
    WORK = w("记录", "Record")
    REGISTERS = w("人员与地点", "People and places")
    PLANS = w("方案", "Plans")
    PROOF = w("凭据", "Proof")
    SETUP = w("设置", "Setup")


@dataclass(frozen=True, slots=True)
class NavItem:
    """One page in the navigation.

    `icon` is a name in web/icons.txt. With `verbs`, the page is listed for those who hold at least one of
    them; the page itself refuses the others on its own account. `order` is the place under the heading, which no
    other item there may have. `bar` says of a page that it is opened often: of equals it comes first, and so into the
    phone's bottom bar. `aside`: it is opened seldom, and stands in the list of all pages alone.
    """

    words: Words
    url_name: str
    icon: str
    section: NavSection
    verbs: frozenset[str] = frozenset()
    order: int = 50
    bar: bool = False
    aside: bool = False


@dataclass(frozen=True, slots=True)
class LivePiece:
    """A piece in the top bar: its template, the address that it asks, and who gets it.

    The template is given `href`. The address is asked with `mark` (what the page shows, empty at first) and `told`
    (the last mark that this reader's pages were given); its answer carries the new mark in `data-mark`.
    """

    code: str
    template: str
    url_name: str
    verbs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fold:
    """One line for several things that wait: its words take their number `n`."""

    words: Words
    href: str
    act: Words


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for somebody: what, the one act that answers it, where, and until when.

    `late` says that it should be done already. `about` is the kind of record that would answer it, where that is known.
    With a `fold` it is counted in one line with others of it, and left out where another line leads to `thing`, the
    page of what it is about: one thing is said once.
    """

    words: Words
    href: str
    act: Words
    due_at: datetime | None = None
    late: bool = False
    exercise: bool = False
    detail: Words | str = ""
    about: str = ""
    fold: Fold | None = None
    thing: str = ""


@dataclass(frozen=True, slots=True)
class HomePart:
    """What an area says on the home page of some roles: `say(me, unit)`, once for each unit over which one is held.

    `me` and the answer are the shell's (`shell/home.py`: `Reader`, `HomeContent`); parts are said in their `order`.
    `tells` are the kinds of records of which the part says itself what is due: to these roles nobody else says it.
    """

    roles: tuple[str, ...]
    say: Callable[[Any, Any], Any]
    order: int
    tells: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Looked:
    """What a command page is about, and the units by code that it names."""

    unit: Any
    day: date
    names: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CommandPart:
    """A section of an area on the command page of a unit, in its `order`.

    `ask(actor, unit, day, now)` reads what it shows, or gives None where it shows nothing; `draw(asked, looked)`
    makes the shell's `Section` of it (`shell/components/section.py`). Asked is once, drawn for each language.
    `names(asked)`: the codes of the units that it names, which the page reads with its own.
    `wide`: what it shows is as wide as a map, so that it stands before the units and not beside them.
    """

    code: str
    ask: Callable[[Actor, Any, date, datetime], Any]
    draw: Callable[[Any, Looked], Any]
    order: int
    names: Callable[[Any], Iterable[str]] | None = None
    wide: bool = False


@dataclass(frozen=True, slots=True)
class CoursePart:
    """Charts of an area on the command page of a unit, before those of what was filed, in its `order`.

    `ask(actor, unit, first, last)` gives the shell's `Course` (`shell/components/section.py`) of these days, or None.
    """

    code: str
    ask: Callable[[Actor, Any, date, date], Any]
    order: int


@dataclass(frozen=True, slots=True)
class PlaceWay:
    """A way that leads on from the page of a place to a page of an area, which takes `place`; offered to whoever holds
    `verb` there, or to everybody."""

    words: Words
    url_name: str
    verb: str = ""


# What waits for an actor at a moment, the most urgent first.
Waits = Callable[[Actor, datetime], Iterable[Waiting]]
# What is to be done at a place (`ground.places.queries.Place`), for an actor who stands there.
WaitsAt = Callable[[Actor, Any, datetime], Iterable[Waiting]]
