"""bench · declared: what an entry costs of a kind that a playbook declares, beside one of a kind in Python like it.

Both are recorded through the journal, each durable, in this process and in short turns: whatever the machine does
besides meets both of them.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from lianfang.areas.records.kinds import kind_of
from lianfang.bench import seed
from lianfang.bench.report import Line, say
from lianfang.kernel import clock, ids, journal, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import KINDS, Origin
from lianfang.playbook.records import RecordKind

_FIELDS = ("listed", "present", "excused", "unexplained")
_NAMED = {name: {"zh": name, "en": name} for name in _FIELDS}
TWIN: Mapping[str, Any] = {
    "code": "records.bench_roll_call",
    "words": {"zh": "基准点名", "en": "bench roll call"},
    "version": 1,
    "target": {"sort": "unit"},
    "fields": [{"code": n, "words": w, "type": "whole", "required": True} for n, w in _NAMED.items()],
    "sentence": {"zh": "应到{listed}人", "en": "{listed} listed"},
    "record": ["reporter"],
    # Like the other it looks at the day's other rows, once.
    "counters": [
        {"code": n, "words": w, **({"distinct": n} if n == "present" else {"sum": n})} for n, w in _NAMED.items()
    ],
}


def line(units: int, count: int = 20, rounds: int = 60) -> Line:
    """Entries a second of the declared kind, against those of its like in Python."""
    kind = kind_of(RecordKind.model_validate(TWIN))
    KINDS._kinds[kind.code] = kind
    codes, at = seed.leaves(units), seed.LAST_DAY - timedelta(minutes=5)
    rates: dict[str, list[float]] = {seed.KIND: [], kind.code: []}
    say(f"{count * rounds:,} entries of a declared kind, and of one in Python")
    system = scope.system_actor("bench")
    data = dict.fromkeys(_FIELDS, 0) | {"listed": 20, "present": 20}
    with scope.acting(system), clock.standing_at(seed.NOW):
        for turn in range(rounds + 1):
            for code, each in rates.items():
                drafts = [Draft(ids.mint(at), code, codes[n % units], at, data) for n in range(count)]
                began = time.perf_counter()
                for draft in drafts:
                    journal.record_one(system, draft, origin=Origin.API)
                if turn:  # the first warms up
                    each.append(count / (time.perf_counter() - began))
    python, declared = (statistics.median(each) for each in rates.values())
    return Line("entry_of_a_declared_kind", declared, "entries/s", python, 0.90)
