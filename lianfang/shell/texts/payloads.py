"""shell · texts · payloads: what the kinds of texts have in common."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from lianfang.kernel.measures import STATE_WORDS
from lianfang.kernel.payloads import Line, Payload, Sha256, Text, fact
from lianfang.kernel.words import Words

Said = Annotated[Line, Field(min_length=1)]
Why = Annotated[Text, Field(min_length=1)]


FIGURE_STATES: dict[str, Words] = {str(state): words for state, words in STATE_WORDS.items()}


class FigureTold(Payload):
    """A figure as it was told, in the words of print, with what it rested on: it stays so whatever comes after."""

    code: Said = fact("指标", "indicator")
    unit: Said = fact("单位", "unit")
    day: date = fact("报告日", "reporting day")
    indicator: Line = fact("指标名称", "indicator's name")
    unit_name: Line = fact("单位名称", "unit's name")
    value: Said = fact("数字", "figure")
    state: Line = fact("状态", "state", choices=FIGURE_STATES)
    says: Line = fact("说明", "as it was stated")
    as_of: Line | None = fact("截至", "as of", default=None)


class FigureSettled(Payload):
    """A figure that was told and reads otherwise by now is left as it was told: how it reads, and why it stays."""

    figure: Said = fact("数字", "figure")
    value: Line | None = fact("现为", "reads now", default=None)
    state: Line = fact("状态", "state", choices=FIGURE_STATES)
    why: Why = fact("理由", "reason")


class Caption(Payload):
    """What is said of one of a text's pictures."""

    photo: Sha256 = fact("照片", "photo")
    caption: Line | None = fact("图注", "caption", default=None)
    credit: Line | None = fact("摄影", "photo by", default=None)
    alt: Line | None = fact("画面说明（读屏用）", "what it shows, for who cannot see it", default=None)
