"""screening · console of the pad: a crew's temperatures by one tap each, and the roll call that follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from lianfang.areas.screening import actions, queries, queries_roll
from lianfang.areas.screening.forms_roll import RollForm
from lianfang.areas.screening.kinds import RECORD
from lianfang.areas.screening.kinds_temperature_check import TemperatureCheck
from lianfang.areas.screening.payloads import CELSIUS_MOST
from lianfang.areas.screening.queries import Warm
from lianfang.areas.screening.rules import KEYPAD_ABOVE, KEYPAD_FROM, STANDING_WORDS, Standing
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.entries import Receipt
from lianfang.kernel.occurrences import Occurrence, occurrences_of
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.asked import unit_asked
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link
from lianfang.shell.forms import posted
from lianfang.shell.kinds.pad_tiles import tenths
from lianfang.shell.kinds.pad_way import PadWay, Second, Shift, Tiles
from lianfang.shell.links import to
from lianfang.shell.reader import signed_in


def celsius_tiles(day: date) -> Tiles | None:
    """The temperatures of people who are well at once; from the playbook's threshold of the day on, behind one tap."""
    fever = queries.fever_celsius(day)
    if fever is None:
        return None
    above = min(fever + KEYPAD_ABOVE, CELSIUS_MOST)
    said = w("{fever} ℃ 及以上", "{fever} °C and above").fill(fever=fever)
    return Tiles(tenths(KEYPAD_FROM, fever), ((said, tenths(fever, above, near=True)),), typed=True)


def seconds(actor: Actor, unit: Unit, day: date, now: datetime) -> Mapping[str, Second]:
    """Who had a high reading: until when the second one is due, or what it came to, and what is done next."""
    found = queries.warm(actor, unit, day)
    events = occurrences_of(actor, unit.path, clock.day_of(now), now) if found else []
    return {str(each.person): _second(each, queries.remeasure_within(day), events) for each in found}


def _second(one: Warm, within: Any, events: list[Occurrence]) -> Second:
    if one.standing is Standing.AWAITING:
        said = w(
            "{at} 测 {celsius} ℃：请其戴口罩等候，换一支测温仪复测",
            "{celsius} °C at {at}: mask on, measure again with another thermometer",
        ).fill(at=moment(one.at, "time"), celsius=one.celsius)
        return Second(one.first, said, one.at + within)
    said = w("{celsius} ℃，复测 {again} ℃（{at}）：{stands}", "{celsius} °C, then {again} °C ({at}): {stands}").fill(
        celsius=one.celsius, again=one.again, at=moment(one.again_at or one.at, "time"),
        stands=STANDING_WORDS[one.standing],
    )  # fmt: skip
    if one.standing is not Standing.FEVER:
        return Second(one.first, said)
    said = w(
        "{said}。请立即报告带班领导，将其引导至隔离区",
        "{said}. Tell the duty leader now and take them to the isolation area",
    ).fill(said=said)
    known = [each for each in events if each.open and each.at == one.at]
    return Second(one.first, said, ways=tuple(map(_to_event, known)))


def _to_event(event: Occurrence) -> Link:
    return Link(w("按流程处置：{event}", "Follow the procedure: {event}").fill(event=event.words), event.href)


def record_second(actor: Actor, first: UUID, entry: UUID, data: Mapping[str, Any], now: datetime) -> Receipt:
    """The second reading of somebody whose first was high."""
    check = TemperatureCheck.model_validate({**data, "remeasure": True}, strict=False)
    return actions.remeasure(actor, first=first, entry=entry, check=check, now=now)


def ways(actor: Actor, shift: Shift) -> list[Link]:
    """The roll call that follows from a list of people who were seen."""
    if not actor.may(RECORD, shift.unit.path):
        return []
    return [Link(w("记点名", "Take the roll call"), to("screening:roll", unit=shift.unit.code, slot=shift.key))]


CHECKS = PadWay(
    once=("site", "instrument"), tiles={"celsius": celsius_tiles}, seconds=seconds, record_second=record_second,
    ways=ways,
)  # fmt: skip


@signed_in
def roll_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A roll call of what is known: listed by the register, present who was measured; the others are asked about."""
    unit = unit_asked(actor, request.GET.get("unit"), RECORD)
    now = clock.current().now()
    found = queries_roll.seen(actor, unit, now)
    form = RollForm(found, posted(request), now=now)
    pad = to("screening:temperature-check-pad", unit=unit.code, slot=request.GET.get("slot", "")[:200])

    def call(said: dict[str, Any]) -> Words:
        data = form.roll()
        actions.call_roll(actor, unit=unit, entry=said["entry_id"], roll=data, now=now)
        return w("应到 {listed}，实到 {present}", "{listed} listed, {present} present").fill(
            listed=data.listed, present=data.present
        )

    title = w("{unit}点名：应到 {listed}，已见 {seen}", "{unit}, roll call: {listed} listed, {seen} seen")
    return form_page(
        request, form, act=call,
        done=lambda said: w("已记点名：{said}", "Roll call recorded: {said}").fill(said=said),
        back=pad, to=to("screening:overview", unit=unit.code),
        title=title.fill(unit=unit.words, listed=len(found.people), seen=len(found.seen)),
        lede=_lede(found), submit=w("记点名", "Record the roll call"), template="screening/roll.html", found=found,
        as_of=now, crumbs=[Link(w("测温筛查", "Screening"), to("screening:overview", unit=unit.code))],
    )  # fmt: skip


def _lede(found: queries_roll.Seen) -> Words:
    if found.since is None:
        return w("今天还没有测温记录，请逐人说明。", "Nobody has been measured yet: mark each person.")
    return w(
        "应到取自底册；{since} 起测过体温的算实到，其余请逐人说明。",
        "The register gives who is listed; whoever was measured since {since} is present. Mark each of the others.",
    ).fill(since=moment(found.since))
