"""config · languages: in which languages this installation can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import django
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import to_locale

SHIPPED = Path(__file__).resolve().parents[1] / "shell" / "locale"
OWN = [("zh-hans", "简体中文"), ("en", "English")]
# An entry's text is not empty, on its own line or on the next.
_SAYS = re.compile(r'^msgstr +(?:"[^"]|""\n")', re.MULTILINE)


def offered(folders: Iterable[Path], switched_on: str) -> list[tuple[str, str]]:
    """Chinese, English, and each language whose catalogue says something or that is switched on (`ug kk`)."""
    filled = {file.stem for folder in folders for file in folder.glob("*.po") if known(file.stem) and _filled(file)}
    asked = set(switched_on.replace(",", " ").lower().split()) - {code for code, _ in OWN}
    for code in sorted(asked):
        if not known(code):
            raise ImproperlyConfigured(f"LIANFANG_LANGUAGES: no such language: {code}")
    return [*OWN, *((code, name(code)) for code in sorted(filled | asked))]


def known(code: str) -> bool:
    """Whether Django knows the language: its name, its direction, and its own words in it."""
    folder = Path(django.__file__).parent / "conf" / "locale" / to_locale(code)
    return "name_local" in LANG_INFO.get(code, {}) and folder.is_dir()


def name(code: str) -> str:
    """What the language calls itself."""
    return str(LANG_INFO[code]["name_local"])


def _filled(file: Path) -> bool:
    """Whether a catalogue says anything at all, without reading it wholly: this is asked at every start."""
    _, _, entries = file.read_text(encoding="utf-8", errors="replace").partition("\n\n")
    return _SAYS.search(entries) is not None
