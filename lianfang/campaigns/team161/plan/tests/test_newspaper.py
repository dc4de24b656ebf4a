"""campaigns · team161.plan.tests: the paper's issues as data: whole, honest, in our own words, and always the same."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from lianfang.campaigns.team161.plan import ScriptedAct, build
from lianfang.campaigns.team161.plan.newspaper import SAMPLE, WEEKLY, Page, Text, newspaper, number_of, pages_of
from lianfang.campaigns.team161.plan.shapes import DEMO_DAY, FIRST_DAY, LAST_DAY

PLAN = build()
ISSUES = (*WEEKLY, SAMPLE)
# The first 40 bits of SHA-256 of every twelve characters in a row of the article, its punctuation left out.
SHINGLES = frozenset((Path(__file__).parent / "article-shingles.txt").read_text(encoding="utf-8").split())
LENGTH = 12
# Quantities that the article does not give exactly, as they are said, and what would make them exact.
QUALIFIED = {
    "近2000人": r"(?<!近)2000人", "180余人": r"180(?!余人)", "近百名": r"(?<!近)百名", "10余名": r"(?<!\d)10(名|个青)",
    "30多天": r"(?<!\d)30天",
}  # fmt: skip


@cache
def _pages(dated: date) -> list[Page]:
    return pages_of(PLAN, dated)


def _texts(dated: date) -> list[Text]:
    return [text for page in _pages(dated) for text in page.texts]


def _said(text: Text) -> str:
    return "\n".join(str(text.data.get(part, "")) for part in ("kicker", "title", "deck", "summary", "body"))


def _bare(said: str) -> str:
    return re.sub(r"[\W_]+", "", said)


def _acts(plan: object = PLAN) -> list[ScriptedAct]:
    days = (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
    return [act for day in days for act in newspaper(plan, day)]  # type: ignore[arg-type]


def test_an_issue_for_each_week_and_the_sample() -> None:
    assert [number_of(each) for each in WEEKLY] == [*range(1, 8)]
    assert {each.weekday() for each in ISSUES} == {0}
    for dated in ISSUES:
        assert [page.template for page in _pages(dated)] == ["front", "inner", "inner", "supplement"]
        assert sum(text.picture is not None for text in _texts(dated)) == 1, dated
        front = [text.data["title"] for text in _pages(dated)[0].texts if text.boxed]
        assert front == (["这是一份样期"] if dated == SAMPLE else ["关于本报"])
    for dated in WEEKLY:
        bulletins = [text.data["title"] for text in _pages(dated)[1].texts][1:]
        assert len(bulletins) == (4 if dated == WEEKLY[0] else 7)
        told = dated - timedelta(days=1)
        assert bulletins[-1] == f"{told.month}月{told.day}日防控通报"


def test_the_samples_page_has_the_structure_of_the_seeds() -> None:
    stated = PLAN.facts.stated["newspaper_page"]
    page = _pages(SAMPLE)[int(stated["page"]["no"]) - 1]
    assert page.name == stated["page"]["name"]
    assert [text.data["title"] for text in page.texts] == stated["articles"]
    head = page.texts[0].data
    assert head["kicker"] == stated["kicker"].replace(":", "：")
    assert head["title"] == stated["headline"]
    subheads = re.findall(r"^## (.+)$", head["body"], re.MULTILINE)
    assert subheads == ["科学防控细化措施", "协调配合联防联控", "党建引领凝聚合力", "统筹兼顾推进发展"]
    for text in page.texts:
        [author] = text.data["authors"]
        assert "演示" in author["name"], "the seed's author wrote none of this"
    assert stated["byline"] not in "".join(_said(text) for text in _texts(SAMPLE))


@pytest.mark.parametrize("dated", ISSUES, ids=str)
def test_no_sentence_is_the_articles(dated: date) -> None:
    """The six titles are quoted; of everything else no twelve characters in a row stand in the article."""
    quoted = [_bare(each) for each in PLAN.facts.stated["newspaper_page"]["articles"]]
    for text in _texts(dated):
        said = _bare(_said(text))
        for each in quoted:
            said = said.replace(each, "|")
        runs = (said[i : i + LENGTH] for i in range(len(said) - LENGTH + 1))
        copied = [run for run in runs if hashlib.sha256(run.encode()).hexdigest()[:10] in SHINGLES]
        assert not copied, text.data["title"]


def test_the_shingles_are_those_of_the_article() -> None:
    """A sentence that the playbook quotes from it is found."""
    said = _bare("坚持每天三次对办公楼、小区电梯、楼道、公共卫生间、垃圾站、值班室、职工食堂等公共场所进行消毒")
    runs = (said[i : i + LENGTH] for i in range(len(said) - LENGTH + 1))
    assert all(hashlib.sha256(run.encode()).hexdigest()[:10] in SHINGLES for run in runs)


def test_quantities_keep_their_qualifiers() -> None:
    told = "\n".join(_said(text) for dated in ISSUES for text in _texts(dated))
    for qualified, exact in QUALIFIED.items():
        assert qualified in told
        assert not re.findall(exact, told), qualified


def test_what_went_wrong_is_told_and_called_synthetic() -> None:
    told = {text.data["title"]: text.data["body"] for dated in WEEKLY for text in _pages(dated)[1].texts}
    for each in PLAN.irregularities:
        if each.day < WEEKLY[-1]:
            body = told[f"{each.day.month}月{each.day.day}日防控通报"]
            assert each.zh in body
            assert "合成" in body


def test_the_newsroom_does_the_same_each_time_and_nobody_judges_his_own() -> None:
    acts = _acts()
    assert acts == _acts(build())
    by: dict[str, set[str]] = {}
    for act in acts:
        by.setdefault(act.action, set()).add(act.actor)
    assert by["newspaper.proof"] == {"editor"}
    assert by["newspaper.approve"] == by["newspaper.sign"] == by["newspaper.publish"] == {"commander"}
    assert not by["newspaper.write"] & {"editor", "commander"}
    first = min(act.at for act in acts)
    assert first.date() == WEEKLY[0] - timedelta(days=1), "whoever loads the first days loads no paper"
    written = {act.label: act for act in acts if act.action == "newspaper.write"}
    assert len(written) == sum(len(_texts(each)) for each in ISSUES) + 2
    labelled = {act.label: act.at for act in acts if act.label}
    for act in acts:
        if named := act.data.get("article") or act.data.get("issue"):
            assert timedelta(0) < act.at - labelled[named] < timedelta(days=3)
    done = {(act.action, act.data.get("article")) for act in acts if act.at.date() <= DEMO_DAY}
    waits = {
        verb for verb in ("proof", "approve") for n in (1, 2) if (f"newspaper.{verb}", f"paper/spare/{n}") not in done
    }
    assert waits == {"proof", "approve"}, "the editor and whoever approves have work of their own when it opens"
