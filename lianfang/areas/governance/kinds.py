"""governance · kinds: what they have in common: their verbs, texts that say something, and sentences cut short."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import Field

from lianfang.kernel.payloads import Line, Text
from lianfang.kernel.words import Words

SEE, DIRECT, ANSWER = "governance.see", "governance.direct", "governance.answer"
Words1 = Annotated[Line, Field(min_length=1)]
Said = Annotated[Text, Field(min_length=1)]


def cut(words: Words) -> Callable[[Mapping[str, Any]], Words]:
    """A sentence with the first 120 characters of each field that it says."""
    return lambda data: words.fill(**{name: str(value)[:120] for name, value in data.items()})
