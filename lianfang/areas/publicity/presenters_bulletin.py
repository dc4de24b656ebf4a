"""publicity · presenters of the bulletin: its lines, and the figures that were told and have changed, in tables."""

from __future__ import annotations

from django.urls import reverse

from lianfang.areas.publicity.kinds import REVIEW, SIGN
from lianfang.areas.publicity.queries_bulletin import Line
from lianfang.areas.publicity.queries_figures import Proposal
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.cells import Button
from lianfang.shell.components.tables import Figure, Sentence, State, Table, When
from lianfang.shell.components.tables import Text as Short
from lianfang.shell.texts import shown


class LinesTable(Table[Line]):
    """The lines of the form that are told, and how they read."""

    what = Sentence(w("数字", "Figure"), lambda row: row.of.words)
    value = Figure(w("日报", "Report"), lambda row: shown.Told(row.reading))
    tells = State(w("能否引用", "May be told"), lambda row: shown.chip(row.reading))


class ChangedTable(Table[Proposal]):
    """Figures of texts that are out which read otherwise by now, each with the correction that it proposes."""

    actor: Actor

    title = Sentence(
        w("宣传稿", "Text"), lambda row: row.text.text.title,
        link=lambda row: reverse("publicity:text", args=[row.text.stream]),
    )  # fmt: skip
    figure = Sentence(w("数字", "Figure"), lambda row: shown.what(row.change.reading))
    before = Figure(w("发布为", "Told as"), lambda row: row.change.before.words)
    now = Figure(w("现为", "Reads now"), lambda row: row.change.now.words)
    since = When(w("日报更新", "Report of"), lambda row: row.change.since)
    correct = Short("", lambda t, row: t.correction(row))
    keep = Short("", lambda t, row: t.way(row, w("不更正", "Leave it"), "keep-figure", SIGN))

    def correction(self, row: Proposal) -> Button | Words | str:
        if row.being_corrected:
            return w("更正稿待审签", "being corrected")
        return self.way(row, w("提出更正", "Correct"), "correct-figure", REVIEW)

    def way(self, row: Proposal, words: Words, name: str, verb: str) -> Button | str:
        if not self.actor.may(verb, row.text.path):
            return ""
        return Button(words, reverse(f"publicity:{name}", args=[row.text.stream, row.note]))
