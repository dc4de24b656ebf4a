"""playbook · posts: which roles people hold at each kind of unit, so that nothing falls to a post that nobody has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from lianfang.playbook.faults import Path
from lianfang.playbook.procedures import Owner
from lianfang.playbook.source import Document, items

FILE = "units.yaml"
Documents = Mapping[str, Document]


def check(documents: Documents) -> None:
    """Posts are roles that there are, and whoever answers for all below has a post at the unit itself."""
    document = documents.get(FILE)
    for path, kind in items(document, "unit_kinds"):
        assert document is not None
        for key in ("posts", "leads"):
            for index, role in enumerate(_texts(kind, key)):
                if role not in get_args(Owner):
                    document.fault("unknown_role", (*path, key, index), given=role)
                elif key == "leads" and role not in _texts(kind, "posts"):
                    document.fault("lead_without_post", (*path, key, index), role=role)


def answering(documents: Documents) -> dict[str, frozenset[str]]:
    """Who answers at each kind of unit whose posts are known: those there, and who leads above it, wherever it stands.

    A kind that files nothing is left out: it is told, and nothing is run there.
    """
    kinds = {str(kind.get("code")): kind for _, kind in items(documents.get(FILE), "unit_kinds")}
    return {
        code: frozenset(_texts(kind, "posts")) | _above(code, kinds, frozenset())
        for code, kind in kinds.items()
        if kind.get("posts") and kind.get("files")
    }


def _above(code: str, kinds: Mapping[str, Mapping[str, Any]], seen: frozenset[str]) -> frozenset[str]:
    """The roles that answer from above: of the kinds it may stand below, those that each of them has."""
    ways = [parent for parent in _texts(kinds.get(code, {}), "parents") if parent not in seen | {code}]
    each = [frozenset(_texts(kinds.get(one, {}), "leads")) | _above(one, kinds, seen | {code}) for one in ways]
    return frozenset.intersection(*each) if each else frozenset()


def ask_post(document: Document, path: Path, kind: str, role: Any, posts: Mapping[str, frozenset[str]]) -> None:
    """A fault where something falls to a role that nobody has at a kind of unit."""
    if isinstance(role, str) and kind in posts and role not in posts[kind]:
        may = ", ".join(sorted(posts[kind])) or "–"
        document.fault("post_vacant", path, kind=kind, role=role, may=may)


def _texts(item: Mapping[str, Any], key: str) -> list[str]:
    found = item.get(key)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
