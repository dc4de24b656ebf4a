"""incidents · console of procedures: those of the playbook, and one step by step."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.incidents import exports, policy, presenters
from lianfang.areas.incidents.kinds import SEE
from lianfang.areas.incidents.kinds_incident import HOWS
from lianfang.areas.incidents.kinds_plan import MARKS
from lianfang.ground.access.roles import answering
from lianfang.kernel import clock
from lianfang.kernel.problems import existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.playbook import current
from lianfang.playbook.known import known_words
from lianfang.playbook.procedures import Procedure, Step, Tell, Timer
from lianfang.shell.asked import must_hold
from lianfang.shell.components.tables import Code, Figure, Sentence, Table, Text
from lianfang.shell.components.text import say
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.reader import signed_in

_PROCEDURES = Link(w("处置流程", "Procedures"), "/incidents/procedures/")


@signed_in
def procedures_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every procedure of the playbook in force today."""
    must_hold(actor, SEE)
    day = policy.day_of(clock.current().now())
    found = policy.procedures(day)
    context = {
        "title": w("处置流程 {n} 个", "{n} procedures").fill(n=len(found)),
        "lede": w(
            "时限从知悉时起算；各步注明来源", "Time limits run from when it was known; each step names its source"
        ),
        "table": ProceduresTable(found, day),
        "empty_title": w("现行防控方案没有处置流程", "The playbook in force has no procedures"),
    }
    return render(request, "incidents/list.html", context)


@signed_in
def procedure_page(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One procedure: each step with its owner, clock, what is recorded and where it comes from."""
    must_hold(actor, SEE)
    day = policy.day_of(clock.current().now())
    one = existing(policy.found(code, day))
    context = {
        "title": w("{code} {words}：处置流程", "{code} {words}: the procedure").fill(code=one.event, words=one.words),
        "lede": one.says or "",
        "crumbs": [_PROCEDURES],
        "facts": [
            Fact(w("受理时限", "Accept within"), _clock(one, one.answer)),
            Fact(w("可能的结果", "Results"), "、".join(say(each.words) for each in one.results)),
            Fact(w("来源", "Source"), _source(one)),
        ],
        "told": ToldTable(list(one.tells), one) if one.tells else None,
        "table": ProcedureTable(list(enumerate(one.steps_on(day), start=1)), one),
        "marks": exports.marks_said(),
    }
    return render(request, "incidents/procedure.html", context)


class ProceduresTable(Table[Procedure]):
    """The procedures of the playbook."""

    day: date

    event = Code(w("事件", "Event"), link=lambda row: reverse("incidents:procedure", args=[row.event]))
    words = Sentence(w("流程", "Procedure"))
    steps = Figure(w("步骤", "Steps"), lambda t, row: len(row.steps_on(t.day)))
    answer = Text(w("受理", "Accept"), lambda row: presenters.minutes_said(row.answer.minutes))
    first_call = Text(
        w("首次告知", "First notice"),
        lambda row: presenters.minutes_said(min(tell.clock.minutes for tell in row.tells)) if row.tells else "",
    )
    mark = Text(w("来源", "Source"), lambda row: _mark(row.mark))


class ProcedureTable(Table[tuple[int, Step]]):
    """One procedure, step by step."""

    procedure: Procedure
    tall = False

    step = Sentence(w("步骤", "Step"), lambda row: f"{row[0]}. {say(row[1].words)}")
    how = Sentence(w("要求", "What is required"), lambda row: row[1].says or "")
    owner = Sentence(w("责任", "Owner"), lambda row: answering(row[1].owner, row[1].owner_by_unit))
    clock = Text(
        w("时限", "Time limit"),
        lambda t, row: _clock(t.procedure, row[1].clock) if row[1].clock else w("不限时", "no time limit"),
    )
    recorded = Text(w("记录", "Recorded"), lambda row: row[1].answer.words if row[1].answer else "—")
    skip = Text(
        w("可否跳过", "May be skipped"),
        lambda row: w("不能", "no") if row[1].skip == "never" else w("说明理由", "with a reason"),
    )
    source = Text(w("步骤来源", "Source"), lambda row: _source(row[1]))


class ToldTable(Table[Tell]):
    """Who is told, who else at units of another kind, and by when."""

    procedure: Procedure
    tall = False

    words = Sentence(w("告知对象", "Whom to tell"))
    by_unit = Sentence(w("其他类别的单位", "At other kinds of units"), lambda row: _others(row))
    host = Text(
        w("告知属地联系单位", "Local authority"),
        lambda row: w("是", "yes, as the unit names it") if row.host else w("—", "—"),
    )
    how = Text(w("方式", "How"), lambda row: HOWS[row.how])
    clock = Text(w("时限", "Time limit"), lambda t, row: _clock(t.procedure, row.clock))


def _clock(one: Procedure, timer: Timer) -> str:
    """A clock in words: how long, from when, and whose figure it is."""
    after = next((step.words for step in one.steps if step.code == timer.after), None)
    since = w("{step}后", "after {step}").fill(step=after) if after else w("知悉后", "after it was known")
    said = w("{since} {time}", "{time} {since}").fill(since=since, time=presenters.minutes_said(timer.minutes))
    return f"{say(said)} 〔{timer.mark}〕"


def _mark(mark: str) -> str:
    return f"{mark} {say(MARKS[mark])}"


def _others(tell: Tell) -> Words | str:
    """Who is told instead at units of other kinds."""
    kinds = {each.code: each.words for each in current().unit_kinds}
    other: dict[Words, list[Words]] = {}
    for kind, words in tell.words_by_unit.items():
        other.setdefault(words, []).append(kinds.get(kind, Words(kind, kind)))
    each = [
        w("{kinds}：{whom}", "{kinds}: {whom}").fill(kinds=listed(of, w("、", ", ")), whom=words)
        for words, of in other.items()
    ]
    return listed(each, w("；", "; ")) if each else "—"


def _source(of: Procedure | Step) -> Words:
    return known_words(current(), of)
