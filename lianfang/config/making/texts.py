"""config · making.texts: the files of a new area and of a new kind, as text that the formatter then lays out."""

from __future__ import annotations

from collections.abc import Sequence

from lianfang.config.making.fields import Field


def area(name: str, zh: str, en: str) -> dict[str, str]:
    """Path inside the area → text."""
    return {
        "__init__.py": f'''"""{name} · card: {en}.

Purpose: {en}.
Owns: the {name}.* kinds and their tables.
Answers: nothing yet.
Hears: nothing.
Never: nothing yet.
"""
''',
        "card.py": f'''"""{name} · card: everything that the area registers."""

from __future__ import annotations

from lianfang.kernel.registry import Card

_SEE = frozenset({{"{name}.see"}})
_BOTH = frozenset({{"{name}.see", "{name}.record"}})

CARD = Card(
    area="{name}",
    kinds=(),
    verbs={{
        "officer": _BOTH,
        "reporter": _BOTH,
        "commander": _SEE,
        "superior": _SEE,
        "inspector": _SEE,
        "auditor": _SEE,
    }},
)
''',
        "urls.py": f'''"""{name} · urls: the pages of its kinds."""

from django.urls import include, path

from lianfang.shell.kinds.urls import kind_urls

app_name = "{name}"
_PAGES = [
]
urlpatterns = [path("{name}/", include(_PAGES))]
''',
        "migrations/__init__.py": "",
        "tests/__init__.py": f'"""{name} · tests."""\n',
        "tests/examples.py": f'''"""{name} · tests: an example of each kind, for the conformance suite."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {{
}}
''',
    }


def kind(area_name: str, noun: str, zh: str, en: str, fields: Sequence[Field]) -> str:
    """The one file of a kind: payload, words, table and pages follow from it."""
    code, name = f"{area_name}.{noun}", "".join(part.capitalize() for part in noun.split("_"))
    imports = sorted({each.imports for each in fields if each.imports})
    words = "\n".join(_choice_words(each) for each in fields if each.choices)
    said_zh = f"{zh}：" + "，".join(f"{each.zh} {{{each.name}}}" for each in fields)
    said_en = f"{en}: " + ", ".join(f"{each.en} {{{each.name}}}" for each in fields)
    return f'''"""{area_name} · kinds: {en}."""

from __future__ import annotations

{chr(10).join(imports)}
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.payloads import Payload, fact
from lianfang.kernel.kinds import NO_PERSONAL_DATA
from lianfang.kernel.words import w

{words}

class {name}(Payload):
    """{en.capitalize()}: what is said of one."""

{chr(10).join(_field(each) for each in fields)}


{noun.upper()} = declare_kind(
    "{code}",
    {name},
    w("{zh}", "{en}"),
    w("{said_zh}", "{said_en}"),
    privacy=NO_PERSONAL_DATA,
)
'''


def _field(field: Field) -> str:
    more = f", choices={field.constant}" if field.choices else ""
    more += ", default=None" if field.optional else ""
    return f'    {field.name}: {field.annotation} = fact("{field.zh}", "{field.en}"{more})'


def _choice_words(field: Field) -> str:
    lines = "".join(f'    "{each}": w("{each}", "{each}"),\n' for each in field.choices)
    return f"{field.constant} = {{\n{lines}}}\n"
