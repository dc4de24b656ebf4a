"""reporting · home: what the daily reports ask of those who file them and of those who receive them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from lianfang.areas.reporting import presenters, problems, queries, queries_below, queries_board, queries_signing
from lianfang.areas.reporting.kinds import CONFIRM, CONFIRMED, RECEIVE, REMIND
from lianfang.areas.reporting.queries import Report
from lianfang.areas.reporting.queries_below import ReportRow
from lianfang.areas.reporting.rules import STEP_WORDS, Handling
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.people.masking import Purpose
from lianfang.ground.units.queries import Unit
from lianfang.kernel.filings import Counts, Standing
from lianfang.kernel.frame import HomePart
from lianfang.kernel.measures import MeasureState
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, listed, w
from lianfang.playbook import current
from lianfang.shell import links
from lianfang.shell.components.marks import STANDING_CHIPS, Chip
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link, Need, Stat
from lianfang.shell.home import HomeContent, Reader, Strip
from lianfang.shell.missing.telling import open_things

NAMED = 5  # missing reports that are named one by one
_RETURNED = Chip(w("已退回", "returned"), "doubtful", "near")
_RECALLED = Chip(w("已撤回", "recalled"), "doubtful", "near")
_TO_SIGN = Chip(w("待签署", "to sign"), "due")
_AMEND = Chip(w("待更正", "to amend"), "doubtful", "near")


def own_report(me: Reader, unit: Unit) -> HomeContent:
    """The unit's own report of the day that closed last: to be confirmed, amended, or done; and those of days before
    that wait for a signature."""
    if not me.actor.may(CONFIRM, unit.path):
        return HomeContent()
    mine = _newest_report(me, unit)
    for day in queries_signing.days_in_hand(me.actor, unit.code, before=me.closed_day.date):
        report = _due_report(me, unit, day)
        mine.take((report and _to_sign(me, report)) or HomeContent())
    return mine


def _due_report(me: Reader, unit: Unit, day: date) -> Report | None:
    """The unit's report of a day; None where it has none to file."""
    try:
        return queries.report(me.actor, unit.code, day, now=me.now)
    except Refused as refused:
        if refused.problem is not problems.NOT_DUE:
            raise
        return None


def _newest_report(me: Reader, unit: Unit) -> HomeContent:
    if not unit.open_on(me.closed_day.date):
        return HomeContent()
    report = _due_report(me, unit, me.closed_day.date)
    if report is None:
        return HomeContent()
    day, href = moment(report.day.date), _report(unit.code, report.day.date)
    if report.version is None:
        said = me.of(unit, w("{day}日报待确认", "Daily report of {day} to be confirmed").fill(day=day))
        of = queries_signing.stand(report)
        mine = of.plan.one_person == "always" or queries_signing.may_take(me.actor, of)
        if not mine and not queries_signing.may_sign_off(me.actor, of):
            waits = w("{day}日报待他人{step}", "Daily report of {day} waits to be {step} by others")
            return HomeContent(in_order=[Link(me.of(unit, waits.fill(day=day, step=STEP_WORDS[of.next.step])), href)])
        chip, act = STANDING_CHIPS[report.standing], w("核对并确认", "Review and confirm")
        why = report.back.why if report.back else _reminded(me, report) or _left(me.now, report)
        need = Need(said, href, act, report.due_at, chip, why)
        return HomeContent(needs=[need], strips=[] if report.below else [_preview(me, report, href)])
    if waiting := _to_sign(me, report):
        return waiting
    if report.filing.handling in (Handling.RETURNED, Handling.RECALLED):
        back = w("{day}日报被退回", "Daily report of {day} was returned")
        if report.filing.handling is Handling.RECALLED:
            back = w("{day}日报已撤回", "Daily report of {day} was recalled")
        said = me.of(unit, back.fill(day=day))
        why = report.back.why if report.back else ""
        chip = _RECALLED if report.filing.handling is Handling.RECALLED else _RETURNED
        return HomeContent(needs=[Need(said, href, w("更正后重报", "Amend and file again"), report.due_at, chip, why)])
    if report.unlisted:
        words = w("{day}日报签发后新增突发情况 {n} 起", "Events of {day} that came after signing: {n}")
        said = me.of(unit, words.fill(day=day, n=len(report.unlisted)))
        detail = listed([event.words for event in report.unlisted])
        return HomeContent(needs=[Need(said, href, w("核对并更正", "Check and amend"), chip=_AMEND, detail=detail)])
    if report.pending:
        words = w("{day}日报报送后有 {n} 项记录变了", "Figures of {day} that changed after filing: {n}")
        said = me.of(unit, words.fill(day=day, n=len(report.pending)))
        return HomeContent(needs=[Need(said, href, w("查看差异并更正", "See and amend"), chip=_AMEND)])
    received = report.filing.handling is Handling.RECEIVED
    handled = w("已接收", "received") if received else w("待接收", "not yet received")
    words = w("{day}日报 {at} 已报，{handled}", "Daily report of {day} filed at {at}, {handled}")
    said = me.of(unit, words.fill(day=day, at=_clock(report.filing.filed_at), handled=handled))
    return HomeContent(in_order=[Link(said, href)])


