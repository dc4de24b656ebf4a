"""reporting · presenters: a report in the words, tables and signs of its pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from lianfang.areas.reporting import presenters_paper
from lianfang.areas.reporting.kinds import (
    AMENDED,
    CONFIRMED,
    FILLED,
    RECALLED,
    RECEIVED,
    REMINDED,
    RETURNED,
    REVIEWED,
    SENT_BACK,
    UNSIGNED,
)
from lianfang.areas.reporting.queries import Line, Report
from lianfang.areas.reporting.queries_acts import Act
from lianfang.areas.reporting.queries_signing import stand
from lianfang.areas.reporting.queries_tree import RolledLine, Subtree, named
from lianfang.areas.reporting.rules import HANDLING_WORDS, STEP_WORDS, VERDICT_WORDS, Handling, Verdict
from lianfang.ground.access.queries_called import who
from lianfang.ground.units.queries import Unit
from lianfang.kernel.filings import Counts, Standing
from lianfang.kernel.measures import STATE_WORDS, MeasureState
from lianfang.kernel.occurrences import Occurrence
from lianfang.kernel.words import Words, w
from lianfang.shell.components.cells import FigureLink
from lianfang.shell.components.marks import STANDING_CHIPS, Chip, figure_of
from lianfang.shell.components.tables import Columns, Figure, State, Table, Text
from lianfang.shell.components.text import figure, moment, percent, pick
from lianfang.shell.components.types import Event, Fact, Link, Need

HANDLING_CHIPS: dict[Handling, Chip] = {
    Handling.NONE: Chip(HANDLING_WORDS[Handling.NONE], "not_due"),
    Handling.SUBMITTED: Chip(HANDLING_WORDS[Handling.SUBMITTED], "due"),
    Handling.RECEIVED: Chip(HANDLING_WORDS[Handling.RECEIVED], "done"),
    Handling.RETURNED: Chip(HANDLING_WORDS[Handling.RETURNED], "missed", "overdue"),
    Handling.RECALLED: Chip(HANDLING_WORDS[Handling.RECALLED], "missed", "overdue"),
}
_OPEN_STATES = (MeasureState.NOT_REPORTED, MeasureState.ZERO_UNVERIFIED, MeasureState.PARTIAL)
_ACT_WORDS = {
    CONFIRMED: w("签发第 {n} 版", "signed off version {n}"),
    AMENDED: w("签发更正第 {n} 版", "signed off the amendment, version {n}"),
    RECEIVED: w("接收第 {n} 版", "received version {n}"),
    RETURNED: w("退回第 {n} 版", "returned version {n}"),
    REMINDED: w("催报", "reminder"),
    FILLED: w("填报第 {n} 版", "filled in version {n}"),
    REVIEWED: w("审核第 {n} 版", "reviewed version {n}"),
    SENT_BACK: w("第 {n} 版退回填报", "sent version {n} back to be filled in"),
    UNSIGNED: w("撤回第 {n} 版的签字", "took back the signature of version {n}"),
    RECALLED: w("撤回已报送的第 {n} 版", "recalled version {n}"),
}
_ACT_MARKS = {
    CONFIRMED: "done", AMENDED: "late", RECEIVED: "done", RETURNED: "missed", REMINDED: "due", FILLED: "done",
    REVIEWED: "done", SENT_BACK: "missed", UNSIGNED: "missed", RECALLED: "missed",
}  # fmt: skip


def day_said(day: date) -> Words:
    """A report's day as a title says it."""
    return w(f"{day.month}月{day.day}日", f"{day:%-d %b}")


def href(page: str, report: Report, *more: object) -> str:
    """The address of one of a report's pages."""
    return reverse(f"reporting:{page}", args=[report.unit.code, report.day.date, *more])


