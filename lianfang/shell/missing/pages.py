"""shell · missing pages: behind every figure what is missing, by name, and folded below it what there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianfang.ground.people.card import SEE as SEE_PEOPLE
from lianfang.ground.people.masking import Purpose
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, coverage, reading
from lianfang.kernel.coverage import Asked, Counted, Coverage
from lianfang.kernel.expectations import slots_one_by_one
from lianfang.kernel.filings import FILINGS
from lianfang.kernel.indicators import Indicator
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, begun, listed, w
from lianfang.shell import cursors, links
from lianfang.shell.asked import unit_on
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import PAGE_SIZE, Trail
from lianfang.shell.ledger import names
from lianfang.shell.ledger import queries as ledger
from lianfang.shell.missing import problems, queries, telling
from lianfang.shell.missing.presenters import EntriesTable, lacks_table
from lianfang.shell.missing.reminding import Reminding, reminding

_UNITS_MOST = 50  # asked at once
_EVIDENCE_FIRST = 20  # of the evidence, folded below what is missing
_TITLE = w("{name}：{lacks}", "{name}: {lacks}")
_WHOLE = w("{name}：应查 {expected}，已查齐", "{name}: all {expected} are there")
_LEDE = w(
    "{unit} · {day}报告日 · 已查 {checked} / 应查 {expected} · 口径：{coverage}",
    "{unit} · reporting day of {day} · {checked} of {expected} · counted: {coverage}",
)
_BARE = w("{unit} · {day}报告日", "{unit} · reporting day of {day}")
_IN_WINDOW = "(%(window)s::timestamptz IS NULL OR c.from_at = %(window)s)"
_ALONE = w("{unit}（本级）", "{unit}, itself")
_CHAT = w(
    "{unit} {day}报告日：{what}。请补做，补不了的写明原因。",
    "{unit}, reporting day of {day}: {what}. Please complete it, or say why not.",
)
_IN_CHAT = 10
_BEHIND = w("已有依据 {n} 条", "Existing evidence: {n} entries")


def figure_page(request: HttpRequest, actor: Actor, unit: str, day: date, code: str) -> HttpResponse:
    """What is missing behind a figure of a unit and all below it (`itself=1`: of the unit alone) on a reporting day."""
    indicator = REGISTRY.indicators().get(code)
    if indicator is None:
        raise Refused(problems.UNKNOWN_FIGURE, code=code[:40])
    now = clock.current().now()
    return show(request, actor, figure(indicator), asked_of(request, actor, unit, day, now))


def slots_page(request: HttpRequest, actor: Actor, unit: str, day: date, kind: str) -> HttpResponse:
    """What is missing of the slots that records of a kind fulfil; in the window that begins at `window`, where it is
    said."""
    declared, known = slots_one_by_one(kind), KINDS.get(kind)
    if declared is None or known is None:
        raise Refused(problems.UNKNOWN_FIGURE, code=kind[:40])
    now = clock.current().now()
    done = f"SELECT c.entry FROM ({declared.sql(kind)}) c WHERE c.entry IS NOT NULL AND {_IN_WINDOW}"
    subject = Subject(kind, known.words, w("已做项 / 应做项", "items done / due"), declared, done)
    return show(request, actor, subject, asked_of(request, actor, unit, day, now))


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about: a figure, or the slots of one kind of record. `evidence` is SQL that gives `entry`."""

    code: str
    words: Words
    counted: Words
    coverage: Coverage | None
    evidence: str


def figure(indicator: Indicator) -> Subject:
    """A figure as what a page is about."""
    declared = REGISTRY.coverages().get(indicator.code)
    counted = (declared and declared.counted) or indicator.coverage
    return Subject(indicator.code, indicator.words, counted, declared, indicator.evidence_sql)


