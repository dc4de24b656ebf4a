"""incidents · presenters: an incident in the words, tables and signs of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianfang.areas.incidents import kinds_incident as kinds
from lianfang.areas.incidents import policy
from lianfang.areas.incidents.kinds_incident import HOWS, LINKS, SORTS
from lianfang.areas.incidents.queries import EXERCISE, Brief, Incident
from lianfang.areas.incidents.rules import RULED_OUT, STANDING_WORDS, STATES, TAKEN_BACK, Act, Standing, StepStands
from lianfang.ground.access.queries_called import who
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.scope import Actor, system_actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Figure, Sentence, State, Table, Text, When
from lianfang.shell.components.text import moment, say
from lianfang.shell.components.types import Event, Fact, Link
from lianfang.shell.kinds.console import entry_href
from lianfang.shell.kinds.wording import sentence
from lianfang.shell.ledger import names
from lianfang.shell.ledger import queries as ledger
from lianfang.shell.ledger.names import Called

_EXERCISE = w(
    "演练 EXERCISE：以下均为演练，不是真实情况，不计入任何统计",
    "EXERCISE 演练: nothing here is real, and none of it is counted",
)
STATE_CHIPS = {
    "proposed": Chip(STATES["proposed"], "due", "near"),
    "open": Chip(STATES["open"], "partial", "near"),
    "closed": Chip(STATES["closed"], "done"),
    "dismissed": Chip(STATES["dismissed"], "excused"),
}
_STEP_MARKS = {
    Standing.DONE: ("done", ""),
    Standing.LATE: ("late", "near"),
    Standing.SKIPPED: ("excused", ""),
    Standing.OVERDUE: ("missed", "overdue"),
    Standing.DUE: ("due", ""),
    Standing.WAITING: ("not_due", ""),
    Standing.UNTIMED: ("due", ""),
}


@dataclass(frozen=True, slots=True)
class Linked:
    """A person, place or entry that belongs to an incident, as the reader may see it."""

    entry: UUID
    role: Words
    what: Words | str
    href: str


@dataclass(frozen=True)
class Seen:
    """What one reader sees of an incident besides its own words: names, and the entries behind it."""

    called: Called
    cause: Link | None
    linked: tuple[Linked, ...]


def state_words(brief: Brief) -> Words:
    """How it stands: what a normal second reading ended was ruled out, and not turned down by anybody."""
    return RULED_OUT if brief.ruled_out else STATES[brief.state]


def state_chip_of(brief: Brief) -> Chip:
    return Chip(RULED_OUT, "excused") if brief.ruled_out else STATE_CHIPS[brief.state]


def exercise_note(exercise: bool) -> Words | None:
    """What stands above everything that belongs to an exercise."""
    return _EXERCISE if exercise else None


def chip_of(standing: Standing) -> Chip:
    """A step's state as a sign and a word."""
    mark, tone = _STEP_MARKS[standing]
    return Chip(STANDING_WORDS[standing], mark, tone)


def minutes_said(minutes: int) -> Words:
    """A length of time: 7 分钟, 2 小时 5 分钟."""
    hours, rest = divmod(abs(minutes), 60)
    if not hours:
        return w("{m} 分钟", "{m} min").fill(m=rest)
    if not rest:
        return w("{h} 小时", "{h} h").fill(h=hours)
    return w("{h} 小时 {m} 分钟", "{h} h {m} min").fill(h=hours, m=rest)


