"""shell · kind console: one kind's pages and their addresses, with the few hooks by which an area shapes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Door, Kind
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, begun, w
from lianfang.shell.kinds.form_schema import FieldType, Spec, asked_of, declared_of, walk
from lianfang.shell.kinds.pad_tiles import tappable
from lianfang.shell.kinds.pad_way import PadWay

_COLUMNS_SHOWN = 5
_CONSOLES: dict[str, KindConsole] = {}

# The answer that stands above a list: (actor, what is listed) → words.
Title = Callable[[Actor, "Listed"], Words | None]


# What an area asks before entries that people say are recorded: (actor, drafts) → what stands against which.
Asks = Callable[[Actor, Sequence[Draft]], Mapping[UUID, Refused]]


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list's title can speak of: how many stand under its filter. `day`: it shows that day and all of it."""

    counted: int
    capped: bool
    filtered: bool
    day: date | None


@dataclass(frozen=True)
class KindConsole:
    """The pages of one kind.

    `columns` names the payload's fields in the list (default: the primary ones, else the first five); `totals`
    the fields that are summed under it; `title` gives the list's answer, None where it has none; `lede` its second
    line; `extra` adds to the context of the pages `list`, `form` and `detail`, whose templates `templates` may replace
    by name; `asks` says which entries need an answer before they are recorded, at the form and in a sheet; `pad`
    how its list is worked through where entries are made one after another, None where they are not.
    """

    kind: Kind
    slug: str
    namespace: str
    columns: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    title: Title | None = None
    lede: Words | None = None
    extra: Callable[[HttpRequest, Actor, str], dict[str, Any]] | None = None
    templates: dict[str, str] = field(default_factory=dict)
    asks: Asks | None = None
    pad: PadWay | None = field(default_factory=PadWay)

    @property
    def shown(self) -> list[tuple[str, Spec]]:
        """The fields that stand in the list."""
        known = {name: spec for name, spec in walk(asked_of(self.kind.payload)) if spec.files is None}
        if self.columns:
            return [(name, known[name]) for name in self.columns if name in known]
        short = [
            name for name, spec in known.items() if spec.shape not in (FieldType.TEXT, FieldType.ROWS, FieldType.LINES)
        ]
        names = [name for name in self.kind.primary if name in known] or short
        return [(name, known[name]) for name in names[:_COLUMNS_SHOWN]]

    @property
    def opens(self) -> bool:
        """Whether entries of this kind are made at its own form, and not by an action of the area.

        The form can go on with a thing that others began; what begins one is its area's.
        """
        lists = any(spec.shape is FieldType.ROWS for spec in declared_of(self.kind.payload))
        begins = self.kind.streams and not self.kind.goes_on
        return self.kind.door is Door.ANY and not begins and not lists

    @property
    def pads(self) -> bool:
        """Whether entries can be made on a list of people or places, each by a tap."""
        return self.opens and self.pad is not None and tappable(self.kind)

    def name(self, page: str) -> str:
        """The name of one of the pages: list, new, entry, correct, withdraw, proof, choose, export, …"""
        return f"{self.namespace}:{self.slug}-{page}"

    def url(self, page: str, *args: object) -> str:
        """The address of one of the pages."""
        return reverse(self.name(page), args=args)

    def answer(self, actor: Actor, listed: Listed) -> Words:
        """The list's title: what one wanted to know by opening it."""
        answer = self.title(actor, listed) if self.title else None
        if answer is not None:
            return answer
        more = "+" if listed.capped else ""
        narrowed = listed.filtered and listed.day is None
        said = w("{kind}：符合条件 {n} 条", "{kind}: {n} match") if narrowed else w("{kind}：{n} 条", "{kind}: {n}")
        return said.fill(kind=begun(self.kind.words), n=f"{listed.counted:,}{more}")

    def template(self, page: str) -> str:
        return self.templates.get(page, f"kinds/{page}.html")

    def context(self, request: HttpRequest, actor: Actor, page: str) -> dict[str, Any]:
        """What every page of the kind starts with, and what the area adds."""
        added = self.extra(request, actor, page) if self.extra else {}
        return {"console": self, "kind": self.kind, **added}


def install(console: KindConsole) -> None:
    """Remembers the pages of a kind, so that other pages can lead to its entries."""
    _CONSOLES[console.kind.code] = console


def console_of(code: str) -> KindConsole | None:
    """The console of a kind, where an area has given it one."""
    return _CONSOLES.get(code)


def form_href(code: str, unit: str, **about: str) -> str:
    """The form of a kind at a unit, filled in with whom or what it is about (`person`, `place`, `stream`); empty where
    its records are not made at a form of their own."""
    console = console_of(code)
    if console is None or not console.opens:
        return ""
    return f"{console.url('new')}?{urlencode({'unit': unit, **about})}"


def pad_href(code: str, unit: str, at: str = "") -> str:
    """The list of a unit on which records of a kind are made one after another; empty where its kind has none."""
    console = console_of(code)
    if console is None or not console.pads:
        return ""
    return f"{console.url('pad')}?{urlencode({'unit': unit, **({'at': at} if at else {})})}"


def entry_href(code: str, entry: object) -> str:
    """The page of an entry: the kind's own where it has one, else the ledger's."""
    console = console_of(code)
    if console is not None:
        try:
            return console.url("entry", entry)
        except NoReverseMatch:
            return reverse("shell:ledger-entry", args=[entry])
    return reverse("shell:ledger-entry", args=[entry])
