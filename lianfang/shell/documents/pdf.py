"""shell · pdf: documents set by typst; what people wrote goes in as data and is never markup."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import segno
import typst

from lianfang.kernel.words import w
from lianfang.shell.documents.typesetting import as_data, fonts

_STANDARDS = ["ua-1", "a-2a"]  # for who cannot see it, and for the archive: both in one file
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


def sheet(template: str, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None, *, at: datetime) -> bytes:
    """As `render`, of a template that reads `files` by their names, tagged and for the archive (UA-1, A-2a): typst
    checks both and refuses what does not hold."""
    with _laid_out(files) as how:
        stamped: dict[str, Any] = {"timestamp": int(at.timestamp()), "pdf_standards": _STANDARDS}
        made = typst.compile(f"{how['root']}/{template}.typ", sys_inputs=as_data(data), format="pdf", **stamped, **how)
        return bytes(made)


def drawn(
    template: str, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None, *, ppi: float = _DOTS_PER_INCH
) -> bytes:
    """The PNG of the first page of what `sheet` makes."""
    with _laid_out(files) as how:
        made = typst.compile(f"{how['root']}/{template}.typ", sys_inputs=as_data(data), format="png", ppi=ppi, **how)
        return bytes(made[0] if isinstance(made, list) else made)


def measured(template: str, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> Any:
    """What a template says of itself before it is drawn: the value of its metadata `<fit>`."""
    with _laid_out(files) as how:
        told = typst.query(
            f"{how['root']}/{template}.typ", "<fit>", field="value", one=True, sys_inputs=as_data(data), **how
        )
        return json.loads(told)


@contextmanager
def _laid_out(files: Mapping[str, bytes] | None) -> Iterator[dict[str, Any]]:
    """Where typst reads: the templates, and for as long as it runs the files beside them."""
    if not files:
        yield {"root": str(TEMPLATES), "font_paths": fonts()}
        return
    with TemporaryDirectory(prefix="lianfang-sheet-") as folder:
        for template in TEMPLATES.glob("*.typ"):
            shutil.copyfile(template, Path(folder, template.name))
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        yield {"root": folder, "font_paths": fonts()}


def qr_svg(text: str) -> str:
    """The text as a QR code in SVG, for a document's corner (error correction M survives a photocopy)."""
    return segno.make(text, error="m", micro=False).svg_inline(border=0, dark="#000", svgclass=None, lineclass=None)


def qr_picture(text: str) -> bytes:
    """The same as a file of its own, with the white margin that readers need; its size is the page's to say."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        border=4,
        dark="#000",
        light="#fff",
        omitsize=True,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
    )
    return out.getvalue()


WITNESS = w("封印凭证（可用 lianfang verify --against 核对）", "Witness of all seals (lianfang verify --against)")
_STAMP_LINE = 76  # characters of the smallest print between the margin and the code


def stamp(witness: str) -> dict[str, object]:
    """The compact witness (kernel.witness) as the templates read it; empty parts where there is none yet."""
    lines = [witness[i : i + _STAMP_LINE] for i in range(0, len(witness), _STAMP_LINE)]
    return {"qr": qr_svg(witness) if witness else "", "lines": lines}
