"""reporting · console of the tree: who has reported, reminders, and the roll-up of any level with its children."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache, cached_property

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.areas.reporting import (
    actions,
    actions_reminding,
    presenters,
    queries_board,
    queries_tree,
)
from lianfang.areas.reporting.forms import UNFILED, BoardFilter
from lianfang.areas.reporting.kinds import RECEIVE, REMIND, SEE
from lianfang.areas.reporting.rules import REMIND_AGAIN_AFTER, Handling
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.clock import Day
from lianfang.kernel.filings import Counts, Standing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.acting import onward, pressed
from lianfang.shell.asked import must_hold, unit_and_day, unit_asked
from lianfang.shell.components.cells import Bulk, FigureLink, Pick, PostButton, Small
from lianfang.shell.components.marks import STANDING_CHIPS, figure_of
from lianfang.shell.components.tables import Columns, Figure, Sentence, State, Table, Text, When, Who
from lianfang.shell.components.text import moment, pick
from lianfang.shell.components.types import Link, Stat
from lianfang.shell.cursors import Trail, word
from lianfang.shell.day_asked import day_asked, of_a_day, today_of
from lianfang.shell.forms import sentence
from lianfang.shell.reader import signed_in


@signed_in
@of_a_day
def board_page(request: HttpRequest, actor: Actor, unit: str | None = None, day: date | None = None) -> HttpResponse:
    """应报/按时/迟/缺/退 of a tree on a day; the title is the answer."""
    now = clock.current().now()
    form = BoardFilter(request.GET)
    top, day = unit_and_day(actor, form.chosen("unit") or unit, SEE, now, form.chosen("day") or day)
    window = clock.reporting_day(day)
    counted = queries_board.counts(actor, window, top.path, now=now)
    standing = form.chosen("standing")
    trail = Trail.asked(request, int, str)
    page = queries_board.page(
        actor, window, top.path, now=now, standings=_standings(standing),
        handling=form.chosen("handling") or "", text=form.chosen("q") or "", after=trail.after, by_need=True,
    )  # fmt: skip
    table = BoardTable(page.rows, actor, day, now, request.get_full_path())
    context = {
        "title": _answer(counted, now, day),
        "lede": _closed_last(actor, top, window, now) or top.words,
        "as_of": counted.as_of,
        "crumbs": _crumbs(actor, top, day, "board"),
        "actions": [
            *_to_closed(top, window, now),
            Link(w("汇总", "Roll-up"), reverse("reporting:rollup-of", args=[top.code, day])),
        ],
        "filter_form": BoardFilter({**request.GET.dict(), "unit": top.code}),
        "stats": _stats(counted, top, day),
        "bulk": _bulk(table, _further(table, window, top, page, counted) if standing in _CHASED else []),
        "table": table,
        "page": trail.on(page.rows, word(*page.after) if page.after else None),
        "empty_title": w("没有应报的单位", "No unit is due"),
    }  # fmt: skip
    return render(request, "reporting/board.html", context)


@require_POST
@signed_in
def remind(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """One reminder, recorded; a second within half an hour is told of the first."""
    back = onward(request, reverse("reporting:board"))
    return pressed(
        request, lambda: actions.remind_unit(actor, unit=unit, day=day),
        done=lambda made: w("已催报：{unit}", "Reminded {unit}").fill(unit=made.unit.words), to=back, warns=back,
    )  # fmt: skip


@require_POST
@signed_in
def remind_many(request: HttpRequest, actor: Actor, day: date) -> HttpResponse:
    """Many units at once, each by itself: who was reminded is told, and of each of the others why not."""
    must_hold(actor, REMIND)
    made = actions_reminding.remind_units(
        actor, units=request.POST.getlist("unit"), day=day, code=request.POST.get("code", "")
    )
    if made.units:
        said = w("已催 {n} 家：{units}", "Reminded {n}: {units}")
        named = listed([unit.words for unit in made.units[:_NAMED]])
        more = len(made.units) - _NAMED
        named = w("{units} 等", "{units} and {n} more").fill(units=named, n=more) if more > 0 else named
        messages.success(request, said.fill(n=len(made.units), units=named).say())
    called = units.units(actor, [unit for unit, _ in made.refused], day=day) if made.refused else {}
    for unit, why in made.refused[:_NAMED]:
        name = called[unit].words if unit in called else unit
        messages.warning(request, w("{unit}：{why}", "{unit}: {why}").fill(unit=name, why=sentence(why)).say())
    if len(made.refused) > _NAMED:
        said = w("另有 {n} 家未催成，原因类似", "{n} more could not be reminded, for similar reasons")
        messages.warning(request, said.fill(n=len(made.refused) - _NAMED).say())
    return HttpResponseRedirect(onward(request, reverse("reporting:board")))


@signed_in
@of_a_day
def rollup_home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The roll-up of the reader's widest unit, on the day asked for."""
    asked = day_asked(request)
    unit, day = unit_and_day(actor, None, SEE, clock.current().now(), asked.day if asked else None)
    return HttpResponseRedirect(reverse("reporting:rollup-of", args=[unit.code, day]))


