"""reporting · exports: one report as an official form, a spreadsheet and JSON; each says the same, cell for cell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import translation

from lianfang.areas.reporting import queries_evidence, rules
from lianfang.areas.reporting.kinds import RECEIVED, RETURNED
from lianfang.areas.reporting.queries import Line, Report, Status
from lianfang.areas.reporting.rules import HANDLING_WORDS, VERDICT_WORDS, Verdict
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.filings import STANDING_WORDS
from lianfang.kernel.measures import Measure
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.tables import Code, Figure, Sentence, Table, Text
from lianfang.shell.components.text import moment, pick
from lianfang.shell.components.types import Fact
from lianfang.shell.documents.form import Form, FormRow, Signature, form_pdf
from lianfang.shell.documents.xlsx import Sheet, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PENDING = w("确认后台账有变化，待更正：{codes}", "changed in the ledger since, to be amended: {codes}")


def filename(report: Report, kind: str) -> str:
    """`T161-LOG_2020-08-10_daily_v1.pdf`; before the first version `draft` stands for it."""
    version = f"v{report.filing.number}" if report.version else "draft"
    return f"{report.unit.code}_{report.day.date.isoformat()}_{report.form.code}_{version}.{kind}"


def verdicts(actor: Actor, report: Report) -> tuple[Verdict, ...]:
    """What the rules say of the report (B1)."""
    codes = [line.code for line in report.pending]
    known = bool(codes) and queries_evidence.known_before_cutoff(actor, report, codes)
    return rules.verdicts(report.standing, differs=bool(codes), known_before_cutoff=known)


def pdf(actor: Actor, report: Report, verify_href: str) -> bytes:
    """The official form in the language that is active now."""
    return form_pdf(_form(actor, report, verify_href), translation.get_language() or "zh-hans")


class LinesTable(Table[Line]):
    """The lines of a report with how many entries each rests on, and what the ledger says of it now."""

    counted: Mapping[str, int]
    pending: set[str]

    code = Code(w("代码", "Code"))
    words = Sentence(w("指标", "Indicator"), "field.words")
    unit = Text(w("单位", "Unit"), "field.unit")
    stated = Figure(w("指标值", "Figure"))
    entries = Figure(w("依据条数", "Entries"), lambda t, row: t.counted[row.code])
    live = Figure(w("台账现值", "Ledger now"), lambda t, row: row.live if row.code in t.pending else "")


def xlsx(actor: Actor, report: Report, verify_href: str) -> bytes:
    """The report as a workbook of one sheet: facts on top, one line for each indicator."""
    counted = queries_evidence.counted(actor, report)
    about = [
        Fact(w("单位", "Unit"), report.unit.words),
        Fact(w("单位编号", "Unit code"), report.unit.code),
        Fact(w("报告日", "Day"), report.day.date),
        Fact(w("统计起", "Window opens"), report.day.from_at),
        Fact(w("统计止", "Window closes"), report.day.to_at),
        Fact(w("截止", "Cut-off"), report.due_at),
        Fact(w("数据截至", "As of"), report.as_of),
        Fact(w("版次", "Version"), report.filing.number),
        Fact(w("报送", "Filing"), STANDING_WORDS[report.standing]),
        Fact(w("处理", "Handling"), HANDLING_WORDS[report.filing.handling]),
        Fact(w("判定", "Verdict"), _verdict_words(verdicts(actor, report))),
        Fact(w("情况说明", "Narrative"), _narrative(report)),
        Fact(w("迟报原因", "Why it was late"), _late_reason(report)),
        Fact(w("封存根值", "Seal root"), report.seal_root),
        Fact(w("封印凭证", "Witness of all seals"), report.head),
        Fact(w("核验", "Verify"), verify_href),
    ]
    table = LinesTable(report.lines, counted, {line.code for line in report.pending})
    return workbook([Sheet(report.form.words, table, title=_title(report), about=tuple(about))])


def json_bytes(actor: Actor, report: Report, verify_href: str) -> bytes:
    """`as_data` as UTF-8 JSON."""
    return json.dumps(as_data(actor, report, verify_href), ensure_ascii=False, indent=1).encode()


def as_data(actor: Actor, report: Report, verify_href: str = "") -> dict[str, Any]:
    """The report as plain data: the API's answer, the command line's and the download.

    Numbers are whole, or text where they have decimals; moments carry their zone; absent is null and never 0.
    """
    counted = queries_evidence.counted(actor, report)
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
        "narrative": _narrative(report) or None,
        "late_reason": _late_reason(report) or None,
        "seal": report.seal or None,
        "seal_root": report.seal_root or None,
        "head": report.head or None,
        "verify": verify_href or None,
        "digest": report.version.digest if report.version else None,
        "children": list(report.version.children) if report.version else [],
        "measures": [_line(line, counted[line.code], line.code in pending) for line in report.lines],
        "history": [
            {"act": act.kind, "version": act.number, "at": _iso(act.at), "by": act.by, "why": act.why or None}
            for act in report.acts
        ],
    }


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
        "next": status.page.after,
    }


_COUNTED = (
    "due", "on_time", "late", "missing", "waiting", "returned", "received", "amended", "zeros_confirmed",
    "zeros_unverified",
)  # fmt: skip


_LINES_WITH_HEADINGS = 16  # with more, headings would push seal and QR code onto a second sheet


def _form(actor: Actor, report: Report, verify_href: str) -> Form:
    headed = len(report.lines) <= _LINES_WITH_HEADINGS
    return Form(
        title=report.form.words,
        unit=report.unit.words,
        unit_code=report.unit.code,
        from_at=report.day.from_at,
        to_at=report.day.to_at,
        rows=tuple(
            FormRow(line.code, line.field.words, line.stated, line.field.unit, line.section if headed else "")
            for line in report.lines
        ),
        as_of=report.as_of,
        version=report.filing.number,
        narrative=_said(_narrative(report), report),
        verdict=_verdict(actor, report),
        signatures=_signatures(report),
        seal_root=report.seal_root,
        verify_href=verify_href,
        witness=report.head,
    )


def _said(narrative: str, report: Report) -> str:
    """The narrative, and below it the reason of a late report."""
    late = _late_reason(report)
    return "\n".join(
        part for part in (narrative, f"{pick('迟报原因：', 'Late because: ')}{late}" if late else "") if part
    )


def _verdict(actor: Actor, report: Report) -> str:
    """How it was filed and what is to be said of it; pending amendments by their codes."""
    words = [STANDING_WORDS[report.standing], HANDLING_WORDS[report.filing.handling]]
    said = [each.say() for each in words]
    told = _verdict_words(verdicts(actor, report))
    if told:
        said.append(f"{pick('判定：', 'verdict: ')}{told}")
    if report.pending:
        said.append(_PENDING.fill(codes=", ".join(line.code for line in report.pending)).say())
    return pick("；", "; ").join(said)


def _verdict_words(told: tuple[Verdict, ...]) -> str:
    return pick("、", ", ").join(VERDICT_WORDS[each].say() for each in told)


def _signatures(report: Report) -> tuple[Signature, ...]:
    filed = report.version
    handled = next((act for act in reversed(report.acts) if act.kind in (RECEIVED, RETURNED)), None)
    signed = [Signature(w("填报", "Filed by"), filed.by if filed else "", filed.at if filed else None)]
    if handled is not None and handled.kind == RETURNED:
        signed.append(Signature(w("退回", "Returned by"), handled.by, handled.at))
    else:
        signed.append(
            Signature(w("接收", "Received by"), handled.by if handled else "", handled.at if handled else None)
        )
    return tuple(signed)


def _title(report: Report) -> Words:
    at = moment(report.day.date, "year")
    return w(f"{report.unit.zh} {report.form.words.zh} {at}", f"{report.unit.en}: {report.form.words.en}, {at}")


def _narrative(report: Report) -> str:
    return report.version.narrative if report.version else ""


def _late_reason(report: Report) -> str:
    return next((act.late_reason for act in report.versions if act.late_reason), "")


def _iso(at: datetime | None) -> str | None:
    return None if at is None else clock.local(at).isoformat()
