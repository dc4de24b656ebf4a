"""incidents · queries of what is open: each incident with its next step, and what is to be mended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lianfang.areas.incidents import queries, queries_drills, queries_next
from lianfang.areas.incidents.kinds import SEE
from lianfang.kernel.open_matters import OpenMatter, OpenMatters, Sort
from lianfang.kernel.reading import under
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w

# What an incident's own line says: its alerts say no more.
_COVERS = frozenset(
    {"incidents.proposed", "incidents.proposed_unanswered", "incidents.step_overdue", "incidents.report_overdue"}
)


def open_incidents(actor: Actor, path: str, now: datetime, until: datetime) -> Iterator[OpenMatter]:
    """Proposals and incidents that run at a unit and below it, then findings that nobody has mended."""
    found = queries.briefs(
        actor,
        "i.state IN ('proposed', 'open') AND i.path >= %(low)s AND i.path < %(high)s ORDER BY i.known_at, i.incident",
        **under(path),
    )
    found = queries.named(actor, found)
    acts = queries.standing_acts([each.id for each in found if each.state == "open"])
    for one in found:
        due_at, said = queries_next.comes_next(one, acts.get(one.id, []), now)
        yield OpenMatter(
            f"incidents.incident:{one.id}", Sort.INCIDENT, one.words, one.href, one.unit, one.path, SEE,
            due_at, due_at is not None and due_at < now, said, one.kept_words, one.exercise,
        )  # fmt: skip
    for each in queries_drills.unmended(actor, path):
        due = queries_drills.end_of(each.due_on)
        words = queries.marked(w("待整改：{what}", "To be rectified: {what}").fill(what=each.what[:80]), each.exercise)
        yield OpenMatter(
            f"incidents.finding:{each.id}", Sort.INCIDENT, words, each.href, each.unit, each.path, SEE, due, due < now,
            exercise=each.exercise,
        )  # fmt: skip


OPEN = OpenMatters(open_incidents, _COVERS)
