"""reporting · presenters of the paper: a report in the words of the official form, its workbook and the chat line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from lianfang.areas.reporting import queries_paper, queries_signing
from lianfang.areas.reporting.kinds import RECEIVED, RETURNED
from lianfang.areas.reporting.queries import Line, Report
from lianfang.areas.reporting.queries_paper import Total
from lianfang.areas.reporting.queries_signing import FILL, REVIEW, SIGN
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.filings import STANDING_WORDS
from lianfang.kernel.indicators import Figures
from lianfang.kernel.measures import STATE_WORDS, Measure, MeasureState, Number
from lianfang.kernel.occurrences import Occurrence
from lianfang.kernel.shortfalls import Shortfall
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.components.text import figure, moment
from lianfang.shell.documents.form import Signature
from lianfang.shell.missing.telling import open_things

_SIGNERS = {
    FILL: w("填报人", "Filled in by"),
    REVIEW: w("审核人", "Reviewed by"),
    SIGN: w("签发人（负责人）", "Signed off by (in charge)"),
}
_STANDS = {"deputy": w("代 {whom}", "for {whom}"), "above": w("上级代签：{whom}", "from above: {whom}")}
_ZEROS: dict[str, dict[MeasureState, Words]] = {
    "channel": {
        MeasureState.ZERO_CONFIRMED: w("零", "zero"),
        MeasureState.ZERO_UNVERIFIED: w("零，官方渠道未查", "zero, official channel not checked"),
    },
    "books": {
        MeasureState.ZERO_CONFIRMED: w("零", "zero"),
        MeasureState.ZERO_UNVERIFIED: w("零，记录未齐", "zero, records incomplete"),
    },
}
_UNCHECKED = w("未查齐", "not checked in full")
_WAITS = w("已查齐，待其他单位或来源报齐", "checked in full, others yet to report")
_LOOKED = w("官方渠道已查", "official channel checked")
_NOT_LOOKED = w("官方渠道未查", "official channel not checked")
_IN_CHAT = 5  # so many of one sort are named in the line for the chat group
_NAMED = 12  # of one sort; of the others it is said how many, so that a sheet is enough
DRAFT = w("草稿 DRAFT", "DRAFT 草稿")


def basis_of(line: Line) -> str:
    """What a line's zero rests on; an official figure always rests on the look at the channel."""
    return "channel" if line.indicator.cases else line.field.rests_on


def state_words(line: Line, measure: Measure) -> Words:
    """What is said of a figure's state: a zero rests on checks, on a look at the official channel, or on the books."""
    return _ZEROS.get(basis_of(line), {}).get(measure.state) or STATE_WORDS[measure.state]


def checked_words(line: Line, measure: Measure) -> Words | str:
    """What was checked of what was due; of official figures, whether the channel was looked at."""
    if measure.checked is None or measure.expected is None:
        return ""
    if basis_of(line) == "channel":
        looked = 0 < measure.expected <= measure.checked
        return _LOOKED if looked else _NOT_LOOKED if measure.state is not MeasureState.NOT_APPLICABLE else ""
    return f"{figure(measure.checked)} / {figure(measure.expected)}"


def looked_words(line: Line, measure: Measure) -> Words | str | None:
    """What is said of the look at the official channel in place of counts; None for any other line."""
    return checked_words(line, measure) if basis_of(line) == "channel" else None


def total_said(total: Total | None) -> Words | str | Number:
    """A sum since the first report; where days are not in it whole, it says how many are (the note below the lines)."""
    if total is None or total.measure.value is None:
        return ""
    if total.measure.state is not MeasureState.PARTIAL:
        return total.measure.value
    said = figure(total.measure.value)
    return w("{n}（{days}/{of} 日）", "{n} ({days}/{of} d)").fill(n=said, days=total.days, of=total.of)


