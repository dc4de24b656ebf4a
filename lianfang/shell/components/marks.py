"""shell · marks: the shapes and words in which states, measures and quantities are always drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lianfang.kernel.expectations import SLOT_WORDS, SlotState
from lianfang.kernel.filings import STANDING_WORDS, Standing
from lianfang.kernel.measures import STATE_WORDS, Measure, MeasureState
from lianfang.kernel.quantity import Qualifier, Quantity
from lianfang.kernel.words import Words
from lianfang.shell import links
from lianfang.shell.components.text import figure, local, moment, percent, pick, said_here, say

# Said where a shape cannot be drawn: copied text, a spreadsheet, a terminal. CSS draws the same shapes.
SIGNS: dict[str, str] = {
    "done": "●",
    "late": "◆",
    "excused": "–",
    "missed": "×",
    "due": "○",
    "doubtful": "?",
    "not_due": "·",
    "overdue": "!",
    "void": "–",
    "partial": "◐",
    "zero_confirmed": "●",
    "zero_unverified": "○",
    "not_reported": "—",
    "ok": "",
    "not_applicable": "",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A state of something else (a report, a token, a site): `mark` is a key of SIGNS.

    `tone` is empty, `near` (amber: its time is close), `overdue` or `broken` (red); never decoration.
    """

    words: Words | str
    mark: str = "done"
    tone: str = ""


# Something else than a slot that is past its time and can still be made good.
OVERDUE = Chip(SLOT_WORDS[SlotState.OVERDUE], "overdue", "overdue")
# How a report that is due stands.
STANDING_CHIPS: dict[Standing, Chip] = {
    Standing.OPEN: Chip(STANDING_WORDS[Standing.OPEN], "not_due"),
    Standing.DUE: Chip(STANDING_WORDS[Standing.DUE], "due", "near"),
    Standing.ON_TIME: Chip(STANDING_WORDS[Standing.ON_TIME], "done"),
    Standing.LATE: Chip(STANDING_WORDS[Standing.LATE], "late"),
    Standing.MISSING: Chip(STANDING_WORDS[Standing.MISSING], "missed", "overdue"),
}


@cache
def mark_html(mark: str) -> SafeString:
    """The shape itself; silent to screen readers, because its word always stands beside it."""
    return format_html('<i class="lf-mark is-{}" aria-hidden="true">{}</i>', mark, SIGNS.get(mark, ""))


def chip_html(state: Chip | SlotState | MeasureState | str) -> SafeString:
    """A shape and its word."""
    chip = state if isinstance(state, Chip) else _chip_of(str(state))
    return _drawn(chip.tone or chip.mark, chip.mark, say(chip.words))


@lru_cache(maxsize=1000)
def _drawn(style: str, mark: str, said: str) -> SafeString:
    """A page has many chips and few different ones."""
    return format_html('<span class="lf-chip is-{}">{}{}</span>', style, mark_html(mark), said)


def _chip_of(state: str) -> Chip:
    if state in SLOT_WORDS:
        return Chip(SLOT_WORDS[SlotState(state)], state)
    return Chip(STATE_WORDS[MeasureState(state)], "done" if state == MeasureState.OK else state)


def measure_words(m: Measure) -> str:
    """A measure as one spoken sentence: value, state, coverage; also what xlsx and PDF say of it."""
    said = [figure(m.value)] if m.value is not None else []
    if m.state != MeasureState.OK or m.value is None:
        said.append(STATE_WORDS[m.state].say())
    if m.checked is not None and m.expected is not None:
        checked, expected = figure(m.checked), figure(m.expected)
        share = f", {percent(m.coverage)}" if m.coverage is not None else ""
        said.append(pick(f"已查 {checked} / 应查 {expected}{share}", f"checked {checked} of {expected}{share}"))
    return pick("，", ", ").join(said)


def countdown_html(due_at: datetime, now: datetime) -> SafeString:
    """The moment until which something may wait, and the minutes left, which a script counts down."""
    left, before, over = int((due_at - now).total_seconds()), pick("还剩 ", "left: "), pick("超时", "overdue")
    said = f"{before}{left // 60}:{left % 60:02d}" if left > 0 else over
    return format_html(
        '<span class="lf-countdown{}" data-seconds="{}" data-left="{}" data-over="{}">{} · <b>{}</b></span>',
        "" if left > 0 else " is-over", left, before, over,
        pick(f"{moment(due_at, 'time')} 前", f"by {moment(due_at, 'time')}"), said,
    )  # fmt: skip