_WHOLE = w("{unit} {day}汇总：{n} 项中 {open} 项未齐", "{unit}, {day}: {open} of {n} figures are incomplete")


@signed_in
@of_a_day
def rollup_page(request: HttpRequest, actor: Actor, unit: str, day: date) -> HttpResponse:
    """A subtree's figures added up, and the same for each subtree directly below it."""
    now = clock.current().now()
    top = unit_asked(actor, unit, SEE, day=day)
    window = clock.reporting_day(day)
    whole = queries_tree.whole(actor, top, window, now=now)
    trail = Trail.asked(request)
    below = queries_tree.below(actor, top, window, now=now, after=trail.word)
    section = next((each for each in whole.sections if each.code == request.GET.get("section")), whole.sections[0])
    counted = queries_board.counts(actor, window, top.path, now=now)
    open_lines = sum(1 for line in whole.lines if line.open)
    own_href = reverse("reporting:report", args=[top.code, day])
    own = [Link(w("本单位日报", "Its own report"), own_href)] if whole.files else []
    context = {
        "title": _WHOLE.fill(unit=top.words, day=presenters.day_said(day), n=len(whole.lines), open=open_lines),
        "lede": counted.words,
        "as_of": whole.as_of,
        "crumbs": _crumbs(actor, top, day, "rollup-of"),
        "actions": [
            Link(w("报送看板", "Who has reported"), f"{reverse('reporting:board')}?unit={top.code}&day={day}"),
            *own,
            Link(w("PDF", "PDF"), reverse("reporting:rollup-download", args=[top.code, day, "pdf"])),
            Link(w("电子表格", "Spreadsheet"), reverse("reporting:rollup-download", args=[top.code, day, "xlsx"])),
            Link(w("CSV", "CSV"), reverse("reporting:rollup-download", args=[top.code, day, "csv"])),
        ],
        "whole": WholeTable(whole.lines, top, day, whole.files),
        "sections": [(each.code, each.words, each.code == section.code) for each in whole.sections],
        "below": BelowTable(below.rows, top, day, [line for line in whole.lines if line.code in section.codes])
        if below.rows
        else None,
        "page": trail.on(below.rows, below.after),
        "day": day,
    }  # fmt: skip
    return render(request, "reporting/rollup.html", context)


def _before(top: Unit, window: Day, now: datetime) -> Day | None:
    """The day that closed last, where the one shown still runs and nobody can report of it yet."""
    before = window.date - timedelta(days=1)
    runs = window.from_at <= now < window.to_at and top.opened_on <= before
    return clock.reporting_day(before) if runs else None


def _closed_last(actor: Actor, top: Unit, window: Day, now: datetime) -> Words | None:
    """How the reports of the day that closed last stand, for whoever opens the board of one that runs."""
    before = _before(top, window, now)
    if before is None:
        return None
    said = w(
        "{unit}：这一天还在进行，截止后才上报。刚截止的 {day}：{counts}",
        "{unit}: this day is still in progress and is reported once it has closed. Of {day}, which "
        "closed last: {counts}",
    )
    counted = queries_board.counts(actor, before, top.path, now=now)
    return said.fill(unit=top.words, day=presenters.day_said(before.date), counts=counted.words)


def _to_closed(top: Unit, window: Day, now: datetime) -> list[Link]:
    before = _before(top, window, now)
    if before is None:
        return []
    said = w("查看刚截止的 {day}", "Open {day}, which closed last").fill(day=presenters.day_said(before.date))
    return [Link(said, f"{reverse('reporting:board')}?unit={top.code}&day={before.date}")]


