"""publicity · queries of words: a text as plain words, with its figures as they were when it was signed off."""

from __future__ import annotations

from lianfang.areas.publicity.queries import Text
from lianfang.shell.texts.blocks import Block, Part, blocks_of
from lianfang.shell.texts.figures import Kept


def plain(text: Text, version: int) -> str:
    """What is pasted into a group: title, body, source, telephone, who issues it.

    Raises `text_figure_unknown` where a figure was not signed off with the text.
    """
    said, figures = text.text_of(version), text.figures_of(version)
    lines = [_line(block, figures) for block in blocks_of(said.body) if block.part is not Part.PICTURE]
    ends = [said.contact and f"咨询电话：{said.contact}", said.source and f"来源：{said.source}", said.issued_by]
    return "\n".join([said.title, "", *lines, *(["", *filter(None, ends)] if any(ends) else [])])


def _line(block: Block, figures: Kept) -> str:
    runs = [run if isinstance(run, str) else str(figures.proof(block.paragraph, run)["value"]) for run in block.runs]
    return "".join(runs)