def title(report: Report) -> Words:
    """The page's answer: where this report stands and what is open about it."""
    day = day_said(report.day.date)
    if report.version is None:
        ready = {
            Standing.OPEN: w("{day}日报：统计中，{closes} 后可确认", "{day}: the window is open until {closes}"),
            Standing.DUE: w("{day}日报：待确认，{due} 截止", "{day}: to be confirmed by {due}"),
            Standing.MISSING: w("{day}日报：已过截止 {due}，尚未提交", "{day}: past the cut-off {due}, not filed"),
        }[report.standing]
        return ready.fill(day=day, closes=_clock(report.day.to_at), due=_clock(report.due_at))
    number, open_lines = report.filing.number, len(report.pending)
    said = {
        Handling.SUBMITTED: w("{day}日报：第 {n} 版已提交", "{day}: version {n} is submitted"),
        Handling.RECEIVED: w("{day}日报：第 {n} 版已被接收", "{day}: version {n} is received"),
        Handling.RETURNED: w("{day}日报：第 {n} 版被退回，待更正", "{day}: version {n} was returned"),
        Handling.RECALLED: w("{day}日报：第 {n} 版已撤回，待更正", "{day}: version {n} was recalled"),
    }[report.filing.handling].fill(day=day, n=number)
    if open_lines:
        more = w("{said}，{n} 项待更正", "{said}, {n} figures wait for an amendment")
        said = more.fill(said=said, n=open_lines)
    of = stand(report)
    if of.taken:
        more = w("{said}，第 {n} 版待{step}", "{said}; version {n} is to be {step}")
        said = more.fill(said=said, n=of.number, step=STEP_WORDS[of.next.step])
    if report.unlisted:
        more = w("{said}，签发后新增突发情况 {n} 起", "{said}; events that came after signing: {n}")
        said = more.fill(said=said, n=len(report.unlisted))
    return said


def went_back(report: Report) -> Words | None:
    """Why the version in hand last went back to whoever fills it in, and by whom."""
    back = report.back
    if back is None:
        return None
    said = {
        RETURNED: w("{who}于 {at} 退回：{why}", "Returned by {who} on {at}: {why}"),
        RECALLED: w("{who}于 {at} 撤回：{why}", "Recalled by {who} on {at}: {why}"),
        SENT_BACK: w("{who}于 {at} 退回填报：{why}", "Sent back to be filled in by {who} on {at}: {why}"),
    }[back.kind]
    return said.fill(who=who(back.by), at=moment(back.at), why=back.why)


def needs(report: Report, below: Counts | None, *, amends: bool = False) -> list[Need]:
    """Before the filing: who below has not filed, unverified zeros and gaps. After it: what has changed since.

    `below` counts the reports of the units below. While some are not there, every sum is partial for that one
    reason, which is said once. `amends`: the reader may amend the report.
    """
    if report.filed is not None:
        return [
            *(_came_since(report, event, amends) for event in report.unlisted),
            *(_changed(report, line) for line in report.pending),
        ]
    open_to = below.due - below.there if below else 0
    states = _OPEN_STATES[:2] if open_to else _OPEN_STATES
    open_lines = [line for line in report.lines if line.live.state in states]
    waiting = [_not_there(report, below, open_to)] if below and open_to else []
    return waiting + [_gap(report, line) for line in sorted(open_lines, key=lambda line: states.index(line.live.state))]


def _not_there(report: Report, below: Counts, open_to: int) -> Need:
    href = f"{reverse('reporting:board')}?unit={report.unit.code}&day={report.day.date}"
    return Need(
        words=w("下级还有 {n} 家未报", "{n} units below have not filed").fill(n=open_to),
        detail=w("现在确认，汇总各项按“部分”上报", "Confirmed now, every sum is filed as partial"),
        href=f"{href}&standing=unfiled",
        act=w("查看并催报", "See and remind"),
        chip=Chip(w("缺{n}", "{n} missing").fill(n=below.missing), "missed", "overdue") if below.missing else None,
    )


def _gap(report: Report, line: Line) -> Need:
    state = line.live.state
    return Need(
        words=Words(_line_said(line, "zh"), _line_said(line, "en")),
        detail=_what_to_do(line, report.below),
        href=href("evidence", report, line.code),
        act=w("查看依据", "See the evidence"),
        chip=Chip(STATE_WORDS[state], state),
    )


def _came_since(report: Report, event: Occurrence, amends: bool) -> Need:
    said = w("签发后新增突发情况：{what}（{at}）", "An event came after signing: {what} ({at})")
    return Need(
        words=said.fill(what=event.words, at=moment(event.at)),
        detail=w(
            "已签发的这一版没有列入；更正后列入并重新签发",
            "The signed version does not list it; an amendment does",
        ),
        href=href("amend", report) if amends else event.href,
        act=w("更正", "Amend") if amends else w("查看事件", "See the event"),
        chip=Chip(w("待更正", "to be amended"), "doubtful", "near"),
    )


