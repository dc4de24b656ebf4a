"""governance · queries of what is open: directives and measures that are not closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from lianfang.areas.governance import queries, rules
from lianfang.areas.governance.kinds import SEE
from lianfang.kernel.open_matters import OpenMatter, OpenMatters, Sort
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.kernel.words import w

_COVERS = frozenset(
    {
        "governance.directive_unacknowledged",
        "governance.directive_without_measure",
        "governance.report_back_overdue",
        "governance.measure_overdue",
    }
)


def open_directives(actor: Actor, path: str, now: datetime, until: datetime) -> Iterator[OpenMatter]:
    """Each directive and each measure of a unit and below it, with how far it is."""
    low, high = prefix_range(path)
    for each in queries.open_directives(actor):
        if low <= each.path < high:
            late = each.late_for(now)
            yield OpenMatter(
                f"governance.directive:{each.stream}", Sort.DIRECTIVE,
                w("来文《{title}》", "Directive “{title}”").fill(title=each.title[:80]),
                reverse("governance:directive", args=[each.stream]), each.unit, each.path, SEE,
                None if late or each.reported_at else each.report_by, late is not None,
                late or rules.STANDING_WORDS[each.standing],
            )  # fmt: skip
    for measure in queries.open_measures(actor):
        if low <= measure.path < high:
            yield OpenMatter(
                f"governance.measure:{measure.stream}", Sort.DIRECTIVE,
                w("落实措施：{text}", "measure: {text}").fill(text=measure.text[:80]),
                reverse("governance:measure", args=[measure.stream]), measure.unit, measure.path, SEE, measure.due_at,
                measure.overdue(now) or measure.unread(now), rules.PROGRESS_WORDS[measure.progress], unit_apart=True,
            )  # fmt: skip


OPEN = OpenMatters(open_directives, _COVERS)