def _answer(counted: Counts, now: datetime, day: date) -> Words:
    """The page's answer; of the day that closed last also as of when, since its reports still come in."""
    said = w("{day} {said}", "{day}: {said}").fill(day=presenters.day_said(day), said=counted.words)
    if day != today_of(now) - timedelta(days=1):
        return said
    return w("{said}（{when}）", "{said} (at {when})").fill(said=said, when=moment(now, "time"))


def _stats(counted: Counts, unit: Unit, day: date) -> list[Stat]:
    """The counts as large figures, each leading to its rows."""

    def stat(zh: str, en: str, value: int, standing: str = "", tone: str = "", handling: str = "") -> Stat:
        query = f"?unit={unit.code}&day={day}&standing={standing}&handling={handling}"
        return Stat(w(zh, en), value, href=f"{reverse('reporting:board')}{query}", tone=tone if value else "")

    return [
        stat("应报", "Due", counted.due),
        stat("按时", "On time", counted.on_time, "on_time"),
        stat("迟报", "Late", counted.late, "late", "near"),
        stat("未报", "Missing", counted.missing, "missing", "overdue"),
        stat("退回", "Returned", counted.returned, "", "overdue", "returned"),
        *([stat("撤回", "Recalled", counted.recalled, "", "overdue", "recalled")] if counted.recalled else []),
        Stat(
            w("零：已核实 / 未核实", "Zeros confirmed / unverified"),
            f"{counted.zeros_confirmed:,} / {counted.zeros_unverified:,}",
        ),
    ]


_CHASED = (None, "", Standing.MISSING, UNFILED)  # pages on which every missing report is meant, also on those to come


def _further(table: BoardTable, window: Day, top: Unit, page: queries_board.Page, counted: Counts) -> list[str]:
    """The units whose reports are missing and stand on the pages to come, as they would be ticked there; asked only
    where there are any."""
    if page.after is None or counted.missing <= len(page.rows):
        return []
    most = actions_reminding.MOST
    rest = queries_board.page(
        table.actor, window, top.path, now=table.now, standings=(Standing.MISSING,), after=page.after, size=most,
        by_need=True,
    )  # fmt: skip
    return [row.unit.code for row in rest.rows if table.picked(row)]


def _bulk(table: BoardTable, further: list[str]) -> Bulk | None:
    """One press for every report that is missing and was not asked for a moment ago; nothing where there is none."""
    chosen = sum(table.picked(row) for row in table.rows)
    if not any(table.may_remind(row) for row in table.rows):
        return None
    to = reverse("reporting:remind-many", args=[table.day])
    words = w("催报所选单位", "Remind those chosen")
    if further:
        more = w("催报所选单位，及后面各页的 {n} 家", "Remind those chosen, and {n} on further pages")
        words = more.fill(n=len(further))
    return Bulk(words, to, chosen, (("next", table.back), *(("unit", unit) for unit in further)))


_NAMED = 12  # so many are named in one message
_ANY = "ANY-UNIT"  # stands for a code in an address of which there are many


