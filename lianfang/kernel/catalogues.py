"""kernel · catalogues: what is said in a further language, from PO files keyed by the Chinese (decision 0890).

A file `<language>.po` in a folder of `settings.LOCALE_PATHS` is read when something is first said in its language, and
never for Chinese and English, which stand in the source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

SUFFIX = ".po"
_log = structlog.get_logger(__name__)


def said(lang: str, zh: str, en: str) -> str:
    """A saying in `lang`: what stands under its English (the msgctxt), else under its Chinese, else the Chinese."""
    known = _sayings(lang, tuple(settings.LOCALE_PATHS))
    return (known.get((zh, en)) or known.get((zh, ""), zh)) if known else zh


@cache
def _sayings(lang: str, folders: Sequence[str | Path]) -> Mapping[tuple[str, str], str]:
    """(Chinese, msgctxt) → saying. What is empty, marked fuzzy, or has other slots than the Chinese is left out."""
    found: dict[tuple[str, str], str] = {}
    for file in (Path(folder) / f"{name}{SUFFIX}" for folder in folders for name in (lang.split("-")[0], lang)):
        try:
            entries = read(file) if file.is_file() else ()
        except ValueError as fault:  # a page in Chinese is better than none
            _log.error("catalogue not read", reason=str(fault))
            continue
        for each in entries:
            zh, text = each.id, each.string
            if isinstance(zh, str) and isinstance(text, str) and zh and usable(zh, text) and not each.fuzzy:
                found[zh, each.context or ""] = text
    return found


def read(file: Path) -> Catalog:
    """A catalogue as it stands in its file; raises `ValueError` with the line where it is not well formed."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        with file.open("rb") as lines:
            return read_po(lines, locale=file.stem, charset="utf-8", abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: {error}") from error


def usable(zh: str, text: str) -> bool:
    """Whether something is said, with the very slots of the Chinese, and with no markup where that has none."""
    return bool(text) and slots(text) == slots(zh) and ("<" in zh or "<" not in text)


def slots(text: str) -> frozenset[tuple[str, str, str]] | None:
    """Name, format and conversion of each `{slot}`; None where the braces are no slots."""
    try:
        parsed = list(Formatter().parse(text))
    except ValueError:
        return None
    return frozenset((name, form or "", turn or "") for _, name, form, turn in parsed if name is not None)
