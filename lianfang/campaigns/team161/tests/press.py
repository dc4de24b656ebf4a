"""campaigns · tests' press: an issue of the script as the composition gets it, with stand-ins for figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from lianfang.areas.newspaper.kinds_article import ArticleWritten
from lianfang.areas.newspaper.queries_layout import layout_of
from lianfang.campaigns.team161 import drawn
from lianfang.campaigns.team161.plan import Plan
from lianfang.campaigns.team161.plan.moments import at
from lianfang.campaigns.team161.plan.newspaper import Text, number_of, pages_of
from lianfang.kernel.registry import REGISTRY
from lianfang.shell.composition.layout import Issue
from lianfang.shell.texts.blocks import Block, Part, Reference, blocks_of, references_in

PAPER = {"name": "联防演示报"}


def issue_of(plan: Plan, dated: date) -> Issue:
    """The issue of a day, laid out as it will be published."""
    called = {unit.code: unit.zh for unit in plan.units}
    pages = [
        {
            "number": number, "name": page.name, "template": page.template, "editor": "本报编辑部（演示）",
            "layout_by": "", "phone": "",
            "articles": [_article(text, nth, called) for nth, text in enumerate(page.texts, start=1)],
        }
        for number, page in enumerate(pages_of(plan, dated), start=1)
    ]  # fmt: skip
    content = {
        "paper": PAPER, "day": dated.isoformat(), "issue_no": number_of(dated), "supplement": "", "pages": pages,
    }  # fmt: skip
    return layout_of(content, lambda place: drawn.picture_of(place, at(dated, 10)))


def _article(text: Text, nth: int, called: dict[str, str]) -> dict[str, Any]:
    said = ArticleWritten.model_validate(text.data).model_dump(mode="json", exclude={"body"}, exclude_none=True)
    blocks = blocks_of(text.data["body"])
    notes: dict[Reference, dict[str, Any]] = {}
    for _, each in references_in(blocks):
        notes.setdefault(each, _figure(each, len(notes) + 1, called))
    return {
        "key": f"a{nth}", "size": text.size, "columns": text.columns, "boxed": text.boxed, "runs_on_to": None, **said,
        "blocks": [_block(text, each, notes) for each in blocks], "figures": list(notes.values()),
    }  # fmt: skip


def _figure(of: Reference, note: int, called: dict[str, str]) -> dict[str, Any]:
    return {
        "note": note, "value": "150", "unit_name": called[of.unit],
        "indicator": REGISTRY.indicators()[of.code].words.zh, "says": "150，已查 150 / 应查 150, 100.0%",
        "day": of.day.isoformat(), "as_of": f"{of.day.isoformat()} 17:45",
    }  # fmt: skip


def _block(text: Text, block: Block, notes: dict[Reference, dict[str, Any]]) -> dict[str, Any]:
    if block.part is Part.PICTURE:
        assert text.picture is not None
        said = {"caption": text.picture["caption"], "alt": text.picture["alt"], "credit": ""}
        return {"part": "picture", "photo": text.picture["place"], **said}
    runs = [
        {"text": r} if isinstance(r, str) else {"text": notes[r]["value"], "note": notes[r]["note"]} for r in block.runs
    ]
    return {"part": str(block.part), "runs": runs}
