"""publicity · verify: what a tip said is what was received, is there while it may be, and is gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.areas.publicity.queries_tip import fingerprint, opened
from lianfang.kernel import clock, cursors
from lianfang.kernel.registry import Discrepancy
from lianfang.kernel.words import Words, w

_TIPS = """
SELECT coalesce(t.stream, s.stream), coalesce(s.unit, t.unit), s.path IS NULL OR t.path IS NULL OR s.unit = t.unit,
       s.entry, s.recorded_at, s.data->>'words', t.wrapped, t.concealed, f.entry IS NOT NULL
FROM (SELECT * FROM publicity_tip_step WHERE kind = 'publicity.tip_received' AND superseded_at IS NULL) s
FULL JOIN publicity_tip_words t ON t.stream = s.stream
LEFT JOIN LATERAL (SELECT x.entry FROM publicity_tip_step x WHERE x.stream = s.stream AND x.superseded_at IS NULL
  AND x.kind = 'publicity.tip_forgotten' LIMIT 1) f ON true
ORDER BY 1
"""
_UNKNOWN = w("没有这样的线索，却有其原话", "words are kept of a tip that nobody received")
_MISSING = w("线索原话未到期就缺失", "what a tip said is missing before its time")
_CHANGED = w("线索原话与收到时不符", "what a tip said is not what was received")
_STILL = w("线索原话已到期销毁，却仍在", "what a tip said was destroyed at its time, yet is still there")


def discrepancies(database: BaseDatabaseWrapper) -> Iterator[Discrepancy]:
    """Every tip whose words are not what its entry holds; over a connection that sees all."""
    for stream, unit, at_home, entry, at, words, wrapped, concealed, forgotten in cursors.walked(database, _TIPS):
        wrong = _wrong(stream, entry, at_home, words, wrapped, concealed, forgotten)
        if wrong is not None:
            day = clock.day_of(at).date.isoformat() if at else ""
            yield Discrepancy("tip", unit or "", day, str(entry or stream), f"{wrong.zh} / {wrong.en}")


def _wrong(
    stream: object, entry: object, at_home: bool, words: str | None, wrapped: object, concealed: str | None,
    forgotten: bool,
) -> Words | None:  # fmt: skip
    if entry is None:
        return _UNKNOWN
    if concealed is None or wrapped is None:
        return None if forgotten else _MISSING
    if forgotten:
        return _STILL
    said = opened(stream, wrapped, concealed)  # type: ignore[arg-type]
    return None if said is not None and at_home and fingerprint(said) == words else _CHANGED
