"""duties · presenters: slots as cells, tallies as rows, a slot's why as facts and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.urls import reverse

from lianfang.areas.duties.kinds_duty import GRADES
from lianfang.areas.duties.payloads import MODES
from lianfang.areas.duties.queries import OfWindow, SlotSeen
from lianfang.areas.duties.rules import Duty, State
from lianfang.ground.access.queries_called import meet, who
from lianfang.ground.access.roles import answering, words_of
from lianfang.ground.places.sorts import PLACE_KINDS
from lianfang.kernel import spans
from lianfang.kernel.expectations import OPEN, SLOT_WORDS
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.playbook import current
from lianfang.playbook.known import known_words
from lianfang.shell.components.grid import CoverageGrid, GridCell, GridColumn, GridRow
from lianfang.shell.components.tables import Code, Figure, Sentence, Table, Text, When
from lianfang.shell.components.text import moment, pick
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.kinds.console import console_of, entry_href, form_href, pad_href
from lianfang.shell.links import to

# How strong the proof is, from left to right: typed, photo, scanned, seconded.
PROOF_SIGNS = {"typed": "¹", "photo": "²", "scanned": "³", "seconded": "⁴"}


def doubt_words(code: str) -> Words:
    """What pattern made a slot doubtful."""
    return next((rule.words for rule in current().doubts if rule.code == code), Words(code, code))


def doubt_note(code: str, day: date) -> str:
    """The rule's own explanation, where it has one."""
    for rule in current().doubts:
        if rule.code == code:
            return next((version.note or "" for version in rule.versions if version.holds(day)), "")
    return ""


def grade_words(evidence: str | None) -> str:
    """How strong the proof is; nothing where there is none."""
    return GRADES[evidence].say() if evidence in GRADES else ""


def slot_href(slot: SlotSeen) -> str:
    return reverse("duties:slot", args=[slot.duty, slot.day, slot.number, slot.target])


def grid_href(code: str, day: date, unit: str) -> str:
    return to("duties:grid", code, day=day.isoformat(), unit=unit)


def tip(slot: SlotSeen) -> str:
    """Who, when, with what proof; or until when."""
    if slot.done_at is not None:
        said = f"{moment(slot.done_at)} {who(slot.recorded_by or '').say()} · {grade_words(slot.evidence)}"
        if slot.doubts:
            said += pick("；疑似：", "; doubtful: ") + "、".join(doubt_words(code).say() for code in slot.doubts)
        return said
    word = SLOT_WORDS[slot.state].say()
    return f"{word} · {pick('截止', 'due')} {moment(slot.due_at)}"


class _Count(Figure):
    """How many slots of a tally are in a state; nothing for none."""

    def __init__(self, words: Words, state: State) -> None:
        super().__init__(words, lambda row: row.tally.of(state) or "")


class TalliesTable(Table[OfWindow]):
    """Each duty and window: how much is done of what is due, and what is not."""

    duties: Mapping[str, Duty]
    day: date
    unit: str
    now: datetime

    duty = Text(
        w("职责", "Duty"),
        lambda t, row: t.duties[row.duty].words if row.duty in t.duties else row.duty,
        link=lambda t, row: grid_href(row.duty, t.day, t.unit),
    )
    window = Text(w("时段", "Window"), lambda t, row: spans.span(row.from_at, row.due_at, t.now))
    due_at = When(w("截止", "Due"))
    done = Figure(w("已做/应做", "Done of due"), lambda row: f"{row.tally.done}/{row.tally.expected}")
    due = _Count(w("待做", "Due now"), State.DUE)
    overdue = _Count(w("逾期", "Overdue"), State.OVERDUE)
    missed = _Count(w("未做", "Missed"), State.MISSED)
    late = _Count(w("补做", "Late"), State.LATE)
    doubtful = _Count(w("疑似", "Doubtful"), State.DOUBTFUL)
    excused = _Count(w("免予办理", "Excused"), State.EXCUSED)


