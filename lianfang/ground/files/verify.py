"""files · verify: each file that an entry names is in the data folder as its name says, and its row is unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.ground.files import store
from lianfang.ground.files.vouching import COLUMNS, code_of
from lianfang.kernel import clock, cursors
from lianfang.kernel.registry import Discrepancy
from lianfang.kernel.words import Words, w

_KEPT = (
    f"SELECT f.mac, k.wrapped IS NULL AND k.person IS NOT NULL, {', '.join('f.' + name for name in COLUMNS)} "
    "FROM files_file f LEFT JOIN kernel_person_key k ON k.person = f.person WHERE f.entry IS NOT NULL "
    "ORDER BY f.unit, f.brought_at, f.id"
)
_CHANGED_ROW = w("文件的登记被改动", "the file's entry in the register was changed")
_MISSING = w("文件缺失", "the file is missing")
_CHANGED = w("文件内容与其指纹不符", "the file's content does not fit its hash")
_STILL = w("当事人已删除，文件仍登记在册", "the person was erased, and the file is still kept")


def discrepancies(database: BaseDatabaseWrapper) -> Iterator[Discrepancy]:
    """Every file of an entry that is missing or changed, or that an erased person left behind; no content is opened.

    `database` is a connection that sees every unit.
    """
    for mac, erased, *values in cursors.walked(database, _KEPT):
        yield from _of_file(mac, erased, values)


def _of_file(mac: bytes | None, erased: bool, values: list[Any]) -> Iterator[Discrepancy]:
    said = dict(zip(COLUMNS, values, strict=True))

    def differs(says: Words) -> Discrepancy:
        brought_at: datetime = said["brought_at"]
        day, entry = clock.day_of(brought_at).date.isoformat(), str(said["entry"])
        return Discrepancy("file", said["unit"], day, entry, f"{says.zh} {said['sha256']} / {says.en}")

    if mac is None or code_of(values) != bytes(mac):
        yield differs(_CHANGED_ROW)
        return
    if erased and said["stored"] is not None:
        if store.fits(said["stored"]) is not None:
            yield differs(_STILL)
        return
    for name in (said["stored"], said["small"]):
        fits = store.fits(name) if name else True
        if not fits:
            yield differs(_MISSING if fits is None else _CHANGED)
            return