def figure_of(code: str, unit: str, day: date) -> str:
    """What a figure is a figure of, as the page says it to whoever compares pages: an indicator of a unit with all
    below it on a reporting day; `=` before a unit is the unit by itself."""
    return f"{code} {unit} {day:%Y-%m-%d}"


def behind(of: str) -> str:
    """The page of what is missing behind a figure, and of its evidence; `of` is what `figure_of` gives."""
    code, unit, day = of.split(" ")[:3]
    return links.missing(code, unit, day)


_page_as_of: ContextVar[str] = ContextVar("page_as_of", default="")


@contextmanager
def page_as_of(at: datetime) -> Iterator[None]:
    """Inside, a page is drawn that says of which moment it is: its measures say theirs where it is another."""
    mark = _page_as_of.set(moment(at))
    try:
        yield
    finally:
        _page_as_of.reset(mark)


def measure_html(m: Measure, href: str = "", label: str = "", of: str = "") -> SafeString:
    """`0 ●` · `0 ○ 未核实` · `12 ◐ 11/16` · `—` · blank: the same everywhere, and a link to what is missing behind it.

    `of` is what `figure_of` gives; `href` leads elsewhere than to the page of that figure. A page has hundreds, so the
    sentence stands in each once: the title is the tip of the mouse, and, as what eyes see is hidden from listeners, by
    it a link or picture is called. An address that leads to the figure's own page says which figure it is, unless `of`
    says of which reading: what the ledger or the confirmed reports say of it.
    """
    own = behind(of) if of else ""
    href = href or own
    said = f"{label}{pick('：', ': ')}{measure_words(m)}" if label else measure_words(m)
    if m.state == MeasureState.NOT_APPLICABLE:
        return format_html('<span class="lf-m is-not_applicable"{} role="img" aria-label="{}"></span>', _of(of), said)
    if m.as_of is not None and (at := moment(m.as_of)) != _page_as_of.get():
        said = f"{said} · {pick('截至', 'as of')} {at}"
    tag = format_html('a href="{}"', href) if href else mark_safe('span role="img"')
    by_address = href == own and of.count(" ") == 2
    return format_html(
        '<{} class="lf-m is-{}" title="{}"{}>{}</{}>',
        tag, m.state, said, _of("" if by_address else of), _measure_face(m), "a" if href else "span",
    )  # fmt: skip


def _of(of: str) -> SafeString:
    return format_html(' data-of="{}"', of) if of else SafeString("")


def _measure_face(m: Measure) -> SafeString:
    """What eyes see of a measure; listeners hear it as a sentence."""
    value = "—" if m.value is None else figure(m.value)
    shape = mark_html(m.state) if m.state not in (MeasureState.OK, MeasureState.NOT_REPORTED) else ""
    beside = ""
    if m.checked is not None and m.expected is not None and m.state != MeasureState.NOT_REPORTED:
        beside = format_html('<small aria-hidden="true">{}/{}</small>', figure(m.checked), figure(m.expected))
    unverified = m.state == MeasureState.ZERO_UNVERIFIED
    warning = (
        format_html('<span class="lf-m-words" aria-hidden="true">{}</span>', pick("未核实", "unverified"))
        if unverified
        else ""
    )
    return format_html('<b aria-hidden="true">{}</b>{}{}{}', value, shape, warning, beside)


def when_html(at: datetime | date | None, style: str = "") -> SafeString:
    """A moment for people, with the exact one for machines."""
    if at is None:
        return SafeString("")
    here = local(at) if isinstance(at, datetime) else at
    exact = here.isoformat(timespec="seconds") if isinstance(here, datetime) else here.isoformat()
    return format_html('<time datetime="{}">{}</time>', exact, said_here(here, style))


def quantity_html(value: Quantity | int | Decimal, unit: Words | str = "", qualifier: str = "") -> SafeString:
    """A figure from the world with the word that came with it: 近2,000人, 10余家."""
    if not isinstance(value, Quantity):
        words = Words(str(unit), str(unit)) if isinstance(unit, str) and unit else unit or None
        value = Quantity(Decimal(value), Qualifier(qualifier or "exact"), words)
    return format_html('<span class="lf-qty">{}</span>', value.words().say())
