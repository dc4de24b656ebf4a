"""boards · home.areas: what the areas themselves say waits for this reader, whatever the role."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lianfang.areas.alerts import queries as alerts
from lianfang.areas.duties import queries as duties
from lianfang.areas.duties.rules import State
from lianfang.areas.governance import queries as governance
from lianfang.areas.incidents import queries as incidents
from lianfang.areas.watch import queries as watch
from lianfang.boards import links
from lianfang.boards.home.me import Me, Mine
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.pieces import Need

# These duties are said with more about them by the role's own part of the page.
_SAID_APART = frozenset(
    {"daily_report", "disinfection", "waste_clearance", "temperature_morning", "temperature_evening",
     "temperature_evening_all", "official_channel", "site_status", "watch_handover"}
)  # fmt: skip
_OVERDUE = Chip(w("逾期", "overdue"), "missed", "overdue")
_EXERCISE = w("演练", "EXERCISE")


def waiting(me: Me) -> Mine:
    """Everything that waits for the reader in the areas that know it best."""
    return Mine(needs=[*_alerts(me), *_incidents(me), *_watch(me), *_slots(me), *_directives(me)])


def _alerts(me: Me) -> Iterator[Need]:
    """The alerts in one line: each of them stands on its own page, and what it is about often here too."""
    found = alerts.mine(me.actor, me.now)
    if not found:
        return
    late = [each for each in found if each.due_at is not None and each.due_at < me.now]
    said = w("{n} 条告警等您处置", "Alerts that wait for you: {n}").fill(n=len(found))
    first = found[0]
    due = [each.due_at for each in found if each.due_at is not None and each.due_at >= me.now]
    yield Need(
        said,
        links.to("alerts:list"),
        w("去处置", "Answer them"),
        due_at=min(due, default=None) if not late else None,
        chip=_OVERDUE if late else None,
        detail=first.words,
    )


def _incidents(me: Me) -> Iterator[Need]:
    for each in incidents.mine(me.actor, me.now):
        yield _need(me, each.words, each.href, each.act, each.due_at, exercise=each.exercise)


def _watch(me: Me) -> Iterator[Need]:
    for each in watch.mine(me.actor, me.now):
        yield _need(me, each.words, each.href, each.act, each.due_at)


def _directives(me: Me) -> Iterator[Need]:
    for each in governance.mine(me.actor, me.now):
        yield _need(me, each.words, each.href, each.act, each.due_at)


def _slots(me: Me) -> Iterator[Need]:
    for each in duties.mine(me.actor, me.now):
        if each.duty not in _SAID_APART:
            due_at = None if each.state is State.OVERDUE else each.due_at
            chip = _OVERDUE if each.state is State.OVERDUE else None
            yield Need(each.words, each.href, w("去办理", "Do it"), due_at=due_at, chip=chip)


def _need(me: Me, words: Words, href: str, act: Words, due_at: datetime | None, *, exercise: bool = False) -> Need:
    late = due_at is not None and due_at < me.now
    return Need(
        words, href, act, due_at=due_at, chip=_OVERDUE if late else None, detail=_EXERCISE if exercise else "",
    )  # fmt: skip
