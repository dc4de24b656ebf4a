"""kernel · words: one saying in Chinese and in English, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import translation


@dataclass(frozen=True, slots=True)
class Words:
    """A saying in both languages; neither may be empty. `{name}` slots are filled by `fill`."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh or not self.en:
            raise ValueError(f"words need both languages: {self.zh!r} / {self.en!r}")

    def say(self, lang: str | None = None) -> str:
        """The saying in `lang` (`zh…` or `en…`), by default in the language that is active now."""
        lang = lang or translation.get_language() or "zh-hans"
        return self.en if lang.startswith("en") else self.zh

    def fill(self, **data: Any) -> Words:
        """The same saying with its slots filled; values that are Words are said in their own language."""
        return Words(self.zh.format(**_in("zh", data)), self.en.format(**_in("en", data)))

    def __str__(self) -> str:
        return self.say()


def _in(lang: str, data: dict[str, Any]) -> dict[str, Any]:
    return {key: value.say(lang) if isinstance(value, Words) else value for key, value in data.items()}


def w(zh: str, en: str) -> Words:
    """Short hand for `Words(zh, en)`, because a card says many of them."""
    return Words(zh, en)