def _changed(report: Report, line: Line) -> Need:
    said = w("{name}：已报 {was}，台账现为 {now}", "{name}: filed {was}, the ledger now says {now}")
    was, now = (figure(m.value) or "—" for m in (line.stated, line.live))
    return Need(
        words=said.fill(name=line.field.words, was=was, now=now),
        detail=w(
            "确认之后又有记录；更正前仍以已报数为准",
            "Recorded after the filing; the filed figure stands until it is amended",
        ),
        href=href("evidence", report, line.code),
        act=w("查看依据", "See the evidence"),
        chip=Chip(w("待更正", "to be amended"), "doubtful", "near"),
    )


def state_chip(line: Line) -> Chip:
    """How a figure stands; before the filing how it will stand once it is filed, which nobody has confirmed yet."""
    said = presenters_paper.state_words(line, line.shown)
    if not line.filed and line.stated.state is not line.live.state:
        said = w("待确认：{state}", "to be confirmed: {state}").fill(state=said)
    return Chip(said, line.shown.state)


class LinesTable(Table[Line]):
    """Every line of the report. Before the filing, what each will state once it is filed; after it, where the ledger
    has come to differ, what it says now."""

    report: Report
    tall = False

    indicator = Text(w("指标", "Indicator"), lambda row: named(row.field))
    value = Figure(
        w("数值", "Value"),
        lambda t, row: FigureLink(row.stated, href("evidence", t.report, row.code), of_line(t.report, row)),
        note=w("已查/应查", "checked/expected"),
    )
    coverage = Figure(
        w("覆盖率", "Coverage"), lambda row: "" if row.stated.coverage is None else percent(row.stated.coverage)
    )
    state = State(w("状态", "State"), lambda row: state_chip(row))

    @property
    def unfiled(self) -> bool:
        return self.report.filed is None

    @property
    def differs(self) -> set[str]:
        """The codes of the filed lines of which the ledger says something else now."""
        return set() if self.unfiled else {line.code for line in self.report.pending}

    @Columns
    def ledger_now(self) -> list[Figure]:
        differs = self.differs
        if not differs:
            return []
        return [
            Figure(
                w("台账现值", "Ledger now"),
                lambda row: (
                    FigureLink(row.live, href("evidence", self.report, row.code), f"{of_line(self.report, row)} ledger")
                    if row.code in differs
                    else ""
                ),
            )
        ]


def facts(report: Report, verdicts: Iterable[Verdict]) -> list[Fact]:
    """Which report it is, how it stands, and by what it is proved."""
    filing = report.filing
    said_of = [VERDICT_WORDS[each] for each in verdicts]
    late = next((act.late_reason for act in report.versions if act.late_reason), "")
    children = len(report.filed.children) if report.filed and report.below else None
    said: list[tuple[Words, Any]] = [
        (w("单位", "Unit"), report.unit.words),
        (w("统计时段", "Window"), f"{moment(report.day.from_at)} — {moment(report.day.to_at)}"),
        (w("截止", "Cut-off"), report.due_at),
        (w("报送", "Filing"), STANDING_CHIPS[report.standing]),
        (w("处理", "Handling"), HANDLING_CHIPS[filing.handling]),
        (w("版次", "Version"), filing.number or None),
        (w("签发", "Signed off"), _who_when(filing.filed_by, filing.filed_at) if filing.filed else ""),
        (w("判定", "Verdict"), pick("、", ", ").join(each.say() for each in said_of)),
        (w("情况说明", "Narrative"), report.filed.narrative if report.filed else ""),
        (w("迟报原因", "Why it was late"), late),
        (w("下级报表", "Reports from below"), children),
    ]  # fmt: skip
    return [Fact(label, value) for label, value in said if value not in (None, "")]


def history(report: Report) -> list[Event]:
    """Every act on the report, the newest first."""
    newest = report.filing.number
    return [
        Event(
            at=act.at,
            title=_ACT_WORDS[act.kind].fill(n=act.number or ""),
            who=who(act.by).say(),
            body=act.why or act.late_reason,
            href=href("history", report) if act.files and newest > 1 else "",
            mark=_ACT_MARKS[act.kind],
            struck=act.files and ((act.number or 0) < newest or not report.filing.filed),
        )
        for act in reversed(report.acts)
    ]


