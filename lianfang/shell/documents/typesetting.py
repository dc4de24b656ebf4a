"""shell · typesetting: what every typst run shares: our typefaces, and people's words as data that is never markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import typst

from lianfang.kernel.problems import Refused
from lianfang.shell.documents.glyphs import FONTS, drawable
from lianfang.shell.problems import TEXT_UNPRINTABLE


class FontsMissing(RuntimeError):
    """The documents' typefaces are not there: the front-end build puts them in place."""


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Our own typefaces and no others, so that a document looks the same on every machine."""
    if not any(FONTS.glob("*.ttf")):
        raise FontsMissing("documents/fonts is empty: run `npm ci && npm run build` in web/")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def as_data(data: Mapping[str, Any]) -> dict[str, str]:
    """JSON values as a template reads them (`sys.inputs.data`), every string printable, every character drawable.

    Raises `Refused` (text_unprintable) for NUL and lone surrogates, which neither PDF nor JSON carries.
    """
    return {"data": json.dumps(_checked(data, "$"), ensure_ascii=False, sort_keys=True)}


def printable(text: str, where: str) -> str:
    """The text with every character drawable. Raises `Refused` (text_unprintable), which names `where` it stands."""
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise Refused(TEXT_UNPRINTABLE, where=where)
    return drawable(text)


def _checked(value: Any, where: str) -> Any:
    """The value as JSON takes it."""
    if isinstance(value, str):
        return printable(value, where)
    if isinstance(value, Mapping):
        return {str(key): _checked(each, f"{where}.{key}") for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(each, f"{where}[{i}]") for i, each in enumerate(value)]
    if value is None or isinstance(value, bool | int):
        return value
    raise TypeError(f"{where}: a document takes text, whole numbers and yes or no, not {type(value).__name__}")
