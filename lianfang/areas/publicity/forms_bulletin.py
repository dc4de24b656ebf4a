"""publicity · forms of the bulletin: of which unit and day, what a correction says, why a figure stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianfang.kernel.words import w
from lianfang.shell import asking
from lianfang.shell.components.text import later
from lianfang.shell.days import DayField
from lianfang.shell.forms import ActForm, FilterForm


class BulletinFilter(FilterForm):
    """Of which unit and day."""

    unit = asking.choice("单位（含下级）", "Unit and below", required=False)
    day = DayField(label=later("报告日", "Reporting day"), required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asking.offer(self, unit=units)


class MakeForm(ActForm):
    """Nothing to say: the button is all."""


class CorrectionForm(ActForm):
    """What the correction says."""

    words = asking.text(
        "更正内容", "The correction",
        w("放在正文最前；文中的数字在签发时自动换成现在的，不能再引用的请随后改稿删去",
          "It stands first; figures in the text become those of now. Take out by hand what can be told no more"),
        rows=4,
    )  # fmt: skip


class KeepForm(ActForm):
    """Why a figure that was told stays as it is."""

    why = asking.text("理由", "Reason", w("如：原文已写明“截至当日”", "For instance: the text says “so far”"))