@dataclass(frozen=True)
class Paper:
    """Everything that the paper says of a report besides its lines. It asks when it is first looked at."""

    report: Report

    @property
    def draft(self) -> bool:
        return self.report.filed is None

    @cached_property
    def series(self) -> int:
        return queries_paper.series(self.report)

    @cached_property
    def addressee(self) -> Words | None:
        return queries_paper.addressee(self.report)

    @cached_property
    def before(self) -> Figures:
        return queries_paper.day_before(self.report)

    @cached_property
    def totals(self) -> dict[str, Total]:
        return queries_paper.totals(self.report)

    @cached_property
    def title(self) -> Words:
        """The unit with the form's name, as the paper is headed."""
        unit, form = self.report.unit.words, self.report.form.words
        return Words(f"{unit.zh}{form.zh}", f"{unit.en}: {form.en}")

    @cached_property
    def subtitle(self) -> Words:
        """The day, the number of the report and the version."""
        day = self.report.day.date
        said = w("{day}　第 {n} 期", "{day} · No. {n}").fill(day=moment(day, "year"), n=self.series)
        number = self.report.filing.number
        if number > 1 and not self.draft:
            said = w("{said}　更正报（第 {v} 版）", "{said} · amended, version {v}").fill(said=said, v=number)
        return said

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        """Who took which step, with a telephone; a step that is open is a line to sign on. Last whoever received it."""
        report, steps = self.report, queries_signing.stand(self.report)
        if report.filed is not None:
            signed = [dict(each) for each in report.filed.signatures] or [
                {"step": SIGN, "login": report.filed.by, "at": report.filed.at}
            ]
        else:
            signed = [
                {"step": queries_signing.TAKES[act.kind], "login": act.by, "at": act.at, "stands": act.stands,
                 "stands_for": act.stands_for}
                for act in steps.good
            ]  # fmt: skip
        taken = {each["step"]: each for each in signed}
        wanted = [step.step for step in steps.plan.steps] if not signed or self.draft else [*taken]
        called = login_names.called(report.actor, {str(each["login"]) for each in signed})
        found = [_signature(step, taken.get(step), called) for step in dict.fromkeys([*wanted, *taken])]
        return (*found, *self._received)

    @property
    def _received(self) -> Iterator[Signature]:
        handled = next(
            (act for act in reversed(self.report.acts)
             if act.kind in (RECEIVED, RETURNED) and act.number == self.report.filing.number), None,
        )  # fmt: skip
        if handled is None:
            yield Signature(w("接收人", "Received by"))
            return
        who = login_names.called(self.report.actor, [handled.by])[handled.by]
        act = w("接收人", "Received by") if handled.kind == RECEIVED else w("退回人", "Returned by")
        yield Signature(act, who.words.say(), handled.at, phone=who.phone)

    @cached_property
    def events(self) -> list[tuple[str, str, str, str]]:
        """The day's events as rows: when, where, what, how far. What came after a version was signed is marked."""
        report = self.report
        frozen = None
        if report.filed is not None and report.filed.events is not None:
            frozen = {each["incident"]: each for each in report.filed.events}
        called = units.units(report.actor, sorted({each.unit for each in report.events}), day=report.day.date)
        rows = []
        for event in report.events:
            stated = frozen.get(str(event.id)) if frozen is not None else None
            if event.dropped and stated is None:
                continue
            unit = called[event.unit].words if event.unit in called else Words(event.unit, event.unit)
            where = w("{unit}，{place}", "{unit}, {place}").fill(unit=unit, place=event.place) if event.place else unit
            rows.append((moment(event.at), where.say(), event.words.say(), _handling(event, frozen, stated).say()))
        return rows

    @cached_property
    def no_events(self) -> Words:
        """What is said where the records know of no event: that there was none only after the look at the channel."""
        official = [line for line in self.report.lines if basis_of(line) == "channel" and line.own]
        looked = all(0 < (line.shown.expected or 0) <= (line.shown.checked or 0) for line in official)
        if not official or looked:
            return w("无", "none")
        return w(
            "台账无登记；官方渠道未查，不能确认无突发情况",
            "none recorded; the official channel was not checked, so that none cannot be confirmed",
        )

    @property
    def exceptions(self) -> list[tuple[str, str]]:
        """What is not as it should be, by name: (what, which)."""
        return [*self.stated_exceptions, *self.live_exceptions]

    @cached_property
    def stated_exceptions(self) -> list[tuple[str, str]]:
        """Of these, what a version that was signed states of its own figures; nothing of a draft, which goes on."""
        return [] if self.draft else _said_of(_of_lines(self.report.lines))

    @cached_property
    def live_exceptions(self) -> list[tuple[str, str]]:
        """Of these, what the records say now, and another may be tomorrow."""
        found = [*_of_lines(self.report.lines)] if self.draft else []
        found += [(each.words, each.named(_NAMED) or w("—", "—")) for each in self.shortfalls]
        gone = queries_paper.below(self.report)
        if gone.counts is not None:
            for n, names, words in (
                (gone.counts.missing, gone.missing, w("{n} 家下级未报日报", "reports of {n} units below are missing")),
                (gone.counts.returned, gone.returned,
                 w("{n} 家下级日报退回待更正", "reports of {n} units below were returned")),
                (gone.counts.recalled, gone.recalled,
                 w("{n} 家下级日报自行撤回待更正", "reports of {n} units below were recalled by those units")),
            ):  # fmt: skip
                if n:
                    lacks = Shortfall(words.fill(n=n), tuple(names), n)
                    found.append((lacks.words, lacks.named(_NAMED) or w("—", "—")))
        if self.report.pending:
            codes = listed([line.field.words for line in self.report.pending])
            found.append((w("签发后台账有变化，待更正", "changed in the ledger since, to be amended"), codes))
        if self.report.unlisted:
            words = w("签发后新增突发情况 {n} 起，待更正", "{n} events since it was signed, to be amended")
            found.append((words.fill(n=len(self.report.unlisted)), listed([e.words for e in self.report.unlisted])))
        return _said_of(found)

    @cached_property
    def shortfalls(self) -> list[Shortfall]:
        """By name, what the day's records lack now: what stands behind the figures of the form, and what areas tell."""
        report = self.report
        codes = {line.code for line in report.lines}
        return open_things(
            report.actor, report.unit.path, report.day, report.now, codes=codes, unit=report.unit.code
        )  # fmt: skip

    @property
    def submission(self) -> Words:
        """How it was filed against its cut-off."""
        return STANDING_WORDS[self.report.standing]

    @cached_property
    def sent_at(self) -> datetime | None:
        return None if self.draft else self.report.filing.filed_at

    @cached_property
    def chat_lines(self) -> list[Words]:
        """What the form says to the chat group, figure by figure, and the day's events."""
        report = self.report
        lines = {line.code: line for line in report.lines}
        parts = [
            _chat_part(each.words, lines[each.indicator])
            for each in report.form.chat
            if each.indicator in lines and lines[each.indicator].stated.state is not MeasureState.NOT_APPLICABLE
        ]
        # What is missing is what the records say now: beside signed figures it stands as long as they say the same.
        parts += [each.said(_IN_CHAT) for each in ([] if report.pending else self.shortfalls)]
        open_ = sum(event.open for event in report.stated_events)
        n = len(report.stated_events)
        if n:
            parts.append(w("突发情况{n}起（未办结{open}起）", "events {n} ({open} open)").fill(n=n, open=open_))
        return parts

    @cached_property
    def chat(self) -> Words:
        """One line for the chat group of the unit above, made of the form's own lines."""
        report, parts = self.report, self.chat_lines
        head = w("{unit}{day}截至{at}：", "{unit}, {day}, as of {at}: ").fill(
            unit=report.unit.words, day=_short_day(report), at=_hour(report.day.to_at)
        )
        said = listed(parts, w("；", "; ")) if parts else w("无可报数字", "no figure to report")
        tail = w("。【草稿，未签发】", ". [DRAFT, not signed off]") if self.draft else w("。", ".")
        return w("{head}{said}{tail}", "{head}{said}{tail}").fill(head=head, said=said, tail=tail)