def _to_sign(me: Reader, report: Report) -> HomeContent | None:
    """A version that is filled in and waits for its next signature: of whom it waits for, a need."""
    of = queries_signing.stand(report)
    if not of.taken or report.standing is Standing.OPEN:
        return None
    named = {"day": moment(report.day.date), "n": of.number, "step": STEP_WORDS[of.next.step]}
    href = _report(report.unit.code, report.day.date)
    if queries_signing.may_take(me.actor, of) or queries_signing.may_sign_off(me.actor, of):
        said = w("{day}日报第 {n} 版待您{step}", "Version {n} of the report of {day} waits to be {step} by you").fill(
            **named
        )
        why = of.filled.why if of.filled else ""
        act = w("核对并{step}", "Check: {step}").fill(step=STEP_WORDS[of.next.step])
        return HomeContent(needs=[Need(me.of(report.unit, said), href, act, None, _TO_SIGN, why)])
    said = w("{day}日报第 {n} 版待他人{step}", "Version {n} of the report of {day} waits to be {step} by others").fill(
        **named
    )
    return HomeContent(in_order=[Link(me.of(report.unit, said), href)])


def _reminded(me: Reader, report: Report) -> Words | None:
    """Who reminded the unit of it, and by name what the report lacks; None where nobody did."""
    by, at = report.filing.reminded_by, report.filing.reminded_at
    if at is None:
        return None
    said = _REMINDED.fill(who=login_names.who(by), at=_clock(at), left=_left(me.now, report))
    codes = {line.code for line in report.lines}
    lacks = open_things(
        me.actor, report.unit.path, report.day, me.now, codes=codes, unit=report.unit.code, purpose=Purpose.WORK
    )
    if not lacks:
        return said
    first = listed([each.said(_LACK_NAMED) for each in lacks[:_LACKS]], w("；", "; "))
    more = len(lacks) - _LACKS
    return _LACKING.fill(said=said, what=_AND_SORTS.fill(what=first, n=more) if more > 0 else first)


_REMINDED = w("{who} {at} 催报；{left}", "{who} reminded you at {at}; {left}")
_LACKING = w("{said}；还缺：{what}", "{said}; still missing: {what}")
_AND_SORTS = w("{what}；另有 {n} 类", "{what}; and {n} more sorts")
_LACKS, _LACK_NAMED = 4, 3  # so many sorts of what a report lacks are told in a line, and so many of each by name


