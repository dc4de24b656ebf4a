"""watch · indicators: D1, the duty posts filled: handovers signed by both sides against changes of shift due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings

from lianfang.kernel import clock
from lianfang.kernel.indicators import Indicator, Source
from lianfang.kernel.playbook import current
from lianfang.kernel.words import w

_SQL = Path(__file__).with_name("sql")
_FOR_EVER = date(9999, 12, 31)

D1 = Indicator(
    code="D1",
    words=w("值班在岗", "duty posts filled"),
    unit=w("班", "shifts"),
    coverage=w("双方签字的交接 / 应交接的班", "handovers that both sides signed / changes of shift due"),
    evidence=(
        "SELECT entry FROM watch_handover WHERE kind = 'watch.handover_signed' AND superseded_at IS NULL "
        "AND path >= %(low)s AND path < %(high)s AND change_at >= %(from_at)s AND change_at < %(to_at)s"
    ),
)


def posts_filled_sql() -> str:
    """The one definition of D1, with the times at which the playbook in force changes shifts."""
    changes = [
        f"('{version.begins:%H:%M}'::time, '{version.valid_from}'::date, '{version.valid_to or _FOR_EVER}'::date)"
        for rule in current().watch_shifts
        for version in rule.versions
    ]
    never = "(NULL::time, NULL::date, NULL::date)"  # a playbook without a watch has no changes of shift
    return (
        (_SQL / "posts_filled.sql")
        .read_text(encoding="utf-8")
        .replace("{changes}", ", ".join(changes) or never)
        .replace("{zone}", settings.TIME_ZONE)
        .replace("{closes}", str(clock.day_closes_at()))
    )


INDICATORS = (D1,)
SOURCES = (Source(codes=("D1",), sql=posts_filled_sql()),)
