"""boards · home.start: a unit's first weeks: what is still to be set up before its first report, step by step.

Each step is told by what stands, so it can be left and taken up again, by anybody, in any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from lianfang.boards import links
from lianfang.ground.access import queries as access
from lianfang.ground.access.roles import words_of
from lianfang.ground.people import queries as people
from lianfang.ground.places import queries as places
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.filings import FILINGS
from lianfang.kernel.words import Words, listed, w
from lianfang.playbook import NoRuleOn, current
from lianfang.shell.components.text import figure
from lianfang.shell.components.types import Link, Need
from lianfang.shell.home import HomeContent, Reader

_LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what stands already or is to be done, and where."""

    done: bool
    words: Words
    act: Words
    href: str


def steps(me: Reader, unit: Unit) -> HomeContent:
    """The steps that are left as things that wait, the others as in order; nothing in an older unit."""
    if me.today - unit.opened_on > _LASTS:
        return HomeContent()
    found, mine = [each for each in _steps(me, unit) if each.href], HomeContent()
    for number, step in enumerate(found, 1):
        said = w("准备工作 {n}/{of}：{step}", "Setting up, step {n} of {of}: {step}")
        words = me.of(unit, said.fill(n=number, of=len(found), step=step.words))
        if step.done:
            mine.in_order.append(Link(words, step.href))
        else:
            mine.needs.append(Need(words, step.href, step.act))
    return mine if mine.needs else HomeContent()


def _steps(me: Reader, unit: Unit) -> Iterator[Step]:
    day = max(me.today, unit.opened_on)
    kinds = units.kinds_below(me.actor, unit.path, day=day)  # counted: a unit may have thousands below it
    there = places.counted(me.actor, unit.path)
    yield _counted(
        sum(kinds.values()) - 1, w("下级单位已建 {n} 个", "{n} units below"), w("建立下级单位", "open the units below"),
        w("新建单位", "Open a unit"), links.to("shell:directory:unit-new", parent=unit.code),
    )  # fmt: skip
    yield _counted(
        people.registered_below(me.actor, unit.path) - 1, w("已登记其他人员 {n} 人", "{n} other people registered"),
        w("登记人员", "register the people"), w("登记", "Register"),
        links.to("shell:directory:people-import"),
    )  # fmt: skip
    yield _counted(
        there, w("已登记地点 {n} 处", "{n} places registered"),
        w("登记楼栋、门岗、电梯等地点", "register buildings, gates, lifts and other places"),
        w("登记", "Register"), links.to("shell:directory:places-import"),
    )  # fmt: skip
    others, held = access.held_below(me.actor, unit.path, at=me.now)
    yield _counted(
        others,
        w("已给其他 {n} 人开通账号并授权", "{n} others have an account and a role"),
        w("邀请其他人，各给一个角色", "invite the others, each with a role"),
        w("邀请", "Invite"), links.to("shell:directory:invitations"),
    )  # fmt: skip
    unheld = sorted(_wanted(me, {*kinds}, any_place=there > 0) - held)
    some = w("各项职责都有人负责", "somebody is responsible for every duty")
    none = w("职责对应的角色还没有人：{roles}", "duties wait for roles that nobody holds: {roles}")
    yield Step(
        not unheld, none.fill(roles=listed([words_of(each) for each in unheld])) if unheld else some,
        w("授权", "Give a role"), links.to("shell:directory:grant-new", unit=unit.code),
    )  # fmt: skip
    if FILINGS.asked.see in me.actor.verbs:
        filed = FILINGS.asked.filed_days(me.actor, unit.path, list(current().headlines), unit.opened_on, day)
        some, none = w("已有上报", "reports are filed"), w("上报第一份日报", "file the first daily report")
        yield Step(
            bool(filed), some if filed else none, w("查看报送", "See the reports"), links.reports(unit.code, day)
        )


def _counted(count: int, some: Words, none: Words, act: Words, href: str) -> Step:
    return Step(count > 0, some.fill(n=figure(count)) if count > 0 else none, act, href)


def _wanted(me: Reader, kinds: set[str], *, any_place: bool) -> set[str]:
    """The roles that answer for the playbook's duties of such units, and of places where there are any."""
    found = set[str]()
    for rule in current().duties:
        try:
            version = rule.on(me.today)
        except NoRuleOn:
            continue
        of = version.targets
        if kinds & set(of.kinds) if of.sort == "unit" else any_place and of.sort == "place":
            found |= {version.role, *(role for kind, role in version.role_by_unit.items() if kind in kinds)}
    return found
