"""shell · kind pad later: taps that a phone kept while no server was reached, and what it needs to go on without one.

Each comes by itself, with how long ago it was made, and is answered by itself: recorded, or what stands against it.
It is judged by the list as that stood then; one that was recorded already is told so again, also when it is sent late.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse

from lianfang.kernel import clock, ids
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell import problems
from lianfang.shell.answers import patient
from lianfang.shell.components.text import say
from lianfang.shell.forms import sentence
from lianfang.shell.kinds.fields import as_initial
from lianfang.shell.kinds.form_schema import FieldType, Spec
from lianfang.shell.kinds.pad import Pad, Row
from lianfang.shell.kinds.pad_way import Tiles

KEPT_DAYS = 7
_MOST_MS = int(timedelta(days=KEPT_DAYS).total_seconds() * 1000)


def is_kept(request: HttpRequest) -> bool:
    """Whether this is a tap that a phone kept."""
    return request.method == "POST" and "ago" in request.POST


def tapped_at(request: HttpRequest) -> datetime:
    """When it was tapped. Raises `pad_when_unclear`."""
    said = request.POST.get("ago", "")
    if not said.isdecimal() or len(said) > len(str(_MOST_MS)) or int(said) > _MOST_MS:
        raise Refused(problems.PAD_WHEN_UNCLEAR, days=KEPT_DAYS)
    return clock.earlier(timedelta(milliseconds=int(said)))


def must_be_of(request: HttpRequest, actor: Actor) -> None:
    """Nobody sends what another login tapped. Raises `pad_of_another`."""
    by = request.POST.get("by", "")
    if by != actor.login:
        raise Refused(problems.PAD_OF_ANOTHER, login=by[:80])


def recorded(told: dict[str, Any] | None) -> HttpResponse:
    """That it is recorded, with what else stands of the same one in that window, and who needs a `second` record."""
    other = told["other"] if told else None
    doubled = w(
        "{who}：此前已有 {said}（{by}），两条都在账上；如是重复，点开那一行改正",
        "{who}: already recorded: {said} ({by}); both are kept. If it is a duplicate, open the row to correct it",
    )
    row = told["row"] if told else None
    second = row.target if row is not None and told and row.waits and row.second.entry == told["entry"].id else ""
    return JsonResponse(
        {
            "state": "recorded",
            "second": second,
            "words": say(told["words"]) if told else "",
            "said": say(told["said"]) if told else "",
            "other": doubled.fill(who=other.words, said=other.said, by=other.by).say() if other else "",
        }
    )


def refused(against: Refused, units: Sequence[tuple[str, Any]] = ()) -> HttpResponse:
    """What stands against it, and the units at which it can be recorded instead."""
    said = " ".join([sentence(against), *(say(fault.says) for fault in against.faults)])
    answer = JsonResponse(
        {
            "state": "wait" if against.problem.retry_seconds is not None else "refused",
            "code": against.problem.code,
            "says": said,
            "units": [[code, say(words)] for code, words in units],
        },
        status=against.problem.status,
    )
    return patient(answer, against.problem)


@dataclass(frozen=True, slots=True)
class StepThere:
    """One thing that is asked of each, as the page can ask it by itself. `only_if`: the field and its answers, as sent,
    after which it is asked."""

    spec: Spec
    tiles: Tiles
    tenths: bool
    worded: bool
    only_if: str = ""


def steps_there(pad: Pad, tiles: Sequence[Tiles], tenths: Sequence[bool]) -> list[StepThere]:
    """All that is asked of each, in order."""
    specs = {spec.name: spec for spec in pad.steps}
    found = []
    for spec, of, tenth in zip(pad.steps, tiles, tenths, strict=True):
        when = ""
        if spec.when is not None and spec.when.field in specs:
            asked = specs[spec.when.field]
            when = json.dumps([asked.name, [str(as_initial(asked, value)) for value in spec.when.any_of]])
        found.append(StepThere(spec, of, tenth, spec.shape in (FieldType.CHOICE, FieldType.CHOICES), when))
    return found


@dataclass(frozen=True, slots=True)
class RowThere:
    """What the page needs to record one row by itself: an id for the entry, and what is recorded by one tap."""

    entry: UUID
    usual: str = ""
    usual_words: str = ""


def put_there(pad: Pad, rows: Sequence[Row], now: datetime) -> None:
    """Puts into the rows that are still to do what the page needs to go on without a server."""
    open_ = [row for row in rows if row.to_do or row.waits]
    usual = pad.usuals([row for row in open_ if not row.waits])
    for row in open_:
        data = usual.get(row.target)
        said = (json.dumps(dict(data), default=str), say(pad.kind.sentence(dict(data)))) if data else ("", "")
        row.there = RowThere(ids.mint(now), *said)
