"""publicity · queries of words: a text as plain words, with its figures as confirmed reports have them."""

from __future__ import annotations

from datetime import datetime

from lianfang.areas.publicity.kinds_text import TextWritten
from lianfang.kernel.scope import Actor
from lianfang.shell.texts.blocks import Block, Part, blocks_of
from lianfang.shell.texts.figures import Figures


def plain(actor: Actor, text: TextWritten, now: datetime) -> str:
    """What is pasted into a group: title, body, source, telephone, who issues it.

    Raises `text_figure_unknown`, `text_figure_unprintable` where a figure does not stand any more.
    """
    figures = Figures(actor, now)
    lines = [
        text.title,
        "",
        *(_line(block, figures) for block in blocks_of(text.body) if block.part is not Part.PICTURE),
    ]
    ends = [text.contact and f"咨询电话：{text.contact}", text.source and f"来源：{text.source}", text.issued_by]
    return "\n".join([text.title, "", *lines, *(["", *filter(None, ends)] if any(ends) else [])])


def _line(block: Block, figures: Figures) -> str:
    runs = [run if isinstance(run, str) else str(figures.proof(block.paragraph, run)["value"]) for run in block.runs]
    return "".join(runs)