def _signature(step: str, signed: Mapping[str, object] | None, called: dict[str, login_names.Called]) -> Signature:
    if signed is None:
        return Signature(_SIGNERS[step])
    who = called[str(signed["login"])]
    at = signed["at"] if isinstance(signed["at"], datetime) else datetime.fromisoformat(str(signed["at"]))
    stands = _STANDS.get(str(signed.get("stands") or "own"))
    whom = str(signed.get("stands_for") or "")
    if stands is not None and whom:
        whom = login_names.who(whom).say() if signed.get("stands") == "deputy" else whom
    note = stands.fill(whom=whom).say() if stands is not None else ""
    return Signature(_SIGNERS[step], who.words.say(), clock.local(at), phone=who.phone, note=note)


def _handling(event: Occurrence, frozen: Mapping[str, object] | None, stated: object) -> Words:
    if frozen is not None and stated is None:
        return w("签发后新增：{how}", "since it was signed: {how}").fill(how=event.handling)
    if event.dropped:
        return w("后经研判排除", "looked into since and dismissed")
    return event.handling


def _said_of(found: Iterable[tuple[Words, Words]]) -> list[tuple[str, str]]:
    return [(words.say(), names.say()) for words, names in found]


def _of_lines(lines: Sequence[Line]) -> Iterator[tuple[Words, Words]]:
    """Zeros that are not verified, figures that are partial, and those that nobody reported: each sort in one row.

    Where all that was due was checked, a partial figure only waits for what others report: the rows below say for whom.
    """
    found: dict[Words, list[Words]] = {}
    for line in lines:
        shown, words = line.shown, line.field.words
        if shown.state not in (MeasureState.ZERO_UNVERIFIED, MeasureState.PARTIAL):
            continue
        sort = state_words(line, shown)
        if shown.state is MeasureState.PARTIAL:
            waits = shown.expected is not None and shown.checked == shown.expected
            sort = _WAITS if waits else _UNCHECKED
        checked = checked_words(line, shown) if sort is not _WAITS and basis_of(line) != "channel" else ""
        if checked:
            words = w("{name}（已查 {checked}）", "{name} ({checked})").fill(name=words, checked=checked)
        found.setdefault(sort, []).append(words)
    for sort, named in found.items():
        yield w("{n} 项{sort}", "{sort}: {n}").fill(n=len(named), sort=sort), listed(named)
    gone = [line.field.words for line in lines if line.shown.state is MeasureState.NOT_REPORTED]
    if gone:
        yield w("{n} 项未报", "not reported: {n}").fill(n=len(gone)), listed(gone)


