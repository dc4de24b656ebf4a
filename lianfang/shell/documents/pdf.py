"""shell · pdf: documents set by typst; what people wrote goes in as data and is never markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
import typst

from lianfang.kernel.problems import Refused
from lianfang.kernel.words import w
from lianfang.shell.documents.glyphs import FONTS, drawable
from lianfang.shell.problems import TEXT_UNPRINTABLE

TEMPLATES = Path(__file__).parent / "templates"


class FontsMissing(RuntimeError):
    """The documents' typefaces are not there: the front-end build puts them in place."""


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Our own typefaces and no others, so that a document looks the same on every machine."""
    if not any(FONTS.glob("*.ttf")):
        raise FontsMissing("documents/fonts is empty: run `npm ci && npm run build` in web/")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def render(template: str, data: Mapping[str, Any], *, at: datetime | None = None) -> bytes:
    """The PDF of `templates/<template>.typ` over `data` (JSON values). Equal input gives equal bytes.

    `at` is the moment printed into the file's own metadata; without it there is none. Raises `Refused`
    (text_unprintable) for NUL and lone surrogates, which neither PDF nor JSON carries.
    """
    return _compiled(template, data, format="pdf", timestamp=int(at.timestamp()) if at else 0)


_DOTS_PER_INCH = 200.0  # a card of 108 mm is 850 dots wide


def picture(template: str, data: Mapping[str, Any]) -> bytes:
    """The PNG of the one page of `templates/<template>.typ` over `data`, as `render`."""
    return _compiled(template, data, format="png", ppi=_DOTS_PER_INCH)


def _compiled(template: str, data: Mapping[str, Any], **how: Any) -> bytes:
    said = json.dumps(_checked(data, "$"), ensure_ascii=False, sort_keys=True)
    return bytes(
        typst.compile(
            str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            font_paths=_fonts(),
            sys_inputs={"data": said},
            **how,
        )
    )


def qr_svg(text: str) -> str:
    """The text as a QR code in SVG, for a document's corner (error correction M survives a photocopy)."""
    return segno.make(text, error="m", micro=False).svg_inline(border=0, dark="#000", svgclass=None, lineclass=None)


WITNESS = w("封印凭证（可用 lianfang verify --against 核对）", "Witness of all seals (lianfang verify --against)")
_STAMP_LINE = 76  # characters of the smallest print between the margin and the code


def stamp(witness: str) -> dict[str, object]:
    """The compact witness (kernel.witness) as the templates read it; empty parts where there is none yet."""
    lines = [witness[i : i + _STAMP_LINE] for i in range(0, len(witness), _STAMP_LINE)]
    return {"qr": qr_svg(witness) if witness else "", "lines": lines}


def _checked(value: Any, where: str) -> Any:
    """The value as JSON takes it, with every string proved printable and every character drawable."""
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise Refused(TEXT_UNPRINTABLE, where=where)
        return drawable(value)
    if isinstance(value, Mapping):
        return {str(key): _checked(each, f"{where}.{key}") for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(each, f"{where}[{i}]") for i, each in enumerate(value)]
    if value is None or isinstance(value, bool | int):
        return value
    raise TypeError(f"{where}: a document takes text, whole numbers and yes or no, not {type(value).__name__}")
