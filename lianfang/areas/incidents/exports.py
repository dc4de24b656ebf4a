"""incidents · exports: an incident's report, a plan and a debrief as papers, made from the record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lianfang.areas.incidents import policy, presenters
from lianfang.areas.incidents.kinds_incident import PROPOSED, SORTS
from lianfang.areas.incidents.kinds_plan import MARKS, PlanVersion
from lianfang.areas.incidents.queries import Incident
from lianfang.areas.incidents.queries_drills import Timing
from lianfang.areas.incidents.queries_plans import Version
from lianfang.areas.incidents.rules import Act, StepStands
from lianfang.ground.access.queries_called import who
from lianfang.kernel.words import Words, w
from lianfang.shell.components.tables import Figure, Sentence, State, Table, When
from lianfang.shell.components.text import pick, say
from lianfang.shell.components.types import Fact
from lianfang.shell.documents.form import Signature
from lianfang.shell.documents.paper import Paper, Section

_DASH = "—"
_NONE = w("无", "None")


def report_paper(incident: Incident, report: Act, unit: Words, seen: presenters.Seen) -> Paper:
    """A report from the record as it stood when it was made, of a unit as it was called then; no person is named."""
    then = incident.as_of(report)
    brief = incident.brief
    what = policy.event_words(brief.code, policy.day_of(brief.known_at))
    note = next((act.data.get("note", "") for act in then.acts if act.kind == PROPOSED.code), "")
    return Paper(
        title=w("突发情况{sort}", "Incident: {sort} report").fill(sort=SORTS[report.data["sort"]]),
        unit=unit,
        unit_code=brief.unit,
        as_of=report.at,
        exercise=brief.exercise,
        facts=(
            Fact(w("事件", "Event"), w("{code} {what}", "{code} {what}").fill(code=brief.code, what=what)),
            Fact(w("报送对象", "To"), report.data["to"]),
            Fact(w("报告序号", "Number"), report.data["number"]),
            Fact(w("地点", "Place"), seen.called.place(brief.place) or _DASH),
            Fact(w("发生时间", "Occurred at"), brief.occurred_at),
            Fact(w("知悉时间", "Known at"), brief.known_at),
        ),
        sections=(
            Section(
                w("基本情况", "What happened"),
                words="\n".join(_lines(_known(then, seen), say(presenters.title(then)), note)),
            ),
            Section(w("处置步骤", "Steps"), StepsTable(then.steps, then)),
            Section(w("告知", "Told"), presenters.ToldTable(presenters.told(then))),
            Section(w("补充说明", "Additional notes"), words=report.data.get("note") or _NONE),
            Section(
                w("说明", "Note"),
                words=w("本报告由记录生成，不含人员姓名。", "Made from the record; it names no person."),
            ),
        ),
        signatures=(
            Signature(w("制表", "Made by"), who(report.by).say(), report.at),
            Signature(w("签收", "Received by")),
        ),
    )


def _known(then: Incident, seen: presenters.Seen) -> str:
    """What made it known, without a name: the reading or the word of whoever proposed it."""
    if seen.cause is None:
        return pick("由人工报告。", "Reported by a person.")
    return pick(f"依据：{say(seen.cause.words)}。", f"Based on: {say(seen.cause.words)}.")


class StepsTable(Table[StepStands]):
    """The steps of a procedure, each with what was done."""

    then: Incident
    tall = False

    step = Sentence(w("步骤", "Step"), lambda row: f"{row.number}. {say(row.step.words)}")
    standing = State(w("状态", "State"), lambda row: presenters.chip_of(row.standing))
    at = When(w("时间", "At"), lambda row: row.act.at if row.act else None)
    note = Sentence(w("记录", "Note"), lambda t, row: presenters.act_body(t.then, row.act) if row.act else "")


def _lines(*texts: str) -> list[str]:
    return [line for text in texts for line in text.splitlines() if line]


def plan_paper(version: Version, content: PlanVersion, unit: Words | str, standing: Words | str, at: datetime) -> Paper:
    """A version of a unit's plan: its sections, each rule with its mark."""
    listed = [
        (part, [f"{n}. {pick(line.zh, line.en or line.zh)} 〔{line.mark}〕" for n, line in enumerate(part.lines, 1)])
        for part in content.parts
    ]
    return Paper(
        title=Words(content.zh, content.en),
        unit=unit,
        unit_code=version.unit,
        as_of=at,
        facts=(
            Fact(w("版次", "Version"), version.number),
            Fact(w("状态", "State"), standing),
            Fact(w("生效日期", "In force from"), version.effective_from or _DASH),
            Fact(w("有效期至", "Until"), version.effective_to or _DASH),
        ),
        sections=(
            *(Section(Words(part.zh, part.en), words="\n".join(lines) or _NONE) for part, lines in listed),
            Section(w("来源标记", "Marks"), words=marks_said()),
        ),
        signatures=(
            Signature(w("起草", "Drafted by"), version.made_by, version.made_at),
            Signature(w("批准", "Approved by"), version.approver or "", version.approved_at),
        ),
    )


def marks_said() -> str:
    """What the marks behind the rules mean."""
    return pick("；", "; ").join(f"{mark} {say(words)}" for mark, words in MARKS.items())


def debrief_paper(
    title: Words,
    unit: tuple[str, Words | str],
    facts: list[Fact],
    went: tuple[list[Timing], list[presenters.Told], Words | None],
    summary: str,
    findings: Table[Any],
    as_of: datetime,
) -> Paper:
    """What a drill showed: each step against its clock, beside earlier drills; who was told; what was left undone, and
    what is to be mended. `went` is the first three of these."""
    timings, told, left = went
    return Paper(
        title=title,
        unit=unit[1],
        unit_code=unit[0],
        as_of=as_of,
        exercise=True,
        facts=tuple(facts),
        sections=(
            Section(w("各步用时", "Time to each step"), TimingsTable(timings)),
            Section(w("告知", "Told"), presenters.ToldTable(told), words=left or ""),
            Section(w("总体评价", "Summary"), words=summary or _DASH),
            Section(w("问题与整改", "To be rectified"), findings),
            Section(
                w("说明", "Note"),
                words=w("演练记录，不计入任何真实统计。", "An exercise: none of it is counted as real."),
            ),
        ),
    )


class TimingsTable(Table[Timing]):
    """Each step's time against its clock; nothing is 0 that was not done."""

    tall = False

    words = Sentence(w("步骤", "Step"))
    allowed = Figure(w("时限", "Time limit"), lambda row: _minutes(row.allowed))
    took = Figure(w("本次", "This time"), lambda row: _minutes(row.took))
    standing = State(w("状态", "State"), lambda row: presenters.chip_of(row.standing))
    earlier = Figure(
        w("以往演练", "Earlier drills"),
        lambda row: pick("、", ", ").join(_minutes(one) for one in row.earlier) or _DASH,
    )


def _minutes(minutes: int | None) -> str:
    return _DASH if minutes is None else say(presenters.minutes_said(minutes))
