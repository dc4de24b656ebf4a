"""shell · texts · payloads: what the kinds of texts have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lianfang.kernel.payloads import Line, Payload, Sha256, Text, fact

Said = Annotated[Line, Field(min_length=1)]
Why = Annotated[Text, Field(min_length=1)]


class Caption(Payload):
    """What is said of one of a text's pictures."""

    photo: Sha256 = fact("照片", "photo")
    caption: Line | None = fact("图注", "caption", default=None)
    credit: Line | None = fact("摄影", "photo by", default=None)
    alt: Line | None = fact("画面说明（读屏用）", "what it shows, for who cannot see it", default=None)