class DifferencesTable(Table[Line]):
    """What two versions state differently, line by line; all lines where they state the same."""

    one: Act
    other: Act
    tall = False

    indicator = Text(w("指标", "Indicator"), lambda row: named(row.field))

    @Columns
    def versions(self) -> list[Figure]:
        return [self._of(self.one), self._of(self.other)]

    def _of(self, act: Act) -> Figure:
        words = w("第 {n} 版", "Version {n}").fill(n=act.number)
        return Figure(words, lambda row: act.lines.get(row.code) or "")

    @State(w("比较", "Compared"))
    def compared(self, row: Line) -> Chip:
        if self.changed(row):
            return Chip(w("有变化", "changed"), "late", "near")
        return Chip(w("相同", "the same"), "done")

    def changed(self, line: Line) -> bool:
        """Whether the two state different figures."""
        was, now = self.one.lines.get(line.code), self.other.lines.get(line.code)
        return was is not None and now is not None and (was.value, was.checked, was.expected, was.state) != (
            now.value, now.checked, now.expected, now.state
        )  # fmt: skip


def downloads(report: Report) -> list[Link]:
    """The same report as a document."""
    return [Link(words, href("download", report, kind)) for kind, words in (
        ("pdf", w("PDF 报表", "PDF form")), ("xlsx", w("电子表格", "Spreadsheet")),
    )]  # fmt: skip


def _line_said(line: Line, lang: str) -> str:
    m, words = line.live, line.field.words.say(lang)
    value, colon = figure(m.value) or "—", "：" if lang == "zh" else ": "
    checked = ""
    if m.checked is not None and m.expected is not None:
        counted = figure(m.checked), figure(m.expected)
        checked = "（已查 {} / 应查 {}）".format(*counted) if lang == "zh" else " ({} of {} checked)".format(*counted)
    return f"{line.code} {words}{colon}{value}{checked}"


_NOTHING = w(
    "没有任何记录：请补记，或确认后按“未报”上报", "Nothing is recorded: record it, or it is filed as not reported"
)
_CHANNEL = w(
    "先核对当日官方渠道，零才算核实", "Check the official channel of the day first; only then is the zero confirmed"
)
_BELOW = w("有下级未报或覆盖率不足（{coverage}）", "A unit below has not filed, or too little was checked ({coverage})")
_TOO_LITTLE = w(
    "覆盖率未达标或尚有待复核，补查后再确认（{coverage}）",
    "Too little was checked, or something waits to be checked again ({coverage})",
)


def _what_to_do(line: Line, below: bool) -> Words:
    state = line.live.state
    if state is MeasureState.NOT_REPORTED:
        return _NOTHING
    if line.indicator.cases:
        return _CHANNEL
    said = _BELOW if below and state is MeasureState.PARTIAL else _TOO_LITTLE
    return said.fill(coverage=line.indicator.coverage)


def _who_when(by: str, at: datetime | None) -> str:
    return f"{who(by).say()} · {moment(at)}" if at else ""


def _clock(at: datetime) -> str:
    return moment(at, "time")


def subtree_words(of: Subtree) -> Words:
    """How a subtree is called; what the unit itself states is told from it."""
    return w("本级：{unit}", "Itself: {unit}").fill(unit=of.unit.words) if of.itself else of.unit.words


def of_line(report: Report, line: Line) -> str:
    """Which figure a line of a report is."""
    return figure_of(line.code, report.unit.code, report.day.date)


def figures_of(lines: Sequence[RolledLine], top: Unit, day: date) -> list[Figure]:
    """A column for each line of the form, with the whole below it; a figure opens what is missing behind it."""

    def cell(row: Subtree, code: str) -> FigureLink:
        of = figure_of(code, f"={row.unit.code}" if row.itself else row.unit.code, day)
        return FigureLink(row.figures[code], of=of)

    def column(line: RolledLine) -> Figure:
        return Figure(
            line.code,
            lambda row: cell(row, line.code),
            note=line.short,
            total=FigureLink(line.measure, of=figure_of(line.code, top.code, day)),
        )

    return [column(line) for line in lines]