def left_said(due_at: datetime | None, now: datetime) -> Words | str:
    """How much of a clock is left, or by how much it ran over."""
    if due_at is None:
        return ""
    left = int((due_at - now).total_seconds() // 60)
    said = w("剩 {time}", "{time} left") if left >= 0 else w("超 {time}", "{time} over")
    return said.fill(time=minutes_said(left))


def seen(actor: Actor, incident: Incident) -> Seen:
    """Names and entries, in a few questions for the whole page."""
    acts = [act for act in incident.standing if act.kind == kinds.LINKED.code]
    wanted = {UUID(act.data["entry"]) for act in acts if act.data.get("entry")}
    if incident.brief.cause:
        wanted.add(incident.brief.cause)
    found = ledger.by_ids(wanted) if wanted else {}
    called = names.names_of(
        actor, [incident.brief, *(_Named(incident.brief.unit, act.place, act.person) for act in acts)]
    )
    linked = tuple(_linked(actor, act, called, found) for act in acts)
    cause = entry_link(actor, found[incident.brief.cause]) if incident.brief.cause in found else None
    return Seen(called, cause, linked)


@dataclass(frozen=True, slots=True)
class _Named:
    unit: str
    place: str | None
    person: UUID | None


def entry_link(actor: Actor, entry: ledger.Entry) -> Link:
    """An entry in its own words, or by its kind alone where the reader may not see it."""
    kind = KINDS.get(entry.kind)
    if kind is None or not ledger.may_see(actor, entry):
        return Link(kind.words if kind else Words(entry.kind, entry.kind), "")
    data = ledger.facts_of(actor, [entry])[entry.id]
    said = w("{kind}：{what}（{at}）", "{kind}: {what} ({at})").fill(
        kind=kind.words, what=sentence(entry.kind, data), at=moment(entry.occurred_at)
    )
    return Link(said, entry_href(entry.kind, entry.id))


def _linked(actor: Actor, act: Act, called: Called, found: dict[UUID, ledger.Entry]) -> Linked:
    parts: list[str] = [say(each) for each in (called.person(act.person), called.place(act.place)) if each]
    href = ""
    if act.data.get("entry"):
        entry = found.get(UUID(act.data["entry"]))
        link = entry_link(actor, entry) if entry else Link(str(act.data["entry"]), "")
        parts, href = [say(link.words)], link.href
    return Linked(act.entry, LINKS[act.data["role"]], "，".join(parts), href)


def title(incident: Incident) -> Words:
    """The page's answer: how it stands."""
    brief = incident.brief
    if brief.state == "proposed":
        return w("待受理：{what}", "To accept: {what}").fill(what=brief.words)
    if brief.state == "dismissed":
        return w("{state}：{what}", "{what}: {state}").fill(state=state_words(brief), what=brief.words)
    done = sum(each.settled for each in incident.steps)
    if brief.state == "closed" and brief.closed_at:
        took = minutes_said(int((brief.closed_at - brief.known_at).total_seconds() // 60))
        return w("已办结：{what}，用时 {took}", "Closed: {what}, after {took}").fill(what=brief.words, took=took)
    late = sum(each.standing is Standing.OVERDUE for each in incident.steps)
    said = w("处置中：{what}，{total} 步已办 {done}", "{what}: {done} of {total} steps done").fill(
        what=brief.words, total=len(incident.steps), done=done
    )
    return w("{said}，超时 {late}", "{said}, {late} overdue").fill(said=said, late=late) if late else said


def facts(incident: Incident, seen_by: Seen) -> list[Fact]:
    """The four moments, and what, where, who."""
    brief, called = incident.brief, seen_by.called
    listed = [
        Fact(w("状态", "State"), state_chip_of(brief)),
        Fact(w("事件", "Event"), f"{brief.code} {say(policy.event_words(brief.code, policy.day_of(brief.known_at)))}"),
        Fact(w("单位", "Unit"), called.unit(brief.unit)),
        Fact(w("地点", "Place"), called.place(brief.place) or "—"),
        Fact(w("人员", "Person"), called.person(brief.person) or "—"),
        Fact(w("发生", "Occurred"), brief.occurred_at),
        Fact(w("知悉", "Known"), brief.known_at),
        Fact(w("报告", "Reported"), brief.reported_at or w("尚未", "not yet")),
        Fact(w("接收", "Received"), brief.received_at or w("尚未", "not yet")),
        Fact(w("来源", "Reported by"), w("系统自动", "automatic") if brief.automatic else w("人工报告", "a person")),
    ]
    if seen_by.cause is not None:
        listed.append(Fact(w("依据", "Entry behind it"), seen_by.cause if seen_by.cause.href else seen_by.cause.words))
    if not brief.cause_stands:
        words = w("依据的记录已撤回或更正为未达到条件", "the entry behind it was withdrawn or corrected")
        listed.append(Fact(w("注意", "Note"), Chip(words, "doubtful", "near")))
    return listed


def result_words(incident: Incident, code: str) -> Words:
    """The words of a result."""
    for each in incident.procedure.results if incident.procedure else ():
        if each.code == code:
            return each.words
    return Words(code, code)


def step_words(incident: Incident, code: str) -> Words:
    """The words of a step."""
    return next((each.step.words for each in incident.steps if each.step.code == code), Words(code, code))


def act_words(incident: Incident, act: Act) -> Words:
    """One act as the history says it: steps and results by their words."""
    data = act.data
    if act.kind == kinds.STEP_DONE.code:
        return w("办理：{step}", "Done: {step}").fill(step=step_words(incident, data["step"]))
    if act.kind == kinds.STEP_SKIPPED.code:
        return w("跳过：{step}", "Skipped: {step}").fill(step=step_words(incident, data["step"]))
    if act.kind == kinds.CLOSED.code:
        return w("办结：{result}", "Closed: {result}").fill(result=result_words(incident, data["result"]))
    if act.kind == kinds.DISMISSED.code and data.get("readings"):
        return w("复测正常，已排除", "Ruled out by a normal second reading")
    if act.kind == kinds.REPORTED.code:
        return w("{sort}：报{to}", "{sort} report to {to}").fill(sort=SORTS[data["sort"]], to=data["to"])
    if act.kind in (kinds.PROPOSED.code, kinds.OPENED.code, kinds.DISMISSED.code):
        return KINDS[act.kind].words
    return sentence(act.kind, data)


def act_body(incident: Incident, act: Act) -> str:
    """What was said with it."""
    data = act.data
    said = []
    if act.kind == kinds.STEP_DONE.code and data.get("choice"):
        step = next((each.step for each in incident.steps if each.step.code == data["step"]), None)
        choices = step.answer.choices if step and step.answer else ()
        said.append(next((each.words.say() for each in choices if each.code == data["choice"]), data["choice"]))
    said += [
        str(data[name]) for name in ("text", "reason", "note") if data.get(name) and act.kind != kinds.REOPENED.code
    ]
    if data.get("why_left"):
        said.append(say(undone_said(incident, act)))
    return "；".join(said)


def undone_said(incident: Incident, closed: Act) -> Words:
    """What an incident was closed without, and why."""
    steps = [step_words(incident, code) for code in closed.data.get("steps_left", ())]
    tells = [incident.whom(each.tell) for each in incident.tells if each.tell.code in closed.data.get("tells_left", ())]
    named = [*steps, *(w("告知{whom}", "tell {whom}").fill(whom=whom) for whom in tells)]
    said = w("未办：{what}；理由：{why}", "not done: {what}; because: {why}")
    return said.fill(what=listed(named), why=closed.data["why_left"])


def history(incident: Incident) -> list[Event]:
    """Every act in its order; those taken back stay, struck."""
    automatic = w("自动", "automatic")
    exercise = (EXERCISE,) if incident.brief.exercise else ()
    return [
        Event(
            act.at,
            act_words(incident, act),
            who_did(act),
            act_body(incident, act),
            _report_href(incident, act),
            "late" if not act.stands() else "done",
            not act.stands(),
            (
                *exercise,
                *((automatic,) if act.automatic else ()),
                *((w("已撤回", "taken back"),) if not act.stands() else ()),
            ),
        )
        for act in incident.acts
    ]


def _report_href(incident: Incident, act: Act) -> str:
    return f"{incident.brief.href}reports/{act.data['number']}/" if act.kind == kinds.REPORTED.code else ""


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who must be told or was: how, until when, and by which act."""

    words: Words | str
    how: str
    standing: Standing
    due_at: datetime | None
    act: Act | None
    code: str = ""


def told(incident: Incident) -> list[Told]:
    """Who must be told and who was, in the order of the procedure, then anybody else."""
    rows = [
        Told(
            incident.whom(each.tell), each.tell.how, each.standing, each.due_at, each.act,
            "" if each.settled else each.tell.code,
        )
        for each in incident.tells
    ]  # fmt: skip
    listed = {each.act.entry for each in rows if each.act is not None}
    return rows + [
        Told(act.data["whom"], act.data["how"], Standing.DONE, None, act)
        for act in incident.standing
        if act.kind == kinds.TOLD.code and act.entry not in listed
    ]


class ToldTable(Table[Told]):
    """Who is told; `tell_href` is where somebody who may is led to do it."""

    tell_href: str = ""
    tall = False

    words = Text(
        w("告知对象", "Whom to tell"),
        link=lambda t, row: f"{t.tell_href}?to={row.code}" if t.tell_href and row.code else "",
    )
    how = Text(w("方式", "How"), lambda row: HOWS[row.how])
    standing = State(w("状态", "State"), lambda row: chip_of(row.standing))
    due_at = When(w("时限", "Due"))
    told_at = When(w("告知", "Told"), lambda row: row.act.at if row.act else None)
    received_at = When(w("接收", "Received"), lambda row: _received(row.act))
    by = Text(w("经办", "By"), lambda row: who_did(row.act) if row.act else "")


def who_did(act: Act) -> str:
    """Who recorded an act; what the product did by itself is marked so and has no name."""
    return "" if act.by == system_actor().login else who(act.by).say()


def _received(act: Act | None) -> datetime | None:
    said = act.data.get("received_at") if act else None
    return datetime.fromisoformat(said) if said else None


def back_lines(incident: Incident) -> list[tuple[UUID, Words]]:
    """What may be taken back, the newest first."""
    if incident.brief.state != "open":
        return []
    listed = [act for act in incident.standing if act.kind in TAKEN_BACK and not act.automatic]
    return [(act.entry, act_words(incident, act)) for act in reversed(listed)]


class IncidentsTable(Table[Brief]):
    """Incidents: what, how it stands, where, when, how far and what comes next."""

    called: Called
    steps: Mapping[UUID, Sequence[StepStands]]
    now: datetime

    words = Sentence(w("事件", "Event"), link=lambda row: row.href)

    @State(w("状态", "State"))
    def state(self, row: Brief) -> Chip:
        if row.state == "open" and any(step.standing is Standing.OVERDUE for step in self.steps.get(row.id, ())):
            return Chip(STANDING_WORDS[Standing.OVERDUE], "missed", "overdue")
        return state_chip_of(row)

    unit = Text(w("单位", "Unit"), lambda t, row: t.called.unit(row.unit))
    place = Text(w("地点", "Place"), lambda t, row: t.called.place(row.place))
    known_at = When(w("知悉", "Known"))

    @Figure(w("步骤", "Steps"))
    def done(self, row: Brief) -> str:
        mine = self.steps.get(row.id, ())
        return f"{sum(step.settled for step in mine)}/{len(mine)}" if mine and row.state != "proposed" else "—"

    @Text(w("下一时限", "Next due"))
    def next_due(self, row: Brief) -> Words | str:
        mine = self.steps.get(row.id, ())
        due = min((step.due_at for step in mine if not step.settled and step.due_at), default=None)
        return left_said(due, self.now) if row.state == "open" else ""
