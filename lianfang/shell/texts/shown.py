"""shell · texts · shown: figures in tables: those of a text as they read now, and those that were told and changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from lianfang.kernel.scope import Actor
from lianfang.kernel.spans import dated
from lianfang.kernel.words import Words, w
from lianfang.shell.components.cells import Drawn
from lianfang.shell.components.marks import Chip, figure_of, measure_html
from lianfang.shell.components.tables import Code, Figure, Sentence, State, Table, When
from lianfang.shell.components.text import say
from lianfang.shell.components.types import Fact
from lianfang.shell.texts.blocks import Block, references_in
from lianfang.shell.texts.figures import Figures, Reading
from lianfang.shell.texts.following import Change

READY, NOT_READY = w("可引用", "can be told"), w("不能引用", "cannot be told")


@dataclass(frozen=True, slots=True)
class Told(Drawn):
    """A figure as a text for everybody says it: with state and coverage, and few people as *fewer than 5*."""

    reading: Reading

    def html(self, token: str) -> SafeString:
        measure = self.reading.measure
        if self.reading.few or measure is None:
            return format_html("{}", self.said())
        of = self.reading.reference
        return measure_html(measure, of=f"{figure_of(of.code, of.unit, of.day)} confirmed")

    def said(self) -> str:
        return self.reading.says


@dataclass(frozen=True, slots=True)
class Sign(Drawn):
    """The sign of a figure, to be copied, or put where the text is being written by the button that a script shows."""

    reading: Reading

    def html(self, token: str) -> SafeString:
        sign, words = self.reading.reference.said, say(w("插入", "Insert"))
        return format_html(
            '<span class="lf-sign"><code>{}</code><button type="button" class="btn btn-sm" data-sign="{}" '
            'data-says="{}" hidden>{}<span class="visually-hidden"> {}</span></button></span>',
            sign, sign, self.said(), words, say(what(self.reading)),
        )  # fmt: skip

    def said(self) -> str:
        return f"{say(what(self.reading))} {self.reading.says}"


def what(reading: Reading) -> Words:
    """What a figure is a figure of: indicator, unit, day; by its codes where it is unknown."""
    if reading.indicator is None or reading.unit is None:
        return Words(reading.reference.said, reading.reference.said)
    return w("{unit}{indicator}（{day}）", "{indicator}, {unit} ({day})").fill(
        unit=reading.unit.words, indicator=reading.indicator.words, day=dated(reading.reference.day)
    )


def chip(reading: Reading) -> Chip:
    """Whether a text may tell it."""
    return Chip(READY, "done") if reading.printable else Chip(NOT_READY, "missed")


def change_facts(change: Change[Any]) -> list[Fact]:
    """A figure that was told: how, how it reads now, and since when."""
    said: list[tuple[Words, object]] = [
        (w("当时", "It was told as"), change.before.words),
        (w("发布于", "On"), change.told.at),
        (w("现为", "It reads"), change.now.words),
        (w("日报更新于", "By the report of"), change.since),
    ]
    return [Fact(words, value) for words, value in said if value]


class ReadingsTable(Table[Reading]):
    """How the figures of a text read now."""

    what = Sentence(w("数字", "Figure"), what)
    value = Figure(w("现为", "Reads"), Told)
    at = When(w("截至", "As of"), lambda row: row.as_of)
    tells = State(w("能否引用", "May be told"), chip)
    sign = Code(w("写法", "Sign"), lambda row: row.reference.said)


class PickTable(Table[Reading]):
    """The figures of a unit and day, each with the sign that stands for it in a text."""

    what = Sentence(w("指标", "Indicator"), lambda row: row.indicator.words)
    value = Figure(w("日报", "Report"), Told)
    tells = State(w("能否引用", "May be told"), chip)
    sign = Code(w("写法", "Sign"), Sign)


def readings_of(actor: Actor, blocks: Sequence[Block]) -> ReadingsTable:
    """How the figures of a body read now, each once, in their order."""
    references = [reference for _, reference in references_in(blocks)]
    return ReadingsTable(list(Figures(actor).readings(references).values()))
