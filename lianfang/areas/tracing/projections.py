"""tracing · projections: the rows of each kind, and the unit's day by subject."""

from __future__ import annotations

from lianfang.areas.tracing import facts, models
from lianfang.areas.tracing.facts import SUBJECTS
from lianfang.kernel.projections import DailySums, Projection, Rows
from lianfang.kernel.sums import count, total

_DAY = "tracing_day"
_LOOKED_FOR = "r.checked_for @> ARRAY['{0}']"

CHANNEL_CHECK = Projection(
    rows=Rows.of(
        models.ChannelCheck,
        facts.ChannelCheck,
        unprojected=("channel", "note"),
        found="e.data->>'found' = 'notice'",
    ),
    sums=(
        DailySums(
            _DAY,
            "tracing_channel_check",
            {
                f"{subject}_{name}": count(f"{_LOOKED_FOR.format(subject)}{further}", none=True)
                for subject in SUBJECTS
                for name, further in (("checks", ""), ("found", " AND r.found"))
            },
        ),
    ),
)

OFFICIAL_NOTICE = Projection(
    rows=Rows.of(models.OfficialNotice, facts.OfficialNotice, unprojected=("doc_source",), people="count"),
    sums=(
        DailySums(
            _DAY,
            "tracing_official_notice",
            {f"{subject}_notices": total("r.people", f"r.subject = '{subject}'") for subject in SUBJECTS},
        ),
    ),
)

OFFICIAL_FIGURES = Projection(
    rows=Rows.of(
        models.OfficialFigures,
        facts.OfficialFigures,
        figures_day="(e.occurred_at AT TIME ZONE %(zone)s)::date",
        confirmed="confirmed_cumulative",
        cured="cured_cumulative",
        dead="dead_cumulative",
    ),
)
