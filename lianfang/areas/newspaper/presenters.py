"""newspaper · presenters of the desk: articles and issues in tables, signs and lists of what happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from lianfang.areas.newspaper.kinds import APPROVE
from lianfang.areas.newspaper.kinds_article import SORTS
from lianfang.areas.newspaper.queries import Article, Issue
from lianfang.areas.newspaper.queries_figures import Proposal
from lianfang.areas.newspaper.rules import PROGRESS_WORDS, Progress
from lianfang.ground.units.queries import Unit
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.cells import Button
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Figure, Sentence, State, Table, Text, When
from lianfang.shell.components.types import Fact
from lianfang.shell.texts.life import standing_chip
from lianfang.shell.texts.shown import what

_ISSUE_MARKS = {Progress.PLANNED: "due", Progress.SIGNED: "partial", Progress.PUBLISHED: "done"}
IN_PRINT = w("{slug} 第{page}版", "{slug}, page {page}")
PUBLISHED = w("已见报", "in print")
# The parts of an article that are compared from version to version.
COMPARED: dict[str, Words] = {
    "kicker": w("引题", "Kicker"), "title": w("主题", "Headline"), "deck": w("副题", "Deck"),
    "source": w("来源", "Source"), "summary": w("摘要", "Summary"), "body": w("正文", "Text"),
}  # fmt: skip

Named = Mapping[str, Unit]


def article_chip(each: Article, slug: str = "") -> Chip:
    """How far an article is; where it is in print, that."""
    return Chip(PUBLISHED, "done") if slug else standing_chip(each.standing)


def issue_chip(each: Issue) -> Chip:
    return Chip(PROGRESS_WORDS[each.progress], _ISSUE_MARKS[each.progress])


class DeskTable(Table[Article]):
    """The articles of the desk."""

    named: Named
    slugs: Mapping[UUID, str]
    called: Mapping[str, str]

    title = Sentence(
        w("主题", "Headline"), lambda row: row.text.title,
        link=lambda row: reverse("newspaper:desk-article", args=[row.stream]),
    )  # fmt: skip
    sort = Text(w("体裁", "Sort"), lambda row: SORTS[row.text.sort])
    unit = Text(w("供稿单位", "From"), lambda t, row: t.named[row.unit].words if row.unit in t.named else row.unit)
    by = Text(w("经手", "Last by"), lambda t, row: t.called.get(row.last.by, row.last.by))
    at = When(w("更新", "Changed"), lambda row: row.last.at)
    state = State(w("状态", "State"), lambda t, row: article_chip(row, t.slugs.get(row.stream, "")))


class ChangedTable(Table[Proposal]):
    """Printed figures that read otherwise by now, each with the erratum that it proposes."""

    actor: Actor

    title = Sentence(
        w("稿件", "Article"), lambda row: row.article.text.title,
        link=lambda row: reverse("newspaper:desk-article", args=[row.article.stream]),
    )  # fmt: skip
    where = Text(w("见报", "Printed in"), lambda row: IN_PRINT.fill(slug=row.slug, page=row.page))
    figure = Sentence(w("数字", "Figure"), lambda row: what(row.change.reading))
    before = Figure(w("印为", "Printed"), lambda row: row.change.before.words)
    now = Figure(w("现为", "Reads now"), lambda row: row.change.now.words)
    since = When(w("日报更新", "Report of"), lambda row: row.change.since)
    correct = Text("", lambda t, row: t.way(row, w("提出勘误", "Erratum"), "correct-figure"))
    keep = Text("", lambda t, row: t.way(row, w("不勘误", "Leave it"), "keep-figure"))

    def way(self, row: Proposal, words: Words, name: str) -> Button | str:
        if not self.actor.may(APPROVE, row.article.path):
            return ""
        return Button(words, reverse(f"newspaper:{name}", args=[row.article.stream, row.note]))


class IssueTable(Table[Issue]):
    """The issues of the desk."""

    title = Sentence(
        w("日期", "Date"), lambda row: row.slug, link=lambda row: reverse("newspaper:desk-issue", args=[row.stream])
    )
    number = Figure(w("总期号", "No."), lambda row: row.plan.issue_no)
    pages = Figure(w("版数", "Pages"), lambda row: len(row.plan.pages))
    at = When(w("更新", "Changed"), lambda row: row.last.at)
    state = State(w("状态", "State"), lambda row: issue_chip(row))


def article_facts(each: Article, unit: Words | str) -> list[Fact]:
    text = each.text
    said: list[tuple[Words, object]] = [
        (w("体裁", "Sort"), SORTS[text.sort]),
        (w("供稿单位", "From"), unit),
        (w("稿次", "Version"), each.version),
        (w("引题", "Kicker"), text.kicker),
        (w("副题", "Deck"), text.deck),
        (w("作者", "Authors"), "、".join(f"{a.name}（{a.role}）" if a.role else a.name for a in text.authors)),
        (w("来源", "Source"), text.source),
        (w("授权", "Licence"), text.licence),
        (w("责任编辑", "Editor"), text.editor),
        (w("关键词", "Keywords"), "、".join(text.keywords)),
        (w("摘要", "Summary"), text.summary),
    ]
    return [Fact(words, value) for words, value in said if value]


def issue_facts(each: Issue, published_at: datetime | None) -> list[Fact]:
    plan = each.plan
    said: list[tuple[Words, object]] = [
        (w("出版日期", "Date"), plan.dated),
        (w("总期号", "Running number"), plan.issue_no),
        (w("增刊", "Supplement"), plan.supplement),
        (w("发布时间", "Publish at"), plan.publish_at),
        (w("已发布", "Published"), published_at),
    ]
    return [Fact(words, value) for words, value in said if value]
