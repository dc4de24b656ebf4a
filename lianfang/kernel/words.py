"""kernel · words: one saying in Chinese and in English, side by side; further languages come from catalogues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.utils import translation

from lianfang.kernel import catalogues


class _Made(Protocol):
    """How words came to be from others, so that they can be made again in a further language."""

    def say(self, lang: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Words:
    """A saying in both languages; neither may be empty. `{name}` slots are filled by `fill`."""

    zh: str
    en: str
    made: _Made | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.zh or not self.en:
            raise ValueError(f"words need both languages: {self.zh!r} / {self.en!r}")

    def say(self, lang: str | None = None) -> str:
        """The saying in `lang`, by default in the language that is active now; in Chinese where `lang` lacks it."""
        lang = lang or translation.get_language() or "zh-hans"
        if self.made is not None and not _own(lang):
            return self.made.say(lang)
        return said_in(lang, self.zh, self.en)

    def fill(self, **data: Any) -> Words:
        """The same saying with its slots filled; values that are Words are said in their own language."""
        return Words(self.zh.format(**_in("zh", data)), self.en.format(**_in("en", data)), _Filled(self, data))

    def __str__(self) -> str:
        return self.say()


@dataclass(frozen=True, slots=True)
class _Filled:
    pattern: Words
    data: Mapping[str, Any]

    def say(self, lang: str) -> str:
        return self.pattern.say(lang).format(**_in(lang, self.data))


@dataclass(frozen=True, slots=True)
class _Listed:
    parts: tuple[Words | str, ...]
    pause: Words

    def say(self, lang: str) -> str:
        return self.pause.say(lang).join(_said(part, lang) for part in self.parts)


def w(zh: str, en: str) -> Words:
    """Short hand for `Words(zh, en)`, because a card says many of them."""
    return Words(zh, en)


def listed(parts: Iterable[Words | str], pause: Words | None = None) -> Words:
    """Several sayings in a row, with a comma between them; there is at least one."""
    listing = _Listed(tuple(parts), pause or _COMMA)
    return Words(listing.say("zh"), listing.say("en"), listing)


def begun(words: Words) -> Words:
    """The saying as a sentence or a heading begins: its English with a capital."""
    return replace(words, en=words.en[:1].upper() + words.en[1:])


def said_in(lang: str, zh: str, en: str) -> str:
    """The one of two sayings that fits `lang`; for a further language what its catalogue has, else the Chinese."""
    if lang.startswith("en"):
        return en
    return zh if lang.startswith("zh") else catalogues.said(lang, zh, en)


def _own(lang: str) -> bool:
    """Whether a language stands in the source itself, and so needs no catalogue."""
    return lang.startswith(("zh", "en"))


def _said(value: Any, lang: str) -> Any:
    return value.say(lang) if isinstance(value, Words) else value


def _in(lang: str, data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _said(value, lang) for key, value in data.items()}


_COMMA = w("、", ", ")