def _window(duty: Duty | None, number: int) -> Words:
    windows = duty.version.windows if duty else ()
    return windows[number - 1].words if number <= len(windows) else w("日终", "after the close")


def grid_of(
    duty: Duty, slots: Sequence[SlotSeen], days: Sequence[date], now: datetime, named: Callable[[SlotSeen], Words | str]
) -> CoverageGrid:
    """Targets down, windows across; each cell leads to its slot, and from there to the record."""
    times = sorted({(slot.day, slot.from_at, slot.number) for slot in slots})
    seen: dict[str, dict[tuple[date, int], SlotSeen]] = {}
    for slot in slots:
        seen.setdefault(slot.target, {})[slot.day, slot.number] = slot
    columns = []
    for day, from_at, number in dict.fromkeys((d, f, n) for d, f, n in times):
        ends = max((s.until_at or s.due_at for s in slots if (s.day, s.number) == (day, number)), default=from_at)
        columns.append(
            GridColumn(
                _window(duty, number).say(),
                title=spans.span(from_at, ends).say(),
                group=moment(from_at, "date"),
                now=from_at <= now < ends,
            )
        )
    keys = list(dict.fromkeys((d, n) for d, _, n in times))
    meet(slot.recorded_by for slot in slots)
    several = len({slot.unit for slot in slots}) > 1
    rows = []
    for cells in seen.values():
        first = next(iter(cells.values()))
        rows.append(
            GridRow(
                named(first),
                tuple(_cell(cells.get(key)) for key in keys),
                note=first.unit if several else "",
            )
        )
    return CoverageGrid(duty.words, tuple(columns), tuple(rows), corner=w("对象", "Target"), as_of=now)


def _cell(slot: SlotSeen | None) -> GridCell | None:
    if slot is None:
        return None
    return GridCell(slot.state, tip(slot), slot_href(slot), PROOF_SIGNS.get(slot.evidence or "", ""))


def facts_of(
    actor: Actor, slot: SlotSeen, duty: Duty, name: Words | str, unit: Words | str, excused: Words | None
) -> list[Fact]:
    """A slot with its why."""
    found = [
        Fact(w("状态", "State"), slot.state),
        Fact(w("职责", "Duty"), Link(duty.words, grid_href(duty.code, slot.day, slot.unit))),
        Fact(w("对象", "Target"), name),
        Fact(w("负责", "Responsible"), w("{unit} {role}", "{unit}, {role}").fill(unit=unit, role=words_of(slot.role))),
        Fact(w("报告日", "Reporting day"), spans.reporting_day(slot.day)),
        Fact(w("开始", "From"), slot.from_at),
        Fact(w("截止", "Due"), slot.due_at),
        Fact(w("可补做至", "Late until"), slot.until_at or w("不限", "no limit")),
        Fact(w("完成方式", "Fulfilled by"), KINDS[duty.version.kind].words),
    ]
    if slot.entry is not None and slot.done_at is not None:
        found += [
            Fact(w("完成于", "Done at"), slot.done_at),
            Fact(w("记录人", "Recorded by"), who(slot.recorded_by or "")),
            Fact(w("凭据", "Evidence"), grade_words(slot.evidence)),
        ]
        if actor.may(KINDS[duty.version.kind].see, slot.path):
            link = Link(w("查看记录", "See the record"), entry_href(duty.version.kind, slot.entry))
            found.append(Fact(w("记录", "Record"), link))
    for code in slot.doubts:
        note = doubt_note(code, slot.day)
        said = doubt_words(code).say() + (f"：{note}" if note else "")
        found.append(Fact(w("疑似", "Doubtful"), said))
    if excused is not None:
        found.append(Fact(w("免予办理", "Excused"), excused))
    return found


