"""campaigns · team161.newspaper: the demonstration's paper: an issue for each week, and a sample of the seed's day.

The texts are this project's own and stand in `paper/`, a file for each issue: written from facts.yaml and from what the
replay makes up, which they call synthetic (合成). The page of bulletins is made of the script itself. An issue is
written, proofed and approved on the day before it comes out, so nothing of it is there before the first Sunday.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from lianfang.campaigns.team161.plan.bulletins import bulletins, sites
from lianfang.campaigns.team161.plan.facts import HERE
from lianfang.campaigns.team161.plan.moments import at
from lianfang.campaigns.team161.plan.shapes import Plan, ScriptedAct

TEXTS = HERE / "paper"
TEAM, EDITOR, CHIEF, OFFICER = "T161", "editor", "commander", "officer"
AUTHOR = "演示稿"
MADE_UP = "细节合成"  # said beside a text that names neither an author nor a source of its own
SAMPLE = date(2020, 10, 12)  # the date of the seed's page
WEEKLY = tuple(date(2020, 7, 20) + timedelta(days=7 * week) for week in range(7))  # Mondays
SAMPLE_MADE_ON = date(2020, 8, 8)  # its date has not come when the demonstration is loaded: it says that it is a sample
# Two texts that nobody has placed yet: on the demonstration's day one waits for the editor, one for whoever approves.
SPARE_ON = date(2020, 8, 10)
_MADE_ON = {each - timedelta(days=1): each for each in WEEKLY} | {SAMPLE_MADE_ON: SAMPLE}


@dataclass(frozen=True, slots=True)
class Text:
    """An article with its place. `by`: the login that writes it; `picture`: the place drawn in it, with its caption."""

    by: str
    data: dict[str, Any]
    size: str = "normal"
    columns: int = 0
    boxed: bool = False
    picture: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an issue."""

    name: str
    template: str
    texts: tuple[Text, ...]


@cache
def _file(name: str) -> Any:
    return YAML(typ="safe", pure=True).load((TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))


def number_of(dated: date) -> int:
    """The running number of an issue: it goes on week by week, also to the sample."""
    return 1 + (dated - WEEKLY[0]).days // 7


def pages_of(plan: Plan, dated: date) -> list[Page]:
    """An issue as it is printed."""
    made = []
    for said in _file(dated.isoformat())["pages"]:
        texts = [_text(each) for each in said.get("articles", ())]
        if said.get("bulletins"):
            texts += [_text(each) for each in bulletins(plan, dated)]
        if said.get("sites"):
            texts.append(_text(sites(plan, dated)))
        if said["template"] == "front":
            texts.append(_text(_file("about")["sample" if dated == SAMPLE else "weekly"]))
        made.append(Page(said["name"], said["template"], tuple(texts)))
    return made


def newspaper(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """What is done in the newsroom on one day."""
    if day in WEEKLY:
        yield from _out(at(day, 7, 30), day)
    if day == WEEKLY[0] - timedelta(days=1):
        yield _act(at(day, 9, 0), EDITOR, "set_paper", TEAM, data=_file("about")["paper"])
    if dated := _MADE_ON.get(day):
        yield from _made(plan, day, dated)
    if SPARE_ON <= day <= SPARE_ON + timedelta(days=1):
        yield from _spare(plan, day)


def _made(plan: Plan, day: date, dated: date) -> Iterator[ScriptedAct]:
    """Written in the course of the day, the bulletins after the team's report; proofed, approved and planned."""
    pages, labels = pages_of(plan, dated), list[str]()
    early, late = at(day, 9, 30), at(day, 19, 0)
    for number, page in enumerate(pages, start=1):
        for position, text in enumerate(page.texts, start=1):
            labels.append(f"paper/{dated}/{number}/{position}")
            if text.by == OFFICER:
                late += timedelta(minutes=4)
            else:
                early += timedelta(minutes=19)
            yield _written(plan, late if text.by == OFFICER else early, labels[-1], text)
    for nth, label in enumerate(labels):
        yield _act(at(day, 19, 50) + timedelta(minutes=2 * nth), EDITOR, "proof", TEAM, article=label, version=1)
        yield _act(at(day, 20, 50) + timedelta(minutes=nth), CHIEF, "approve", TEAM, article=label, version=1)
    placed = iter(labels)
    planned = {
        "dated": dated.isoformat(),
        "issue_no": number_of(dated),
        "pages": [
            {
                "number": number, "name": page.name, "template": page.template, "editor": "本报编辑部（演示）",
                "articles": [
                    {"article": next(placed), "size": text.size, "columns": text.columns, "boxed": text.boxed}
                    for text in page.texts
                ],
            }
            for number, page in enumerate(pages, start=1)
        ],
    }  # fmt: skip
    yield _act(at(day, 21, 40), EDITOR, "plan", TEAM, label=_issue_label(dated), data=planned)
    if dated == SAMPLE:
        yield from _out(at(day, 22), dated)


def _out(moment: datetime, dated: date) -> Iterator[ScriptedAct]:
    """Signed and published within a minute: figures then are as of the same one, and the issue is set in type once."""
    yield _act(moment, CHIEF, "sign", TEAM, issue=_issue_label(dated))
    yield _act(moment + timedelta(seconds=30), CHIEF, "publish", TEAM, issue=_issue_label(dated))


def _spare(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    for nth, said in enumerate(_file("spare")["articles"], start=1):
        label, text = f"paper/spare/{nth}", _text(said)
        if day == SPARE_ON:
            yield _written(plan, at(day, 9, 40 + nth), label, text)
        if (day == SPARE_ON) == (nth == 1):
            yield _act(at(day, 14, 30), EDITOR, "proof", TEAM, article=label, version=1)
        if day > SPARE_ON:
            yield _act(at(day, 15, nth), CHIEF, "approve", TEAM, article=label, version=1)


def _text(said: dict[str, Any]) -> Text:
    """A text as its file says it."""
    own = {"by", "size", "columns", "boxed", "picture", "author"}
    by = {} if "author" in said else {"source": MADE_UP}
    data = {"sort": "story", "authors": [{"name": said.get("author", AUTHOR)}], **by, **said}
    placed = {name: said[name] for name in ("size", "columns", "boxed", "picture") if name in said}
    return Text(said["by"], {name: value for name, value in data.items() if name not in own}, **placed)


def _written(plan: Plan, moment: datetime, label: str, text: Text) -> ScriptedAct:
    unit = next(login.unit for login in plan.logins if login.login == text.by)
    shown: dict[str, Any] = {}
    if text.picture is not None:
        place, *said = (text.picture[part] for part in ("place", "caption", "alt"))
        shown = {"place": place, "caption": dict(zip(("caption", "alt"), said, strict=True))}
    return _act(moment, text.by, "write", unit, label=label, data=text.data, **shown)


def _issue_label(dated: date) -> str:
    return f"paper/{dated}"


def _act(
    moment: datetime,
    actor: str,
    verb: str,
    unit: str,
    *,
    label: str | None = None,
    place: str | None = None,
    **data: Any,
) -> ScriptedAct:
    return ScriptedAct(
        at=moment, actor=actor, action=f"newspaper.{verb}", kind="", unit=unit, place=place, label=label, data=data,
        photo=place is not None,
    )  # fmt: skip