def asked_of(request: HttpRequest, actor: Actor, unit: str, day: date, now: datetime) -> tuple[units.Unit, Asked]:
    """The unit and what is asked of it; of several (`A+B`) as one. Raises `not_found`, `unit_not_then`,
    `figure_no_window`."""
    codes = list(dict.fromkeys(unit.split("+")))
    if len(codes) > _UNITS_MOST:
        raise Refused(NOT_FOUND)
    several = [unit_on(actor, code, day) for code in codes]
    paths = [each.path for each in several]
    tops = [each for each in several if not any(each.path.startswith(path) for path in paths if path != each.path)]
    of = tops[0] if len(tops) == 1 else _as_one(tops)
    return of, Asked(
        of.path, clock.reporting_day(day), now, alone="itself" in request.GET,
        window=_window(request.GET.get("window", "")), only=tuple(each.path for each in tops) if len(tops) > 1 else (),
    )  # fmt: skip


def _as_one(several: list[units.Unit]) -> units.Unit:
    """Several units as one whose path is what theirs have in common."""
    parts = zip(*(each.path.split("/")[:-1] for each in several), strict=False)
    common = [steps[0] for steps in takewhile(lambda steps: len(set(steps)) == 1, parts)]
    words = listed([each.words for each in several])
    return replace(
        several[0], code="+".join(each.code for each in several), path="".join(f"{step}/" for step in common),
        zh=words.zh, en=words.en,
    )  # fmt: skip


def _window(said: str) -> datetime | None:
    """The moment at which a window begins, as the address says it. Raises `figure_no_window`."""
    if not said:
        return None
    try:
        return cursors.moment(said)
    except ValueError:
        raise Refused(problems.NO_SUCH_WINDOW) from None


