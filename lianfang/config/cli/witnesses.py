"""config · witnesses: gathered from files, folders and addresses, and held against the ledger."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import seal_problems
from lianfang.kernel.problems import Refused
from lianfang.kernel.registry import Discrepancy
from lianfang.kernel.signing import SealKeys
from lianfang.kernel.witness import Witness
from lianfang.kernel.witness_comparing import compare
from lianfang.kernel.witness_reading import check, parse_all

SECONDS = 20
LARGEST = 64 * 1024 * 1024
_ENDINGS = {".json", ".jsonl", ".txt"}


@dataclass
class Held:
    """What holding witnesses against the ledger gave: those that were believed, and those that could not be."""

    believed: list[tuple[str, Witness]] = field(default_factory=list)
    refused: list[tuple[str, Refused]] = field(default_factory=list)
    found: list[Discrepancy] = field(default_factory=list)

    @property
    def newest(self) -> Witness | None:
        return max((each for _, each in self.believed), key=lambda each: (each.head.day, each.made_at), default=None)

    def as_json(self) -> list[dict[str, Any]]:
        """Every witness, with what stood against it."""
        believed = [
            {"from": where, "day": str(each.head.day), "total": each.head.total, "made_at": each.made_at.isoformat()}
            for where, each in self.believed
        ]
        return believed + [{"from": where, "problem": each.as_json()} for where, each in self.refused]


def hold(database: BaseDatabaseWrapper, sources: Sequence[str], keys: SealKeys, now: datetime) -> Held:
    """Every witness of the sources, the newest first; what several of them say in one way is said once."""
    held = Held()
    for where, one in _gathered(sources):
        try:
            if isinstance(one, Refused):
                raise one
            check(one, keys, now=now)
            held.believed.append((where, one))
        except Refused as refused:
            held.refused.append((where, refused))
    held.believed.sort(key=lambda pair: (pair[1].head.day, pair[1].made_at), reverse=True)
    for _, kept in held.believed:
        held.found += [each for each in compare(database, kept) if each not in held.found]
    return held


def _gathered(sources: Sequence[str]) -> Iterator[tuple[str, Witness | Refused]]:
    for source in sources:
        try:
            for where, text in _texts(source):
                for one in parse_all(text):
                    yield where, one
        except (OSError, ValueError) as fault:
            yield source, Refused(seal_problems.WITNESS_UNREACHABLE, where=source, why=_why(fault))


def _texts(source: str) -> Iterator[tuple[str, str]]:
    """The texts behind a file, a folder (its .json, .jsonl and .txt) or an address, each with where it stood."""
    if source.startswith(("http://", "https://")):
        with urllib.request.urlopen(source, timeout=SECONDS) as answer:
            yield source, _decoded(answer.read(LARGEST + 1))
        return
    path = Path(source)
    files = sorted(each for each in path.iterdir() if each.suffix in _ENDINGS) if path.is_dir() else [path]
    if not files:
        raise ValueError("没有凭证文件 / no witness in it")
    for file in files:
        with file.open("rb") as opened:
            yield str(file), _decoded(opened.read(LARGEST + 1))


def _decoded(data: bytes) -> str:
    """Text, or the nearest to it: what is no UTF-8 is a damaged witness and no reason to stop."""
    if len(data) > LARGEST:
        raise ValueError("超过 64 MiB / larger than 64 MiB")
    return data.decode("utf-8-sig", errors="replace")


def _why(fault: Exception) -> str:
    if isinstance(fault, urllib.error.HTTPError):
        return f"HTTP {fault.code}"
    if isinstance(fault, urllib.error.URLError):
        return str(fault.reason)
    return getattr(fault, "strerror", None) or str(fault)
