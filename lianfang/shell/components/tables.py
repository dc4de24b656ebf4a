"""shell · tables: a table is a class; its columns say how they are headed and what they show of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from inspect import signature
from operator import attrgetter
from typing import Any, ClassVar, Generic, TypeVar, dataclass_transform

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lianfang.ground.access import queries_called as login_names
from lianfang.kernel.scope import acting_actor
from lianfang.kernel.words import Words
from lianfang.shell.components.cells import cell_html
from lianfang.shell.components.text import say

T = TypeVar("T")
Cells = tuple[object, ...]


class Kind(StrEnum):
    """How a column is set."""

    TEXT = "text"
    WORDS = "words"
    FIGURE = "figure"
    WHEN = "when"
    STATE = "state"
    CODE = "code"


class Column:
    """One column of a table: its head, and where the value of a row comes from.

    `get` is a path of names (`"unit.words"`; by default the column's own name), or asks the row, or table and row; a
    method of the table becomes a column when decorated with one. `note` is a small second line of the head.
    `link` gives the address that the cell leads to, none where it is empty; `total` is what stands in the foot, said
    or asked of the table. `when` names what the table must have for the column to be shown.
    """

    kind: ClassVar[Kind] = Kind.TEXT

    def __init__(
        self,
        words: Words | str,
        get: str | Callable[..., object] = "",
        *,
        note: Words | str = "",
        link: Callable[..., object] | None = None,
        total: object = None,
        when: str = "",
    ) -> None:
        self.words, self.note, self.total, self.when = words, note, total, when
        self.link = _of_both(link) if link else None
        self._get = get

    def __set_name__(self, table: type, name: str) -> None:
        self._get = self._get or name

    def __call__(self, method: Callable[[Any, Any], object]) -> Column:
        self._get = method
        return self

    @cached_property
    def value(self) -> Callable[[Any, Any], object]:
        """What the column shows of a row of a table."""
        if not isinstance(self._get, str):
            return _of_both(self._get)
        found = attrgetter(self._get)
        return lambda _, row: found(row)

    def foot(self, table: Table[Any]) -> object:
        """What stands below the column."""
        return self.total(table) if callable(self.total) else self.total


def _of_both(ask: Callable[..., object]) -> Callable[[Any, Any], object]:
    """What asks only the row, as if it asked table and row."""
    wants = [each for each in signature(ask).parameters.values() if each.default is each.empty]
    return ask if len(wants) == 2 else lambda _, row: ask(row)


class Text(Column):
    """Short texts."""


class Sentence(Column):
    """Longer texts; the column keeps a readable width."""

    kind = Kind.WORDS


class Figure(Column):
    """Numbers, to the right."""

    kind = Kind.FIGURE


class When(Column):
    """Moments and days."""

    kind = Kind.WHEN


class State(Column):
    """A shape with its word."""

    kind = Kind.STATE


class Code(Column):
    """What is compared letter by letter."""

    kind = Kind.CODE


class Named(Column):
    """Codes, said as the table's `called` has them; a code that it does not know stands for itself."""

    @cached_property
    def value(self) -> Callable[[Any, Any], object]:
        code = super().value
        return lambda table, row: table.called.get(found := code(table, row), found)


class Who(Column):
    """Logins, said as the names of the people who use them: one question for the whole table."""

    @cached_property
    def value(self) -> Callable[[Any, Any], object]:
        login = super().value

        def said(table: Table[Any], row: Any) -> object:
            found = login(table, row)
            if not found:
                return ""
            called = table.__dict__.setdefault(_CALLED, {})
            if found not in called:
                called |= login_names.called(acting_actor(), {str(login(table, each) or "") for each in table.rows})
            return called[found].words

        return said


_CALLED = "_called"  # where a table keeps the names that it has asked for


class Columns:
    """Columns that only the table at hand knows: as many as it has days, lines, fields. A method is decorated."""

    def __init__(self, made: Callable[[Any], Sequence[Column]]) -> None:
        self.made = made


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
@dataclass(frozen=True)
class Table(Generic[T]):
    """Records under named columns; what the columns ask besides the row is a field of the class.

    `stack` turns each row into a card on a phone; `tall` lets the page scroll the table.

        class Lots(Table[Lot]):
            day: date

            lot = Code(w("批号", "Lot"), link=lambda row: href(row))
            on_hand = Figure(w("结存", "On hand"))
    """

    rows: Sequence[T]
    caption: Words | str = field(default="", kw_only=True)

    stack: ClassVar[bool] = True
    tall: ClassVar[bool] = True
    _named: ClassVar[tuple[Column | Columns, ...]] = ()

    def __init_subclass__(cls) -> None:
        said = [(name, each) for name, each in vars(cls).items() if isinstance(each, Column | Columns)]
        for name in (*(name for name, _ in said), *vars(cls).get("__annotations__", ())):
            if hasattr(Table, name) or name == "rows":
                raise TypeError(f"{cls.__qualname__}: nothing of its own can be called {name}")
        for name, each in said:
            if isinstance(each, Column) and each.when and not _has(cls, each.when):
                raise TypeError(f"{cls.__qualname__}.{name}: the table has nothing called {each.when}")
        cls._named = (*cls._named, *(each for _, each in said))
        dataclass(frozen=True)(cls)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are shown."""
        found: list[Column] = []
        for each in self._named:
            found += each.made(self) if isinstance(each, Columns) else [each]
        return tuple(each for each in found if not each.when or getattr(self, each.when))

    @property
    def body(self) -> Iterator[Cells]:
        """The values of each row under the columns."""
        return (self.cells(row) for row in self.rows)

    def cells(self, row: T) -> Cells:
        """The values of one row under the columns."""
        return tuple(each.value(self, row) for each in self.columns)

    @property
    def totals(self) -> Cells | None:
        """What stands below the columns; None where none of them has a total."""
        if all(each.total is None for each in self.columns):
            return None
        return tuple(each.foot(self) for each in self.columns)


def _has(table: type, name: str) -> bool:
    return any(name in vars(each) or name in vars(each).get("__annotations__", ()) for each in table.__mro__)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, the `number`th. `next` and `previous` say the way to another; None where there is none."""

    items: tuple[T, ...]
    next: str | None = None
    previous: str | None = None
    number: int = 1


def table_html(table: Table[Any], token: str = "") -> SafeString:
    """The table, in a frame that scrolls by itself where the page is too narrow for it."""
    caption = format_html("<caption>{}</caption>", say(table.caption)) if table.caption else ""
    head = mark_safe("".join(_head(column) for column in table.columns))
    figures = not table.stack and any(column.kind == _FIGURE for column in table.columns[1:])
    openings = [_opening(i, column, table.stack, figures) for i, column in enumerate(table.columns)]
    body = mark_safe("".join(_row(openings, _linked(table, row, token)) for row in table.rows))
    foot = ""
    if (totals := table.totals) is not None:
        foot = format_html("<tfoot>{}</tfoot>", mark_safe(_row(openings, [cell_html(each) for each in totals])))
    return format_html(
        '<div class="lf-scroll{}"><table class="lf-table{}" data-rows>{}<thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody>{}</table></div>",
        " is-tall" if table.tall else "", " is-stack" if table.stack else " is-figures" if figures else "",
        caption, head, body, foot,
    )  # fmt: skip


def _head(column: Column) -> str:
    note = format_html("<small>{}</small>", say(column.note)) if column.note else ""
    return format_html('<th scope="col"{}>{}{}</th>', _kind(column, _TEXT), say(column.words), note)


def _opening(i: int, column: Column, stack: bool, figures: bool) -> str:
    """The tag before each cell of a column, made once for all rows; the first cell of a row is its head.

    Where a row becomes a card each cell says its column itself. In a table of figures what is none says so, else what
    is no text: a page has hundreds of them.
    """
    if i == 0:
        return format_html('<th scope="row"{}>', _kind(column, _TEXT))
    label = format_html(' data-label="{}"', say(column.words)) if stack else ""
    return format_html("<td{}{}>", _kind(column, _FIGURE if figures else _TEXT), label)


_TEXT, _FIGURE = "text", "figure"


def _kind(column: Column, usual: str) -> str:
    return "" if column.kind == usual else format_html(' class="is-{}"', column.kind)


def _linked(table: Table[Any], row: Any, token: str) -> Iterator[str]:
    for column in table.columns:
        shown = cell_html(column.value(table, row), token)
        href = column.link(table, row) if column.link else ""
        yield format_html('<a href="{}">{}</a>', href, shown) if href else shown


def _row(openings: Sequence[str], shown: Iterator[str] | Sequence[str]) -> str:
    first, *others = (f"{opening}{each}" for opening, each in zip(openings, shown, strict=True))
    return f"<tr>{first}</th>{''.join(f'{each}</td>' for each in others)}</tr>"
