"""boards · home: what each role has to do now, gathered over all roles that the reader holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianfang.boards import command, links, pieces
from lianfang.boards.home import health, proof, reports, rounds, stock
from lianfang.boards.home.me import Me, Mine, Strip, soonest, urgent
from lianfang.ground.access.roles import Role, words_of
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import moment

Duty = Callable[[Me, Unit], Mine]
NEEDS_SHOWN = 10  # the rest folds away below them


def condensed(me: Me, unit: Unit) -> Mine:
    """The command page in one strip."""
    shown = command.Command(me.actor, unit, me.today, me.now)
    said = w("{unit} {day}总览", "{unit}, {day} at a glance").fill(unit=unit.words, day=moment(me.today))
    return Mine(strips=[Strip(said, links.command(unit.code, me.today), tuple(pieces.measures(shown)))])


DUTIES: dict[str, tuple[Duty, ...]] = {
    Role.SUPERIOR: (reports.watched, condensed),
    Role.COMMANDER: (reports.own_report, reports.watched, health.fevers, condensed),
    Role.OFFICER: (reports.own_report, reports.watched, health.fevers, health.channel, condensed),
    Role.REPORTER: (reports.own_report, health.fevers, health.temperatures),
    Role.SITE: (stock.site, reports.own_report, health.fevers, health.temperatures, rounds.due_now),
    Role.GRID: (health.fevers, health.temperatures, health.rounds_picture),
    Role.GATE: (health.gates,),
    Role.PROPERTY: (rounds.due_now,),
    Role.KEEPER: (stock.store,),
    Role.LAUNDRY: (rounds.due_now, proof.recorded),
    Role.EDITOR: (health.published, health.cases_known, proof.recorded),
    Role.INSPECTOR: (reports.watched, condensed, proof.recorded),
    Role.AUDITOR: (proof.verified,),
    Role.ADMIN: (proof.accounts, proof.recorded),
}


@dataclass(frozen=True, slots=True)
class Home:
    """One reader's page."""

    me: Me
    mine: Mine
    units: tuple[Unit, ...]

    def title(self) -> Words:
        """The answer: how much waits, and until when; or that nothing does."""
        waiting = self.mine.by_time()
        taps = sum(len(each.taps) for each in self.mine.taps)
        if len(waiting) == 1 and not taps:
            return (
                waiting[0].words if isinstance(waiting[0].words, Words) else Words(waiting[0].words, waiting[0].words)
            )
        if waiting:
            late = sum(urgent(need) for need in waiting)
            said = w("{n} 件事等您办理", "{n} things wait for you").fill(n=len(waiting))
            said = w("{said}，{n} 件已误", "{said}, {n} of them overdue").fill(said=said, n=late) if late else said
            return self._with_time(said)
        if taps:
            return w("现在要做 {n} 处", "{n} places to do now").fill(n=taps)
        return w("现在没有等您办理的事", "Nothing is waiting for you now")

    def _with_time(self, said: Words) -> Words:
        ahead = soonest(need for need in self.mine.needs if need.due_at is not None and need.due_at > self.me.now)
        if ahead is None:
            return said
        return w("{said}，最近 {at} 到期", "{said}, the next due {at}").fill(said=said, at=moment(ahead))

    def lede(self) -> Words | str:
        """As whom the reader is here."""
        roles = [(words_of(held.role), held.unit) for held in self.me.actor.held]
        names = {unit.code: unit.words for unit in self.units}
        zh = "；".join(f"{names[unit].zh if unit in names else unit}{words.zh}" for words, unit in roles)
        en = "; ".join(f"{words.en}, {names[unit].en if unit in names else unit}" for words, unit in roles)
        return (
            Words(zh, en)
            if zh
            else w("还没有授权，请联系管理员", "No access has been given yet; ask the administrator")
        )

    def context(self) -> dict[str, Any]:
        waiting = self.mine.by_time()
        return {
            "title": self.title(),
            "lede": self.lede(),
            "as_of": self.me.now,
            "needs": waiting[:NEEDS_SHOWN],
            "more_needs": waiting[NEEDS_SHOWN:],
            "mine": self.mine,
        }


def _as_words(said: Words | str) -> Words:
    return said if isinstance(said, Words) else Words(said, said)


def gathered(actor: Actor, now: datetime) -> Home:
    """The home of a reader at a moment."""
    me, mine = Me(actor, now), Mine()
    there = units.units(actor, sorted({held.unit for held in actor.held}), day=me.today)
    for duty, unit in _duties(actor, there):
        mine.take(duty(me, unit))
    return Home(me, mine, tuple(there.values()))


def _duties(actor: Actor, there: dict[str, Unit]) -> Iterator[tuple[Duty, Unit]]:
    """Each duty of each role once for each unit over which it is held."""
    seen: set[tuple[Duty, str]] = set()
    for held in actor.held:
        for duty in DUTIES.get(held.role, ()):
            if held.unit in there and (duty, held.unit) not in seen:
                seen.add((duty, held.unit))
                yield duty, there[held.unit]
