"""playbook · diff: what differs between two playbooks, rule by rule and not line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from lianfang.playbook.playbook import Playbook

# What names an item of a list: the first of these that each of its items carries.
_NAMES = ("code", "indicator", "date", "valid_from")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `path` is like `thresholds[fever_celsius].versions[2020-07-16].value`; items of lists go
    by their code, date or indicator, so that a moved rule is not a changed one."""

    path: str
    what: Literal["added", "removed", "changed"]
    before: Any = None
    after: Any = None

    def as_json(self) -> dict[str, Any]:
        return {"path": self.path, "what": self.what, "before": self.before, "after": self.after}

    def __str__(self) -> str:
        if self.what == "added":
            return f"+ {self.path}: {self.after}"
        if self.what == "removed":
            return f"- {self.path}: {self.before}"
        return f"~ {self.path}: {self.before} → {self.after}"


def diff(a: Playbook, b: Playbook) -> list[Change]:
    """The changes that lead from `a` to `b`, in a stable order; empty exactly where their digests agree but for
    the order of lists."""
    return list(_walk("", a.model_dump(mode="json"), b.model_dump(mode="json")))


def _walk(path: str, a: Any, b: Any) -> Iterator[Change]:
    if isinstance(a, list) and isinstance(b, list):
        name = _naming(a + b)
        if name is None:
            if a != b:
                yield Change(path, "changed", a, b)
            return
        yield from _keyed(path, {str(x[name]): x for x in a}, {str(x[name]): x for x in b}, "{path}[{key}]")
    elif isinstance(a, dict) and isinstance(b, dict):
        yield from _keyed(path, a, b, "{path}.{key}" if path else "{key}")
    elif a != b:
        yield Change(path, "changed", a, b)


def _keyed(path: str, a: dict[str, Any], b: dict[str, Any], spelling: str) -> Iterator[Change]:
    for key in [*a, *(key for key in b if key not in a)]:
        here = spelling.format(path=path, key=key)
        if key not in b:
            yield Change(here, "removed", before=a[key])
        elif key not in a:
            yield Change(here, "added", after=b[key])
        else:
            yield from _walk(here, a[key], b[key])


def _naming(items: list[Any]) -> str | None:
    """The field that names each item; None where the items have no unique name."""
    if not items or not all(isinstance(item, dict) for item in items):
        return None
    return next((name for name in _NAMES if all(name in item for item in items)), None)