def _left(now: datetime, report: Report) -> Words:
    """The countdown, and what in the report deserves a look before it is confirmed."""
    seconds = (report.due_at - now).total_seconds()
    if seconds >= 0:
        said = w("离截止还有 {n}", "{n} left").fill(n=_span(-int(-seconds // 60)))
    else:
        said = w("已过截止 {n}", "{n} past the cut-off").fill(n=_span(int(-seconds // 60)))
    bare = sum(line.live.state is MeasureState.ZERO_UNVERIFIED for line in report.lines)
    gaps = sum(line.live.state is MeasureState.NOT_REPORTED for line in report.lines)
    for n, words in (
        (bare, w("{said}；{n} 项零未核实", "{said}; zeros unverified: {n}")),
        (gaps, w("{said}；{n} 项没有记录", "{said}; without records: {n}")),
    ):
        said = words.fill(said=said, n=n) if n else said
    return said


def _span(minutes: int) -> Words:
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return w("{n} 天", "{n} days").fill(n=hours // 24)
    if hours:
        return w("{h} 小时 {m} 分", "{h} h {m} min").fill(h=hours, m=rest)
    return w("{m} 分钟", "{m} min").fill(m=rest)


def _preview(me: Reader, report: Report, href: str) -> Strip:
    """The figures as they would be confirmed now."""
    lines = {line.code: line for line in report.lines}
    stats = tuple(
        Stat(
            lines[code].indicator.words,
            lines[code].stated,
            _evidence(report, code),
            of=presenters.of_line(report, lines[code]),
        )
        for code, (_, headline) in current().headlines.items()
        if headline.by_unit and code in lines and lines[code].stated.state is not MeasureState.NOT_APPLICABLE
    )
    said = w("{day}日报现在的数", "The daily report of {day}, as of now").fill(day=moment(report.day.date))
    return Strip(me.of(report.unit, said), href, stats)


def watched(me: Reader, unit: Unit) -> HomeContent:
    """The reports from directly below: missing, returned, waiting to be received, and how the whole stands."""
    day = me.closed_day
    counts = queries_board.counts(me.actor, day, unit.path, now=me.now)
    if not counts.due:
        return HomeContent()
    direct = queries_below.direct_reports(me.actor, day, unit, now=me.now)
    mine = HomeContent(strips=[_strip(unit, counts, me)])
    mine.take(_missing(me, unit, direct))
    mine.take(_to_receive(me, unit, direct))
    if counts.zeros_unverified:
        said = w("{day}有 {n} 个零没有核实", "Unverified zeros on {day}: {n}").fill(
            n=counts.zeros_unverified, day=moment(day.date)
        )
        mine.needs.append(
            Need(said, f"{_command(unit.code, day.date)}#unverified", w("查看依据", "See the evidence"),
                 chip=MeasureState.ZERO_UNVERIFIED)  # type: ignore[arg-type]
        )  # fmt: skip
    return mine


def _strip(unit: Unit, counts: Counts, me: Reader) -> Strip:
    day = me.closed_day.date
    said = me.of(unit, w("{day}报送", "Reports of {day}").fill(day=moment(day)))
    stats = (
        Stat(w("应报", "Due"), counts.due, _reports(unit.code, day)),
        Stat(w("已报", "Filed"), counts.filed, _reports(unit.code, day)),
        *([Stat(w("其中撤回", "Of these recalled"), counts.recalled, _reports(unit.code, day, handling="recalled"),
                tone="near")] if counts.recalled else []),
        Stat(w("未报", "Missing"), counts.missing, _reports(unit.code, day, standing="missing"),
             tone="overdue" if counts.missing else ""),
        Stat(w("待报", "To come"), counts.waiting, _reports(unit.code, day, standing="due")),
        Stat(w("零，已核实", "Zeros confirmed"), counts.zeros_confirmed, _rollup(unit.code, day)),
        Stat(w("零，未核实", "Zeros unverified"), counts.zeros_unverified,
             f"{_command(unit.code, day)}#unverified", tone="near" if counts.zeros_unverified else ""),
    )  # fmt: skip
    return Strip(said, _command(unit.code, day), stats)


def _missing(me: Reader, unit: Unit, direct: Sequence[ReportRow]) -> HomeContent:
    """Missing reports by name, those nobody has asked for first; the rest in one line."""
    day = me.closed_day.date
    gone = sorted((each for each in direct if each.standing == Standing.MISSING), key=lambda each: each.due_at)
    act = w("催报", "Remind") if me.actor.may(REMIND, unit.path) else w("查看报表", "Open the report")
    mine = HomeContent()
    for each in gone[:NAMED]:
        said = w("{unit} {day}日报未报", "{unit}: daily report of {day} is missing")
        said = said.fill(unit=each.words, day=moment(day))
        asked = w("{at} 催过", "reminded at {at}").fill(at=_clock(each.reminded_at)) if each.reminded_at else ""
        href = _reports(unit.code, day, standing="missing")
        mine.needs.append(Need(said, href, act, each.due_at, STANDING_CHIPS[Standing.MISSING], asked))
    if len(gone) > NAMED:
        n = queries_board.counts(me.actor, me.closed_day, unit.path, now=me.now, below=True).missing
        said = w("下级共 {n} 家未报", "{n} units below are missing in all").fill(n=n)
        href = _reports(unit.code, day, standing="missing")
        mine.needs.append(Need(said, href, w("查看全部", "See all"), chip=STANDING_CHIPS[Standing.MISSING]))
    return mine


def _to_receive(me: Reader, unit: Unit, direct: Sequence[ReportRow]) -> HomeContent:
    day, mine = me.closed_day.date, HomeContent()
    submitted = [each for each in direct if each.handling == Handling.SUBMITTED]
    received = sum(each.handling == Handling.RECEIVED for each in direct)
    if submitted and me.actor.may(RECEIVE, unit.path):
        said = w("{n} 份 {day}日报待接收", "{n} reports of {day} wait to be received").fill(
            n=len(submitted), day=moment(day)
        )
        href = _reports(unit.code, day, handling="submitted")
        if len(submitted) == 1:
            said = w("{unit} {day}日报待接收", "{unit}: report of {day} waits to be received").fill(
                unit=submitted[0].words, day=moment(day)
            )
            href = _report(submitted[0].unit, day)
        oldest = min((each.filed_at for each in submitted if each.filed_at), default=None)
        since = w("最早 {at} 报来", "the oldest came at {at}").fill(at=_clock(oldest)) if oldest else ""
        due = current().reviewed_by(unit.kind, day)
        mine.needs.append(
            Need(
                said,
                href,
                w("核对接收", "Check and receive"),
                due,
                Chip(w("待接收", "to receive"), "overdue" if due and me.now > due else "due"),
                detail=since,
            )
        )
    recalled = [each for each in direct if each.handling == Handling.RECALLED]
    if recalled:
        said = w("{n} 份 {day}日报被填报单位撤回，待其更正", "{n} reports of {day} were recalled; new versions follow")
        mine.in_order.append(
            Link(said.fill(n=len(recalled), day=moment(day)), _reports(unit.code, day, handling="recalled"))
        )
    if received:
        said = w("{n} 份 {day}日报已接收", "{n} reports of {day} received").fill(n=received, day=moment(day))
        mine.in_order.append(Link(said, _reports(unit.code, day, handling="received")))
    return mine


def _clock(at: datetime | None) -> str:
    return moment(at, "time") if at else ""


def _report(unit: str, day: date) -> str:
    return links.to("reporting:report", unit, day.isoformat())


def _reports(unit: str, day: date, **narrowed: str) -> str:
    return links.to("reporting:board", unit=unit, day=day.isoformat(), **narrowed)


def _evidence(report: Report, code: str) -> str:
    return links.to("reporting:evidence", report.unit.code, report.day.date.isoformat(), code)


def _rollup(unit: str, day: date) -> str:
    return links.to("reporting:rollup-of", unit, day.isoformat())


def _command(unit: str, day: date) -> str:
    return links.to("boards:command", unit=unit, day=day.isoformat())


_FILING = ("commander", "officer", "reporter", "site")
_WATCHING = ("superior", "commander", "officer", "inspector")
HOME = (HomePart(_FILING, own_report, 20, frozenset({CONFIRMED})), HomePart(_WATCHING, watched, 30))
