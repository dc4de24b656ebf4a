"""reporting · exports: one report as an official form, a spreadsheet, a picture and JSON; each says the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import translation

from lianfang.areas.reporting import presenters_paper, queries_evidence, rules
from lianfang.areas.reporting.presenters_paper import Paper
from lianfang.areas.reporting.queries import Line, Report, Status
from lianfang.areas.reporting.queries_acts import Stated, stated_of
from lianfang.areas.reporting.queries_signing import stand
from lianfang.areas.reporting.rules import VERDICT_WORDS, Verdict
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.measures import Measure
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.components.text import moment, pick, say
from lianfang.shell.components.types import Fact
from lianfang.shell.documents.card import Card, card_png
from lianfang.shell.documents.form import Form, FormRow, form_pdf
from lianfang.shell.documents.form_xlsx import form_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def filename(report: Report, kind: str) -> str:
    """`T161-LOG_2020-08-10_daily_v1.pdf`; before the first version `draft` stands for it."""
    version = f"v{report.filing.number}" if report.filed else "draft"
    return f"{report.unit.code}_{report.day.date.isoformat()}_{report.form.code}_{version}.{kind}"


def verdicts(actor: Actor, report: Report) -> tuple[Verdict, ...]:
    """What the rules say of the report (B1)."""
    codes = [line.code for line in report.pending]
    known = bool(codes) and queries_evidence.known_before_cutoff(actor, report, codes)
    since = bool(report.unlisted)
    return rules.verdicts(report.standing, differs=bool(codes), known_before_cutoff=known, events_since=since)


def pdf(report: Report, verify_href: str) -> bytes:
    """The official form in the language that is active now."""
    return form_pdf(form_of(report, verify_href), translation.get_language() or "zh-hans")


def xlsx(report: Report, verify_href: str) -> bytes:
    """The same form as a workbook of one sheet."""
    return form_xlsx(form_of(report, verify_href), translation.get_language() or "zh-hans")


def png(report: Report, verify_href: str) -> bytes:
    """The line for the chat group as a picture."""
    paper = Paper(report)
    signed = [each for each in paper.signatures if each.at is not None]
    card = Card(
        title=paper.title,
        subtitle=paper.subtitle,
        lines=tuple(paper.chat_lines),
        signed=w("；", "; ").say().join(f"{say(each.act)} {each.name}" for each in signed),
        as_of=report.as_of,
        verify_href=verify_href,
        draft=paper.draft,
    )
    return card_png(card, translation.get_language() or "zh-hans")


def json_bytes(report: Report, verify_href: str) -> bytes:
    """`as_data` as UTF-8 JSON."""
    return json.dumps(as_data(report.actor, report, verify_href), ensure_ascii=False, indent=1).encode()


def as_data(actor: Actor, report: Report, verify_href: str = "") -> dict[str, Any]:
    """The report as plain data: the API's answer, the command line's and the download.

    Numbers are whole, or text where they have decimals; moments carry their zone; absent is null and never 0.
    """
    counted, paper = queries_evidence.counted(actor, report), Paper(report)
    pending = {line.code for line in report.pending}
    return {
        "unit": unit_data(report.unit),
        "date": report.day.date.isoformat(),
        "form": {"code": report.form.code, "zh": report.form.words.zh, "en": report.form.words.en},
        "window": {"from": _iso(report.day.from_at), "to": _iso(report.day.to_at)},
        "due_at": _iso(report.due_at),
        "as_of": _iso(report.as_of),
        "version": report.filing.number,
        "standing": str(report.standing),
        "handling": str(report.filing.handling),
        "verdicts": [str(each) for each in verdicts(actor, report)],
        "filed_at": _iso(report.filing.filed_at),
        "filed_by": report.filing.filed_by or None,
        "series": paper.series,
        "addressee": paper.addressee and {"zh": paper.addressee.zh, "en": paper.addressee.en},
        "signatures": list(report.filed.signatures) if report.filed else [],
        "events": [_event(event) for event in report.stated_events],
        "events_since": [_event(stated_of(event)) for event in report.unlisted],
        "chat": {"zh": paper.chat.zh, "en": paper.chat.en},
        "narrative": _narrative(report) or None,
        "late_reason": _late_reason(report) or None,
        "seal": report.seal or None,
        "seal_root": report.seal_root or None,
        "head": report.head or None,
        "verify": verify_href or None,
        "digest": report.filed.digest if report.filed else None,
        "children": list(report.filed.children) if report.filed else [],
        "measures": [_line(line, counted[line.code], line.code in pending) for line in report.lines],
        "history": [
            {"act": act.kind, "version": act.number, "at": _iso(act.at), "by": act.by, "why": act.why or None}
            for act in report.acts
        ],
    }


def _event(event: Stated) -> dict[str, Any]:
    return {"id": event.id, "code": event.code, "unit": event.unit, "at": _iso(event.at), "state": event.state,
            "open": event.open}  # fmt: skip


def _line(line: Line, counted: int, pending: bool) -> dict[str, Any]:
    return {
        "code": line.code,
        "words": {"zh": line.field.words.zh, "en": line.field.words.en},
        "unit": {"zh": line.field.unit.zh, "en": line.field.unit.en},
        **measure_data(line.stated),
        "evidence": counted,
        "pending": measure_data(line.live) if pending else None,
    }


def measure_data(m: Measure) -> dict[str, Any]:
    """A measure as plain data."""
    coverage = m.coverage
    return {
        "value": str(m.value) if isinstance(m.value, Decimal) else m.value,
        "checked": m.checked,
        "expected": m.expected,
        "coverage": None if coverage is None else f"{coverage:.4f}",
        "state": str(m.state),
    }


def unit_data(unit: Unit) -> dict[str, str]:
    """A unit as plain data."""
    return {"code": unit.code, "zh": unit.zh, "en": unit.en}


def status_data(status: Status) -> dict[str, Any]:
    """The board as plain data."""
    unit = status.unit
    return {
        "unit": unit_data(unit),
        "date": status.day.isoformat(),
        "as_of": _iso(status.counts.as_of),
        **{name: getattr(status.counts, name) for name in _COUNTED},
        "units": [
            {
                "unit": unit_data(row.unit),
                "due_at": _iso(row.due_at),
                "standing": str(row.standing),
                "handling": str(row.filing.handling),
                "version": row.filing.number,
                "filed_at": _iso(row.filing.filed_at),
                "filed_by": row.filing.filed_by or None,
                "reminders": row.reminders,
            }
            for row in status.page.rows
        ],
        "next": status.page.after[1] if status.page.after else None,
    }


_COUNTED = (
    "due", "on_time", "late", "missing", "waiting", "returned", "recalled", "received", "amended", "zeros_confirmed",
    "zeros_unverified",
)  # fmt: skip


def form_of(report: Report, verify_href: str) -> Form:
    """The report as the official form says it, on paper and in the workbook."""
    paper = Paper(report)
    return Form(
        title=paper.title,
        subtitle=paper.subtitle,
        unit=report.unit.words,
        unit_code=report.unit.code,
        rows=tuple(
            FormRow(
                line.code, line.field.words, line.shown, line.field.unit, line.section,
                before=paper.before.get(line.code), total=presenters_paper.total_said(paper.totals.get(line.code)),
                checked=presenters_paper.looked_words(line, line.shown),
                state=presenters_paper.state_words(line, line.shown),
            )
            for line in report.lines
        ),
        as_of=report.as_of,
        facts=tuple(_facts(report, paper)),
        events=tuple(paper.events),
        no_events=paper.no_events,
        exceptions=tuple(paper.stated_exceptions),
        as_printed=tuple(paper.live_exceptions),
        printed_at=report.now,
        narrative=_narrative(report),
        signatures=paper.signatures,
        seal_root=report.seal_root,
        verify_href=verify_href,
        witness=report.head,
        draft=paper.draft,
    )  # fmt: skip


def _facts(report: Report, paper: Paper) -> Iterator[Fact]:
    yield Fact(w("报送单位", "From"), report.unit.words)
    yield Fact(w("接收单位", "To"), paper.addressee or "—")
    window = f"{moment(report.day.from_at)} — {moment(report.day.to_at)}"
    yield Fact(w("统计时段", "Window"), window)
    yield Fact(w("数据截至", "As of"), report.as_of)
    yield Fact(w("报送截止", "Due by"), report.due_at)
    sent = moment(paper.sent_at, "year") if paper.sent_at else w("未报送", "not sent").say()
    yield Fact(w("报送时间", "Sent at"), f"{sent}（{paper.submission.say()}）" if paper.sent_at else sent)
    if late := _late_reason(report):
        yield Fact(w("迟报原因", "Why it was late"), late)
    told = _verdict_words(verdicts(report.actor, report))
    if told:
        yield Fact(w("判定", "Verdict"), told)
    yield Fact(w("版次", "Version"), str(report.filing.number) if report.filed else w("草稿", "draft"))


def _verdict_words(told: tuple[Verdict, ...]) -> str:
    return pick("、", ", ").join(VERDICT_WORDS[each].say() for each in told)


def _narrative(report: Report) -> str:
    """What the version says, or what was filled in for it."""
    said = report.filed or stand(report).filled
    return said.narrative if said else ""


def _late_reason(report: Report) -> str:
    """Why the first version was late, or what was filled in for it."""
    filled = stand(report).filled
    said = (*report.versions, filled) if filled else report.versions
    return next((act.late_reason for act in said if act.late_reason), "")


def _iso(at: datetime | None) -> str | None:
    return None if at is None else clock.local(at).isoformat()
