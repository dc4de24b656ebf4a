"""shell · directory: what a change of the tree will mean, said before anybody agrees to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from lianfang.ground.access import queries as access
from lianfang.ground.places import queries as places
from lianfang.ground.units import actions
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.scope import Actor
from lianfang.kernel.spans import dated
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.directory.forms import window_words


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a change would mean, one saying each."""

    sayings: tuple[Words, ...]


def move_foreseen(actor: Actor, unit: Unit, parent: str, from_day: date) -> Foreseen:
    """What moving a unit would mean. Raises whatever stands against the move."""
    _tried(lambda: actions.move_unit(actor, code=unit.code, parent=parent, from_day=from_day))
    going = len(units.tree(actor, unit.code)) - 1
    before = {each.code: each for each in units.ancestors(actor, unit)}
    target = units.unit(actor, parent, day=from_day)
    after = {each.code: each for each in [*units.ancestors(actor, target), target]}
    leaving = _named([each for code, each in before.items() if code not in after])
    joining = _named([each for code, each in after.items() if code not in before])
    said = [w("划归{t}", "It moves under {t}").fill(t=target.words), _starts(from_day)]
    if going:
        said.append(
            w(
                "此前的记录、日报和封存不变，仍归原上级查阅",
                "Earlier records, reports and seals stay as they are and remain readable to the former superior",
            )
        )
    if leaving:
        said.append(w("{who}不再看到此后的记录", "{who} will not see what is recorded from then on").fill(who=leaving))
    if joining:
        said.append(
            w(
                "{who}开始看到此后的记录，并汇总其日报", "{who} will see what is recorded from then on, and roll it up"
            ).fill(who=joining)
        )
    return Foreseen(tuple(said))


def close_foreseen(actor: Actor, unit: Unit, from_day: date) -> Foreseen:
    """What closing a unit would mean. Raises whatever stands against it."""
    _tried(lambda: actions.close_unit(actor, code=unit.code, from_day=from_day))
    in_use = sum(places.counts(actor, unit.code, day=from_day).values())
    held = len(access.grants(actor, unit=unit.code, limit=1000)) if actor.may("access.see", unit.path) else 0
    said = [
        _starts(from_day),
        w("不再应报日报、零报告；已有记录、日报和封存照旧可查",
          "No daily or zero report is due from then on; existing records, reports and seals stay readable"),
        w("代码 {code} 不再重复使用", "The code {code} is never used again").fill(code=unit.code),
    ]  # fmt: skip
    if in_use:
        said.append(
            w("仍有 {n} 处地点归它负责：请另行停用", "It is still responsible for {n} places: close them as well").fill(
                n=f"{in_use:,}"
            )
        )
    if held:
        said.append(
            w("仍有 {n} 项授权：请一并终止", "{n} grants for it are still active: end them as well").fill(n=f"{held:,}")
        )
    return Foreseen(tuple(said))


def _starts(day: date) -> Words:
    said = w("自{d}报告日起（{t}）生效", "It takes effect with reporting day {d}, at {t}")
    return said.fill(d=dated(day), t=window_words(day))


def _tried(change: Callable[[], object]) -> None:
    """Makes the change and takes it back: what stands against it is known by trying."""
    with transaction.atomic():
        change()
        transaction.set_rollback(True)


def _named(units: list[Unit]) -> Words | None:
    return listed(unit.words for unit in units) if units else None
