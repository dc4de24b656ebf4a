"""shell · pdf: documents set by typst; what people wrote goes in as data and is never markup."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
import typst

from lianfang.kernel.words import w
from lianfang.shell.documents.typesetting import as_data, fonts

TEMPLATES = Path(__file__).parent / "templates"


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
    return bytes(
        typst.compile(
            str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            font_paths=fonts(),
            sys_inputs=as_data(data),
            **how,
        )
    )


def qr_svg(text: str) -> str:
    """The text as a QR code in SVG, for a document's corner (error correction M survives a photocopy)."""
    return segno.make(text, error="m", micro=False).svg_inline(border=0, dark="#000", svgclass=None, lineclass=None)


def qr_picture(text: str) -> bytes:
    """The same as a file of its own, with the white margin that readers need; its size is the page's to say."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return out.getvalue()


WITNESS = w("封印凭证（可用 lianfang verify --against 核对）", "Witness of all seals (lianfang verify --against)")
_STAMP_LINE = 76  # characters of the smallest print between the margin and the code


def stamp(witness: str) -> dict[str, object]:
    """The compact witness (kernel.witness) as the templates read it; empty parts where there is none yet."""
    lines = [witness[i : i + _STAMP_LINE] for i in range(0, len(witness), _STAMP_LINE)]
    return {"qr": qr_svg(witness) if witness else "", "lines": lines}