def show(
    request: HttpRequest,
    actor: Actor,
    subject: Subject,
    of: tuple[units.Unit, Asked],
    *,
    filed_at: datetime | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of one figure; `filed_at` is when it was filed, so that later entries are marked; `more` goes to it."""
    with reading.once():
        return render(request, "missing/figure.html", {**_said(request, actor, subject, of, filed_at), **more})


def _said(
    request: HttpRequest, actor: Actor, subject: Subject, of: tuple[units.Unit, Asked], filed_at: datetime | None
) -> dict[str, Any]:
    unit, asked = of
    declared = subject.coverage
    sees = declared is None or _sees(actor, declared.see, asked)
    only_evidence = request.GET.get("show") == "evidence"
    counted = Counted(0, 0, 0)
    if declared is not None and sees:
        [counted] = coverage.counted(actor, asked, [(subject.code, declared)])
    unfold = only_evidence or not counted.missing
    context = {
        "title": _title(subject, counted, sees),
        "lede": _lede(subject, unit, asked, counted, declared is not None and sees),
        "as_of": asked.now,
        "hidden": not sees,
        "uncounted": declared is None,
        "nothing_due": not counted.expected,
        "only_evidence": only_evidence,
        "unfold": unfold,
        "waits": None if counted.missing else _waits(actor, unit, asked, subject),
        **_evidence(request, actor, subject.evidence, asked, filed_at, whole=only_evidence, unfold=unfold),
    }
    if declared is not None and sees and not only_evidence:
        if not _sees(actor, SEE_PEOPLE, asked):
            declared = coverage.by_units(declared)
        trail = Trail.asked(request, int, datetime, str, str)
        parts = coverage.missing(actor, asked, subject.code, declared, after=trail.after, size=PAGE_SIZE + 1)
        [found] = queries.told(actor, asked, [(subject.code, declared, parts)], purpose=Purpose.WORK)
        context["lacks_page"] = trail.page(found, lambda lack: lack.part.after)
        rows = [*context["lacks_page"].items]
        reminds = Reminding()
        if subject.code in REGISTRY.indicators():
            further, back = context["lacks_page"].next is not None, request.get_full_path()
            reminds = reminding(actor, asked, subject.code, declared, rows, more=further, back=back)
        context |= {"lacks": lacks_table(rows, reminds), "bulk": reminds.bulk}
        if rows and trail.after is None:
            context["chat"] = _chat(actor, unit, asked, (subject.code, declared), counted, rows)
    return context


def _sees(actor: Actor, verb: str, asked: Asked) -> bool:
    """Whether the reader sees any of it: at the units, above them, or somewhere below."""
    paths = asked.only or (asked.path,)
    return any(path.startswith(each) or each.startswith(path) for each in actor.prefixes(verb) for path in paths)


def _title(subject: Subject, counted: Counted, sees: bool) -> Words:
    name, declared = begun(subject.words), subject.coverage
    if declared is None or not sees or not counted.expected:
        return name
    if not counted.missing:
        return _WHOLE.fill(name=name, expected=f"{counted.expected:,}")
    return _TITLE.fill(name=name, lacks=declared.lacks.fill(n=f"{counted.missing:,}"))


def _lede(subject: Subject, unit: units.Unit, asked: Asked, counted: Counted, known: bool) -> Words:
    words = _ALONE.fill(unit=unit.words) if asked.alone else unit.words
    said = _LEDE if known else _BARE
    return said.fill(
        unit=words, day=moment(asked.day.date), checked=f"{counted.checked:,}", expected=f"{counted.expected:,}",
        coverage=subject.counted,
    )  # fmt: skip


def _chat(
    actor: Actor,
    unit: units.Unit,
    asked: Asked,
    figure: telling.Figure,
    counted: Counted,
    rows: list[queries.Lack],
) -> Words:
    """What is missing in one line for the chat group: whose names the reader is not told here are counted by unit."""
    by_unit = telling.by_unit_of(actor, asked, figure) if any(each.concealed for each in rows) else None
    lacks = telling.shortfall(asked, figure, counted, rows, unit.code, by_unit)
    return _CHAT.fill(unit=unit.words, day=moment(asked.day.date), what=lacks.said(_IN_CHAT))


def _waits(actor: Actor, unit: units.Unit, asked: Asked, subject: Subject) -> Link | None:
    """Whose reports below are not there: a figure of which nothing is missing stays partial until they are."""
    filings = FILINGS.asked
    if asked.alone or asked.only or subject.code not in REGISTRY.indicators() or not actor.may(filings.see, unit.path):
        return None
    counts = filings.counts(actor, asked.day, unit.path, asked.now)
    if counts.due == counts.there:
        return None
    which = {"handling": "recalled"} if counts.due == counts.filed else {"standing": "unfiled"}
    href = links.to(filings.pages.reports, unit=unit.code, day=asked.day.date.isoformat(), **which)
    said = w(
        "还有 {n} 家未报：报齐并确认之前，汇总按“部分”计 →",
        "{n} units have not filed: until they do, sums are partial →",
    )
    return Link(said.fill(n=counts.due - counts.there), href)


def _evidence(
    request: HttpRequest,
    actor: Actor,
    evidence: str,
    asked: Asked,
    filed_at: datetime | None,
    *,
    whole: bool,
    unfold: bool,
) -> dict[str, Any]:
    """What there is; of what is folded away only how much: the rest is asked for by whoever opens it."""
    trail = Trail.asked(request, UUID) if whole else Trail((UUID,))
    size = PAGE_SIZE if whole else _EVIDENCE_FIRST
    found = queries.behind(actor, evidence, asked, after=trail.after, size=size, filed_at=filed_at)
    entries = ledger.by_ids(found.ids) if unfold else {}
    listed = [entries[each] for each in found.ids if each in entries]
    query = {**request.GET.dict(), "show": "evidence"}
    query.pop("cursor", None)
    return {
        "evidence": EntriesTable(
            listed, actor, ledger.facts_of(actor, listed), names.names_of(actor, listed), found.late
        ) if unfold else None,
        "evidence_count": found.count,
        "evidence_words": _BEHIND.fill(n=f"{found.count:,}"),
        "evidence_page": trail.on(listed, str(found.after) if found.after else None),
        "evidence_href": f"?{urlencode(query)}",
    }  # fmt: skip