def record_href(slot: SlotSeen, duty: Duty) -> str | None:
    """Where the record is made that fulfils the slot; None where the area has an own way for it."""
    console = console_of(duty.version.kind)
    if console is None or not console.opens:
        return None
    if console.pads and slot.state in OPEN:
        return pad_href(duty.version.kind, slot.unit, slot.target)
    sort = duty.version.targets.sort
    target = {} if sort == "unit" else {"stream" if console.kind.goes_on else sort: slot.target}
    return form_href(duty.version.kind, slot.unit, **target)


def why(slot: SlotSeen) -> Words:
    """Why the slot stands as it does, in one sentence."""
    due, at = moment(slot.due_at), moment(slot.done_at) if slot.done_at else ""
    said = {
        State.DONE: w(
            "{at} 的记录最早且符合时段，截止 {due} 之前", "The record of {at} is the first that fits, before {due}"
        ),
        State.LATE: w(
            "{at} 的记录最早且符合时段，但晚于截止 {due}", "The record of {at} is the first that fits, but after {due}"
        ),
        State.DOUBTFUL: w(
            "{at} 有记录，但数据规律异常，请核对",
            "There is a record of {at}, but its pattern is doubtful: please check",
        ),
        State.NOT_DUE: w("还没有开始，截止 {due}", "It has not begun; due {due}"),
        State.DUE: w("已经开始，截止 {due}，还没有符合的记录", "It has begun and is due {due}; no record fits yet"),
        State.OVERDUE: w("截止 {due} 已过，还可以补做", "Due {due} is over; it can still be made good"),
        State.MISSED: w("截止 {due} 已过，时段内没有符合的记录", "Due {due} is over and no record fits the window"),
        State.EXCUSED: w("经批准免予办理", "It was excused"),
        State.VOID: w("对象当日已撤，不再应做", "The target left; nothing is due"),
    }
    return said[slot.state].fill(due=due, at=at)


class DutiesTable(Table[Duty]):
    """Every duty in force, with who answers, how it is fulfilled, when, and where the rule comes from."""

    sort_words: Callable[[str], Words]

    duty = Text(w("职责", "Duty"), "words", link=lambda row: reverse("duties:grid", args=[row.code]))

    @Sentence(w("责任岗位", "Responsible role"))
    def role(self, row: Duty) -> Words:
        return answering(row.version.role, row.version.role_by_unit)

    kind = Text(w("完成方式", "Fulfilled by"), lambda row: KINDS[row.version.kind].words)

    @Sentence(w("对象", "For each"))
    def targets(self, row: Duty) -> str:
        targets = row.version.targets
        kinds = pick("、", ", ").join(kind_words(kind).say() for kind in targets.kinds)
        return f"{self.sort_words(targets.sort).say()}{pick('：', ': ')}{kinds}"

    @Sentence(w("时段与截止", "Windows, due"))
    def windows(self, row: Duty) -> str:
        times = (f"{each.words.say()} {each.begins:%H:%M}→{each.due:%H:%M}" for each in row.version.windows)
        return pick("；", "; ").join(times) or w("日终后，按各级截止", "after the close, by each level's cut-off").say()

    indicator = Code(w("指标", "Figure"))
    source = Sentence(w("来源", "Source"), lambda row: source_words(row))


def kind_words(kind: str) -> Words:
    """A kind of places or of units; its code where nobody has words for it."""
    if kind in PLACE_KINDS:
        return PLACE_KINDS[kind]
    return next((each.words for each in current().unit_kinds if each.code == kind), Words(kind, kind))


def source_words(duty: Duty) -> Words:
    """Where the rule comes from and whether anybody held it against the original."""
    version = duty.version
    if duty.made:
        return w("{unit} 设定：{why}", "set by {unit}: {why}").fill(
            unit=duty.prefix.rstrip("/").rpartition("/")[2], why=version.note or ""
        )
    said = known_words(current(), version)
    modes = version.modes
    if modes:
        said = w("{said}；仅{modes}", "{said}; only {modes}").fill(said=said, modes=listed(MODES[m] for m in modes))
    return said
