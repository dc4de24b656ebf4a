"""shell · form: the official form on A4: measures with their evidence, verdict, signatures, seal and QR."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from lianfang.kernel.measures import Measure
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import moment, pick, say
from lianfang.shell.documents.cells import HEADS, measure_cells
from lianfang.shell.documents.pdf import WITNESS, qr_svg, render, stamp

_LABELS = {
    "unit": w("填报单位", "Unit"),
    "window": w("统计时段", "Window"),
    "as_of": w("数据截至", "As of"),
    "version": w("版次", "Version"),
    "code": w("代码", "Code"),
    "indicator": w("指标", "Indicator"),
    "narrative": w("情况说明", "Narrative"),
    "verdict": w("报送情况", "Submission"),
    "signatures": w("签署与签收", "Signatures and receipt"),
    "seal": w("封存根值", "Seal root"),
    "verify": w("扫码核验", "Scan to verify"),
    "witness": WITNESS,
    "exercise": w("演练", "EXERCISE"),
    "none": w("无", "None"),
    "not_sealed": w("当日尚未封存", "The day is not sealed yet"),
    "note": w(
        "“—”为未报，不等于零；“零，未核实”表示覆盖率未达标或来源未齐。",
        "“—” is not reported, which is not zero; “zero, unverified”: too little was checked, or a source is open.",
    ),
}


@dataclass(frozen=True, slots=True)
class FormRow:
    """One indicator's line. Rows with the same `group` stand under one heading."""

    code: str
    words: Words | str
    measure: Measure
    unit: Words | str = ""
    group: Words | str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did what with the form, and when; an open one is printed as a line to sign on."""

    act: Words | str
    name: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """Everything the official form says. `verify_href` is the address in its QR code; `witness` the compact text of
    the head of all units' seals, in a code of its own."""

    title: Words | str
    unit: Words | str
    unit_code: str
    from_at: datetime
    to_at: datetime
    rows: tuple[FormRow, ...]
    as_of: datetime
    version: int = 1
    narrative: str = ""
    verdict: Words | str = ""
    signatures: tuple[Signature, ...] = ()
    seal_root: str = ""
    verify_href: str = ""
    witness: str = ""
    exercise: bool = False


def form_pdf(form: Form, lang: str = "zh-hans") -> bytes:
    """The form as a PDF in `lang`; the same form gives the same bytes."""
    with translation.override(lang):
        return render("form", _data(form, lang), at=form.as_of)


def _data(form: Form, lang: str) -> dict[str, object]:
    """The form as typst reads it: strings only, said and formatted already."""
    window = f"{moment(form.from_at, 'year')} — {moment(form.to_at, 'year')}"
    return {
        "lang": lang.partition("-")[0],
        "labels": {key: words.say() for key, words in _LABELS.items()},
        "heads": [words.say() for words in HEADS],
        "title": say(form.title),
        "unit": say(form.unit),
        "unit_code": form.unit_code,
        "window": window,
        "as_of": moment(form.as_of, "year"),
        "version": str(form.version),
        "rows": [_row(row) for row in form.rows],
        "narrative": form.narrative,
        "verdict": say(form.verdict),
        "signatures": [[say(s.act), s.name, moment(s.at, "year") if s.at else ""] for s in form.signatures],
        "seal_root": form.seal_root,
        "verify_href": form.verify_href,
        "qr": qr_svg(form.verify_href) if form.verify_href else "",
        "witness": stamp(form.witness),
        "exercise": form.exercise,
    }


def _row(row: FormRow) -> dict[str, object]:
    unit = say(row.unit)
    words = say(row.words) + (pick(f"（{unit}）", f" ({unit})") if unit else "")
    cells = list(measure_cells(row.measure).as_text())
    return {"code": row.code, "words": words, "group": say(row.group), "cells": cells}
