"""duties · payloads: what several kinds say: a duty's code, a mode, a reason."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lianfang.kernel.payloads import Text
from lianfang.kernel.words import Words, w

MODES: dict[str, Words] = {
    "normal": w("常态", "normal"),
    "strengthened": w("加强", "strengthened"),
    "closed": w("封闭", "closed"),
    "recovery": w("恢复", "recovery"),
}
DutyCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Because = Annotated[Text, Field(min_length=2)]
