"""kernel · files: which files entries name by their SHA-256, told to whoever keeps files as the entries go in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lianfang.kernel.entries import Checked, Receipt
from lianfang.kernel.kinds import Kind
from lianfang.kernel.payloads import FileRule
from lianfang.kernel.ports import PORTS, FileNamed


def keep(checked: Mapping[int, Checked], paths: Mapping[int, str], receipts: Sequence[Receipt | None]) -> None:
    """Tells which files are named by what is in the ledger now; also by what was sent again, once its file came."""
    named = [
        FileNamed(one.draft.id, one.draft.unit, paths[index], one.draft.person, sha256, rule)
        for index, one in checked.items()
        if one.kind.files and (receipt := receipts[index]) is not None and receipt.holds
        for sha256, rule in _in(one)
    ]
    if named:
        PORTS.keep_files(named)


def named_in(kind: Kind, data: Mapping[str, Any]) -> Iterator[tuple[str, FileRule]]:
    """The SHA-256 of each file in an entry's data, with what its field takes."""
    for name, rule in kind.files.items():
        value = data.get(name)
        for sha256 in [value] if isinstance(value, str) else value or ():
            yield sha256, rule


def _in(checked: Checked) -> Iterator[tuple[str, FileRule]]:
    if any(name.encode() in checked.data for name in checked.kind.files):
        yield from named_in(checked.kind, json.loads(checked.data))
