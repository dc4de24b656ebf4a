"""shell · labels on paper: sheets of A4 to cut into twenty-four, or cards of A6 for a door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import translation

from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import say
from lianfang.shell.documents.pdf import render

_LABELS = {
    "scan": w("用手机相机扫", "Scan it with a phone camera"),
    "or": w("扫不了就输入短码", "Cannot scan? Type the code"),
    "number": w("第 {n} 张", "No. {n}"),
}


class Form(StrEnum):
    """What the labels are printed on."""

    A4 = "a4"
    A6 = "a6"


@dataclass(frozen=True, slots=True)
class PaperLabel:
    """One label: the code as SVG, the thing's name, what it is and whose, the codes for typing, which one it is."""

    svg: str
    name: Words | str
    note: Words | str
    unit: Words | str
    code: str
    short: str
    number: int = 1


def labels_pdf(labels: Sequence[PaperLabel], form: Form, *, at: datetime, lang: str = "zh-hans") -> bytes:
    """The labels as a PDF in `lang`; equal labels give equal bytes."""
    with translation.override(lang):
        said = [
            {
                "svg": each.svg, "name": say(each.name), "note": say(each.note), "unit": say(each.unit),
                "code": each.code, "short": each.short,
                "number": _LABELS["number"].fill(n=each.number).say() if each.number > 1 else "",
            }
            for each in labels
        ]  # fmt: skip
        data = {
            "lang": lang.partition("-")[0],
            "form": str(form),
            "scan": _LABELS["scan"].say(),
            "or": _LABELS["or"].say(),
            "labels": said,
        }
        return render("labels", data, at=at)