def _chat_part(words: Words, line: Line) -> Words:
    m = line.shown
    missing = w("未报", "not reported")
    return words.fill(
        value=missing if m.value is None else figure(m.value),
        checked=missing if m.checked is None else figure(m.checked),
        expected=missing if m.expected is None else figure(m.expected),
        state=_chat_state(line),
    )


def _chat_state(line: Line) -> Words | str:
    m = line.shown
    if m.state is MeasureState.ZERO_CONFIRMED:
        said = _LOOKED if basis_of(line) == "channel" else w("已核实", "verified")
        return w("（{said}）", " ({said})").fill(said=said)
    if m.state in (MeasureState.ZERO_UNVERIFIED, MeasureState.PARTIAL):
        checked = checked_words(line, m)
        said = w("未核实", "unverified") if m.state is MeasureState.ZERO_UNVERIFIED else w("不全", "incomplete")
        if checked and basis_of(line) != "channel":
            said = w("{said}，已查{checked}", "{said}, {checked}").fill(said=said, checked=checked)
        return w("（{said}）", " ({said})").fill(said=said)
    return ""


def _short_day(report: Report) -> Words:
    day = report.day.date
    return w(f"{day.month}月{day.day}日", f"{day:%-d %b}")


def _hour(at: datetime) -> Words:
    local = clock.local(at)
    return w(f"{local.hour}时" if not local.minute else f"{local:%H:%M}", f"{local:%H:%M}")
