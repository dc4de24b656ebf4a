"""playbook · signing: what must hold of the steps in which a form is signed, and of its line for the chat group."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, get_args

from lianfang.playbook.forms import STEPS
from lianfang.playbook.procedures import Owner
from lianfang.playbook.source import Document, items

_SLOT = re.compile(r"\{([^}]*)\}")
CHAT_SLOTS = ("value", "checked", "expected", "state")


def check(document: Document, files: Mapping[str, Collection[str]], indicators: Collection[str]) -> None:
    """Steps from filling in to signing off; each kind of unit once, and one that files; lines that the form has.

    `files`: kind of unit → the forms that it files.
    """
    form = document.data if isinstance(document.data, dict) else {}
    first: dict[str, int] = {}
    for path, item in items(document, "signing"):
        for index, kind in enumerate(_texts(item.get("kinds"))):
            where = (*path, "kinds", index)
            if files and form.get("code") not in files.get(kind, ()):
                document.fault("signing_not_filed", where, given=kind)
            elif kind in first:
                document.fault("duplicate_code", where, given=kind, first=f"{document.file}:{first[kind]}")
            first.setdefault(kind, document.at(where)[0])
        _steps(document, path, item)
    for path, item in items(document, "chat"):
        if isinstance(given := item.get("indicator"), str) and given not in indicators:
            document.fault("chat_no_line", (*path, "indicator"), given=given)
        for lang, text in (item.get("words") or {}).items() if isinstance(item.get("words"), dict) else ():
            for slot in _SLOT.findall(str(text)):
                if slot not in CHAT_SLOTS:
                    document.fault("chat_slot", (*path, "words", lang), given=slot, known=", ".join(CHAT_SLOTS))


def _steps(document: Document, path: tuple[str | int, ...], item: Mapping[str, Any]) -> None:
    steps = [each for each in item.get("steps") or () if isinstance(each, dict)]
    listed = [each.get("step") for each in steps]
    if listed != [step for step in STEPS if step in listed] or not {"fill", "sign"} <= set(listed):
        document.fault("signing_order", (*path, "steps"), given=", ".join(map(str, listed)))
    for index, step in enumerate(steps):
        for at, role in enumerate(_texts(step.get("roles"))):
            if role not in get_args(Owner):
                document.fault("unknown_role", (*path, "steps", index, "roles", at), given=role)


def _texts(found: Any) -> list[str]:
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
