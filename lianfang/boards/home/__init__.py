"""boards · home: what each role has to do now, gathered over all roles that the reader holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from lianfang.boards import command_cache, links, presenters
from lianfang.boards.home import areas, proof, start
from lianfang.ground.access.roles import Role, words_of
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, reading, spans
from lianfang.kernel.frame import HomePart
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link, Need
from lianfang.shell.home import HomeContent, Reader, Strip, soonest, urgent
from lianfang.shell.kinds.lists import lists

NEEDS_SHOWN = 10  # the rest folds away below them


def condensed(me: Reader, unit: Unit) -> HomeContent:
    """The command page in one strip."""
    day = me.open_day.date
    shown = command_cache.command_of(me.actor, unit, day, me.now)
    said = w("{day}总览", "{day} at a glance").fill(day=spans.reporting_day(day))
    return HomeContent(
        strips=[Strip(me.of(unit, said), links.command(unit.code, day), tuple(presenters.measures(shown)))]
    )


HOME = (
    HomePart((Role.SUPERIOR, Role.COMMANDER, Role.OFFICER, Role.INSPECTOR), condensed, 90),
    HomePart((Role.AUDITOR,), proof.verified, 92),
    HomePart((Role.ADMIN,), start.steps, 10),
    HomePart((Role.ADMIN,), proof.accounts, 94),
    HomePart((Role.LAUNDRY, Role.EDITOR, Role.INSPECTOR, Role.ADMIN), proof.recorded, 96),
)


@dataclass(frozen=True, slots=True)
class Home:
    """One reader's page."""

    me: Reader
    mine: HomeContent
    units: tuple[Unit, ...]

    @property
    def waiting(self) -> list[Need]:
        return self.mine.by_time(self.me.now)

    @property
    def only(self) -> Need | None:
        """The one thing to do, where there is just one: then the whole page says it."""
        return self.waiting[0] if len(self.waiting) == 1 and not self.mine.taps else None

    def title(self) -> Words:
        """The answer: how much waits, and until when; or that nothing does."""
        if self.only is not None:
            return _as_words(self.only.words)
        waiting, taps = self.waiting, sum(len(each.taps) for each in self.mine.taps)
        late = sum(urgent(need) for need in waiting)
        if taps:
            said = w("现在要做 {n} 处", "Places to do now: {n}").fill(n=taps)
            more = w("{said}，另有 {n} 件事", "{said}; other matters: {n}").fill(said=said, n=len(waiting))
            said = more if waiting else said
        elif waiting:
            said = self._with_time(w("{n} 件事等您办理", "{n} things are waiting for you").fill(n=len(waiting)))
        else:
            return w("现在没有等您办理的事", "Nothing is waiting for you now")
        return w("{said}，{n} 件逾期", "{said}, {n} overdue").fill(said=said, n=late) if late else said

    def in_one_line(self) -> Words | None:
        """How much waits, and how much of it is late; None where nothing does."""
        late = sum(urgent(need) for need in self.waiting)
        in_all = len(self.waiting) + sum(len(each.taps) for each in self.mine.taps)
        if not in_all:
            return None
        said = w("另有 {n} 件等您办理", "{n} things are waiting for you elsewhere").fill(n=in_all)
        return w("{said}，{n} 件逾期", "{said}, {n} overdue").fill(said=said, n=late) if late else said

    def _with_time(self, said: Words) -> Words:
        ahead = soonest(need for need in self.mine.needs if need.due_at is not None and need.due_at > self.me.now)
        if ahead is None:
            return said
        style = "time" if clock.local(ahead).date() == self.me.today else ""
        return w("{said}，最近 {at} 到期", "{said}, the next due {at}").fill(said=said, at=moment(ahead, style))

    def lede(self) -> Words | str:
        """As whom the reader is here."""
        roles: dict[str, list[Words]] = {}
        for held in self.me.actor.held:
            roles.setdefault(held.unit, []).append(words_of(held.role))
        if not roles:
            return w("还没有授权，请联系管理员", "No access has been given yet; ask the administrator")
        names = {unit.code: unit.words for unit in self.units}
        units: dict[tuple[Words, ...], list[Words]] = {}
        for unit, words in roles.items():
            units.setdefault(tuple(words), []).append(names.get(unit, Words(unit, unit)))
        each = w("{units} {roles}", "{roles}: {units}")
        said = (each.fill(units=listed(where), roles=listed(words)) for words, where in units.items())
        return listed(said, w("；", "; "))

    def context(self) -> dict[str, Any]:
        waiting, only = self.waiting, self.only
        return {
            "title": self.title(),
            "lede": self.lede(),
            "as_of": self.me.now,
            "only": only,
            "actions": [Link(only.act, only.href)] if only else [],
            "needs": [] if only else waiting[:NEEDS_SHOWN],
            "more_needs": waiting[NEEDS_SHOWN:],
            "mine": self.mine,
            "lists": lists(self.me.actor.verbs.__contains__),
        }


def _as_words(said: Words | str) -> Words:
    return said if isinstance(said, Words) else Words(said, said)


def gathered(actor: Actor, now: datetime) -> Home:
    """The home of a reader at a moment."""
    me, mine = Reader(actor, now), HomeContent()
    codes = {held.unit for held in actor.held}
    there = units.units(actor, sorted(codes), day=me.open_day.date)
    there |= units.units(actor, sorted(codes - there.keys()), day=me.today)  # closed as the window does
    said = [
        partial(part.say, me, there[code])
        for part in REGISTRY.home()
        for code in dict.fromkeys(held.unit for held in actor.held if held.role in part.roles)
        if code in there
    ]
    parts: list[Callable[[], Any]] = [*said, *areas.asked(me)]
    told = reading.in_step(actor, parts)
    for content in told[: len(said)]:
        mine.take(content)
    mine.take(areas.waiting(me, told[len(said) :]))
    return Home(me, mine, tuple(there.values()))
