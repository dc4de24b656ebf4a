"""watch · indicators: D1, the duty posts filled, and what a duty can be for each of: a watch that is kept.

What was due and what was done of it stands in the slots of the duties that the playbook names for D1.
"""

from __future__ import annotations

from pathlib import Path

from lianfang.areas.watch.kinds_post import POST_CLOSED, POST_OPENED
from lianfang.kernel.indicators import Indicator
from lianfang.kernel.targets import Target
from lianfang.kernel.words import w

_SQL = Path(__file__).with_name("sql")

D1 = Indicator(
    code="D1",
    words=w("值班在岗", "duty posts filled"),
    unit=w("班", "shifts"),
    cumulates=True,
    persons=False,
    coverage=w("双方签字的交接 / 应交接的班", "handovers that both sides signed / changes of shift due"),
    evidence=(
        "SELECT entry FROM watch_handover WHERE kind = 'watch.handover_signed' AND superseded_at IS NULL "
        "AND path >= %(low)s AND path < %(high)s AND change_at >= %(from_at)s AND change_at < %(to_at)s"
    ),
)
INDICATORS = (D1,)
WATCHES = Target(
    code="watch",
    words=w("设立值守的单位", "unit that has a watch"),
    matched_by="unit",
    sql=(_SQL / "watches.sql").read_text(encoding="utf-8"),
    moved_by=(POST_OPENED.code, POST_CLOSED.code),
)
