"""config · making.fields: a field of a kind, read from one word of the command line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lianfang.config.supervisor.faults import CommandFault

# Type on the command line → the annotation, what it needs imported, and an example.
TYPES: dict[str, tuple[str, str, object]] = {
    "int": ("Count", "from lianfang.kernel.payloads import Count", 3),
    "number": ("Decimal", "from decimal import Decimal", 1.5),
    "bool": ("bool", "", True),
    "line": ("Line", "from lianfang.kernel.payloads import Line", "example"),
    "text": ("Text", "from lianfang.kernel.payloads import Text", "An example."),
    "code": ("Code", "from lianfang.kernel.payloads import Code", "X1"),
    "date": ("date", "from datetime import date", "2020-08-10"),
    "moment": ("datetime", "from datetime import datetime", "2020-08-10T08:00:00+08:00"),
    "id": ("UUID", "from uuid import UUID", "01737c00-0000-7000-8000-000000000000"),
}
_WORD = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*):(?P<type>[a-z]+|[a-z0-9_]+(?:\|[a-z0-9_]+)+)(?P<open>\?)?"
    r"(?:=(?P<zh>[^/]+)/(?P<en>.+))?"
)


@dataclass(frozen=True)
class Field:
    """One field of the payload: its name, its type (or the choices), whether it may be left out, its words."""

    name: str
    type: str
    optional: bool
    zh: str
    en: str

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(self.type.split("|")) if "|" in self.type else ()

    @property
    def constant(self) -> str:
        """The name under which the words of its choices stand."""
        return f"{self.name.upper()}_WORDS"

    @property
    def annotation(self) -> str:
        said = f"Literal[{', '.join(repr(each) for each in self.choices)}]" if self.choices else TYPES[self.type][0]
        return f"{said} | None" if self.optional else said

    @property
    def imports(self) -> str:
        return "from typing import Literal" if self.choices else TYPES[self.type][1]

    @property
    def example(self) -> object:
        return self.choices[0] if self.choices else TYPES[self.type][2]


def read(word: str) -> Field:
    """`name:type`, with `?` where it may be left out and `=中文/English` for its words. Raises CommandFault."""
    found = _WORD.fullmatch(word)
    if found is None or ("|" not in found["type"] and found["type"] not in TYPES):
        known = " ".join(TYPES)
        raise CommandFault(
            f"字段 {word!r} 写法不对；应为 名称:类型[?][=中文/English]，类型：{known} 或 甲|乙。",
            f"The field {word!r} is not name:type[?][=中文/English]; types: {known}, or one|other for choices.",
        )
    said = found["name"].replace("_", " ")
    return Field(found["name"], found["type"], bool(found["open"]), found["zh"] or said, found["en"] or said)
