"""shell · cells: any value as a table or a line of facts shows it, and the values that are made only to be shown."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lianfang.kernel.measures import Measure, MeasureState
from lianfang.kernel.quantity import Quantity
from lianfang.kernel.words import Words
from lianfang.shell.components.marks import Chip, SlotState, chip_html, measure_html, quantity_html, when_html
from lianfang.shell.components.text import figure, pick, say
from lianfang.shell.components.types import Link

if TYPE_CHECKING:
    from django.forms import BoundField


_NOTHING = SafeString("")


class Drawn(ABC):
    """A value that knows how it is drawn; `said` is what a spreadsheet or a document has of it."""

    @abstractmethod
    def html(self, token: str) -> SafeString:
        """The value on a page; `token` is the page's own for what is posted (CSRF)."""

    def said(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class FigureLink(Drawn):
    """A measure that leads to what is missing behind it (`of`: `figure_of`), or a number that leads to `href`; without
    either the figure alone."""

    value: Measure | int | Decimal
    href: str = ""
    of: str = ""

    def html(self, token: str) -> SafeString:
        if isinstance(self.value, Measure):
            return measure_html(self.value, self.href, of=self.of)
        if not self.href:
            return cell_html(self.value)
        return format_html('<a class="lf-m" href="{}"><b>{}</b></a>', self.href, figure(self.value))


@dataclass(frozen=True, slots=True)
class Button(Drawn):
    """A small button in a row that leads to an act; not printed."""

    words: Words | str
    href: str

    def html(self, token: str) -> SafeString:
        return format_html('<a class="btn btn-sm lf-no-print" href="{}">{}</a>', self.href, say(self.words))


@dataclass(frozen=True, slots=True)
class PostButton(Drawn):
    """An act of one click: a form of one button; not printed.

    `about` is what it is done to, for whoever cannot see the row; `sends` are the values that go with it; `confirm` is
    asked first.
    """

    words: Words | str
    to: str
    about: Words | str = ""
    sends: tuple[tuple[str, str], ...] = ()
    confirm: Words | str = ""

    def html(self, token: str) -> SafeString:
        return self.drawn(token, "btn btn-sm")

    def drawn(self, token: str, style: str) -> SafeString:
        """The form with its button in a style of its own: small in a row, large in the bar of a page."""
        confirm, about = say(self.confirm), say(self.about)
        return format_html(
            '<form class="lf-no-print" method="post" action="{}"{}>'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
            '<button class="{}" type="submit">{}{}</button></form>',
            self.to,
            format_html(' data-confirm="{}"', confirm) if confirm else "",
            token,
            format_html_join("", '<input type="hidden" name="{}" value="{}">', self.sends) if self.sends else "",
            style,
            say(self.words),
            format_html('<span class="visually-hidden">{}{}</span>', pick("：", ": "), about) if about else "",
        )


@dataclass(frozen=True, slots=True)
class Pick(Drawn):
    """A box that takes a row into what one button does to many (`Bulk`); `about` says the row to whoever listens.

    A row that cannot be taken is empty. `form` is the id of the form that it belongs to, in which it is a `name`.
    """

    value: str
    about: Words | str
    picked: bool = True
    name: str = "unit"
    form: str = "lf-bulk"

    def html(self, token: str) -> SafeString:
        return format_html(
            '<label class="lf-choose lf-no-print"><input class="form-check-input" type="checkbox" form="{}" '
            'name="{}" value="{}"{}><span class="visually-hidden">{}{}</span></label>',
            self.form, self.name, self.value, mark_safe(" checked") if self.picked else "", pick("选中", "Choose "),
            say(self.about),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bulk:
    """One act on all rows of a list whose box is ticked (`Pick`): where it is posted, with what beside them.

    `chosen` is how many are ticked when the page opens.
    """

    FORM: ClassVar[str] = "lf-bulk"

    words: Words
    to: str
    chosen: int
    sends: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TwoLines(Drawn):
    """A text with a smaller line below it."""

    first: Words | str
    second: Words | str

    def html(self, token: str) -> SafeString:
        return format_html("<div>{}<br><small>{}</small></div>", say(self.first), say(self.second))

    def said(self) -> str:
        return f"{say(self.first)}\n{say(self.second)}"


@dataclass(frozen=True, slots=True)
class Small(Drawn):
    """A remark beside something larger."""

    words: Words | str

    def html(self, token: str) -> SafeString:
        return format_html("<small>{}</small>", say(self.words))

    def said(self) -> str:
        return say(self.words)


@dataclass(frozen=True, slots=True)
class Unbroken(Drawn):
    """Words that stay on one line: on a phone the table scrolls rather than breaking them up."""

    words: Words | str

    def html(self, token: str) -> SafeString:
        return format_html('<span class="text-nowrap">{}</span>', say(self.words))

    def said(self) -> str:
        return say(self.words)


@dataclass(frozen=True, slots=True)
class Command(Drawn):
    """A command as it is typed: it breaks at blanks alone."""

    typed: str

    def html(self, token: str) -> SafeString:
        words = format_html_join(" ", '<span class="text-nowrap">{}</span>', ((word,) for word in self.typed.split()))
        return format_html('<span class="lf-code">{}</span>', words)

    def said(self) -> str:
        return self.typed


@dataclass(frozen=True, slots=True)
class Bar(Drawn):
    """A share of a hundred as a bar, with a line across it; it says nothing that a figure beside it does not."""

    share: int
    line: int
    tone: str = "quiet"

    def html(self, token: str) -> SafeString:
        return format_html(
            '<span aria-hidden="true" style="display:block;position:relative;min-width:6rem;height:.625rem;'
            'background:var(--lf-sunken)"><span style="position:absolute;inset-block:0;inset-inline-start:0;width:{}%;'
            'background:var(--lf-{})"></span><span style="position:absolute;inset-block:-2px;inset-inline-start:{}%;'
            'border-inline-start:1px solid var(--lf-ink)"></span></span>',
            self.share, self.tone, self.line,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry(Drawn):
    """A field of a form in a cell, `label` for whoever cannot see its column; `before` are hidden fields with it."""

    bound: BoundField
    label: str
    before: BoundField | str = ""

    def html(self, token: str) -> SafeString:
        widget = self.bound.as_widget(attrs={"aria-label": self.label})
        return format_html('<div class="lf-field">{}{}</div>', self.before, widget)


def cell_html(value: object, token: str = "") -> SafeString:
    """Any value as a page shows it; nothing is nothing, and never 0. Several values stand beside each other."""
    if type(value) is str:  # a state is a text too, and is drawn as a state
        return conditional_escape(value) if value else _NOTHING
    if isinstance(value, Measure):
        return measure_html(value)
    if isinstance(value, Drawn):
        return value.html(token)
    if isinstance(value, Chip | SlotState | MeasureState):
        return chip_html(value)
    if isinstance(value, Link):
        return format_html('<a href="{}">{}</a>', value.href, say(value.words))
    if isinstance(value, datetime | date):
        return when_html(value)
    if isinstance(value, Quantity):
        return quantity_html(value)
    if isinstance(value, bool):
        return conditional_escape(pick("是", "yes") if value else pick("否", "no"))
    if isinstance(value, int | float | Decimal):
        return conditional_escape(figure(value))
    if isinstance(value, tuple):
        return format_html_join(" ", "{}", ((cell_html(each, token),) for each in value))
    return conditional_escape(value if isinstance(value, SafeString) else say(value))