class BoardTable(Table[queries_board.Row]):
    """The units that are due, each with how its report stands; `back`: where an act leads back to."""

    actor: Actor
    day: date
    now: datetime
    back: str

    unit = Text(w("单位", "Unit"), "unit.words", link=lambda t, row: t.address("report", row.unit))
    pick = State(w("选", "Choose"), lambda t, row: t.box(row), when="reminds")
    standing = State(w("报送", "Filing"), lambda row: STANDING_CHIPS[row.standing])
    due_at = When(w("截止", "Cut-off"))
    filed_at = When(w("填报时间", "Filed at"), "filing.filed_at")
    filed_by = Who(w("签发人", "Signed by"), "filing.filed_by")
    number = Figure(w("版次", "Version"), lambda row: row.filing.number or "")
    handling = State(
        w("处理", "Handling"), lambda row: presenters.HANDLING_CHIPS[row.filing.handling] if row.filing.number else ""
    )

    @Sentence(w("办理", "Action"))
    def acts(self, row: queries_board.Row) -> tuple[Small | PostButton, ...]:
        """What was reminded, and the one click that reminds or receives."""
        own = any(held.unit == row.unit.code for held in self.actor.held)
        found: list[Small | PostButton] = []
        if row.reminders and row.filing.reminded_at:
            said = pick(f"已催{row.reminders}次", f"reminded {row.reminders}×")
            at = moment(row.filing.reminded_at, "time")
            found.append(Small(f"{said} · {row.filing.reminded_by} {at}"))
        if self.may_remind(row):
            found.append(self._button("remind", w("催报", "Remind"), row.unit))
        waits = row.filing.handling is Handling.SUBMITTED and row.filing.filed_by != self.actor.login
        if waits and not own and self.actor.may(RECEIVE, row.unit.path):
            found.append(self._button("receive", w("接收", "Receive"), row.unit))
        return tuple(found)

    @cached_property
    def reminds(self) -> bool:
        """Whether there is anybody to remind."""
        return any(self.may_remind(row) for row in self.rows)

    def may_remind(self, row: queries_board.Row) -> bool:
        """Whether the reader may ask the unit for its report, which is not there."""
        own = any(held.unit == row.unit.code for held in self.actor.held)
        return row.awaited and not own and self.actor.may(REMIND, row.unit.path)

    def picked(self, row: queries_board.Row) -> bool:
        """Whether it is ticked from the start: missing, and nobody asked for it within the last half hour."""
        asked = row.filing.reminded_at
        fresh = asked is not None and self.now < asked + REMIND_AGAIN_AFTER
        gone = row.standing == Standing.MISSING or row.filing.handling is Handling.RECALLED
        return self.may_remind(row) and gone and not fresh

    def box(self, row: queries_board.Row) -> Pick | str:
        return Pick(row.unit.code, row.unit.words, self.picked(row)) if self.may_remind(row) else ""

    def _button(self, address: str, words: Words, unit: Unit) -> PostButton:
        return PostButton(words, self.address(address, unit), about=unit.words, sends=(("next", self.back),))

    def address(self, name: str, unit: Unit) -> str:
        """A page of the unit on the day. Only the code differs from row to row, so each is asked for once a page."""
        return self._addresses(name).replace(_ANY, unit.code)

    @cached_property
    def _addresses(self) -> Callable[[str], str]:
        return cache(lambda name: reverse(f"reporting:{name}", args=[_ANY, self.day]))


def _standings(chosen: str | None) -> tuple[str, ...]:
    if chosen == UNFILED:
        return (Standing.OPEN, Standing.DUE, Standing.MISSING)
    return (chosen,) if chosen else ()


class WholeTable(Table[queries_tree.RolledLine]):
    """The subtree's lines; a figure opens the report behind it where the unit `files` one."""

    top: Unit
    day: date
    files: bool
    tall = False

    words = Text(w("指标", "Indicator"))
    measure = Figure(
        w("汇总", "Rolled up"),
        lambda t, row: FigureLink(
            row.measure,
            reverse("reporting:evidence", args=[t.top.code, t.day, row.code]) if t.files else "",
            figure_of(row.code, t.top.code, t.day),
        ),
    )
    state = State(w("状态", "State"), "measure.state")


class BelowTable(Table[queries_tree.Subtree]):
    """The subtrees directly below, one row each, for some lines of the form; the foot is the whole."""

    top: Unit
    day: date
    lines: list[queries_tree.RolledLine]
    stack = tall = False

    unit = Text(
        w("单位", "Unit"),
        lambda row: presenters.subtree_words(row),
        link=lambda t, row: reverse(
            "reporting:rollup-of" if row.branches and not row.itself else "reporting:report",
            args=[row.unit.code, t.day],
        ),
        total=lambda t: w("{unit}合计", "{unit}, total").fill(unit=t.top.words),
    )
    standing = State(w("报送", "Filing"), lambda row: STANDING_CHIPS[row.standing] if row.standing else "")

    @Columns
    def figures(self) -> list[Figure]:
        return presenters.figures_of(self.lines, self.top, self.day)


def _crumbs(actor: Actor, unit: Unit, day: date, page: str) -> list[Link]:
    """The units above that the reader sees."""
    above = units.ancestors(actor, unit, day=day)
    if page == "board":
        return [Link(each.words, f"{reverse('reporting:board')}?unit={each.code}&day={day}") for each in above]
    return [Link(each.words, reverse(f"reporting:{page}", args=[each.code, day])) for each in above]
