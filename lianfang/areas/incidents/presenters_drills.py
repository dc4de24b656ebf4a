"""incidents · presenters of drills: how one went, in words, from its record alone."""

from __future__ import annotations

from lianfang.areas.incidents import presenters, queries_drills
from lianfang.areas.incidents.kinds_incident import CLOSED
from lianfang.areas.incidents.queries_drills import Timing, Whole
from lianfang.areas.incidents.rules import Standing
from lianfang.kernel.words import Words, listed, w


def drafted(found: Whole) -> str:
    """What the record of a drill says of how it went: a draft for whoever ends it."""
    timings = queries_drills.timings(found.incidents[0]) if found.incidents else []
    return verdict(found, timings).say()


def left_undone(found: Whole) -> Words | None:
    """What its incident was closed without, and why."""
    for incident in found.incidents[:1]:
        closed = [each for each in incident.standing if each.kind == CLOSED.code and each.data.get("why_left")]
        if closed:
            return presenters.undone_said(incident, closed[-1])
    return None


def verdict(found: Whole, timings: list[Timing]) -> Words:
    """How many steps held their clocks, who of those to be told was told in time, and what was left undone."""
    timed = [each for each in timings if each.allowed is not None]
    held = sum(each.standing is Standing.DONE for each in timed)
    title = found.drill.title
    if not found.incidents:
        return w("{title}：没有注入情况", "{title}: nothing was injected").fill(title=title)
    said = [
        w("{n} 步计时，{held} 步在时限内", "{held} of {n} timed steps on time").fill(n=len(timed), held=held)
        if timed
        else w("没有计时步骤", "no timed step")
    ]
    tells = found.incidents[0].tells
    if tells:
        in_time = sum(each.standing is Standing.DONE for each in tells)
        never = sum(not each.settled for each in tells)
        words = w("应告知 {n} 方，{m} 方在时限内", "{m} of {n} told in time").fill(n=len(tells), m=in_time)
        said.append(words)
        if never:
            said.append(w("未告知 {n} 方", "not told: {n}").fill(n=never))
    return w("{title}：{said}", "{title}: {said}").fill(title=title, said=listed(said, w("；", "; ")))
