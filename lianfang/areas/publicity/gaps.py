"""publicity · gaps: what is not out or hangs for too long, rumours without a finding, tips that nobody follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

from django.urls import reverse

from lianfang.areas.publicity import queries_posting, queries_rumour, queries_tip
from lianfang.areas.publicity.payloads import CHANNELS
from lianfang.areas.publicity.queries_posting import Slot
from lianfang.areas.publicity.rules import Hanging
from lianfang.kernel.gaps import Gap, GapSource, Severity
from lianfang.kernel.scope import acting_actor
from lianfang.kernel.words import Words, w

_SAYS: dict[Hanging, tuple[str, Words, Severity]] = {
    Hanging.OVERDUE: (
        "overdue",
        w("《{title}》{channel}逾期未发 {n} 处", "“{title}” is not out on time, {channel}: {n}"),
        Severity.NOTICE,
    ),
    Hanging.EXPIRED: (
        "still_up",
        w("《{title}》{channel}到期未撤 {n} 处", "“{title}” has expired and is still up, {channel}: {n}"),
        Severity.NOTICE,
    ),
    Hanging.RECALLED: (
        "recalled",
        w("《{title}》已撤回，{channel}仍在外 {n} 处", "“{title}” was withdrawn and is still out, {channel}: {n}"),
        Severity.WARNING,
    ),
}


def _standing(state: Hanging, now: datetime, since: datetime) -> Iterator[Gap]:
    """A gap for each posting and unit, with how many of its places and groups stand so."""
    code, says, severity = _SAYS[state]
    together: dict[tuple[UUID, str, str], list[Slot]] = defaultdict(list)
    for each in queries_posting.slots(acting_actor(), now, unfinished=True):
        if each.state(now) is state:
            together[each.posting, each.unit, each.path].append(each)
    for (posting, unit, path), slots in together.items():
        arose = min(each.since(now) for each in slots)
        if since <= arose <= now:
            words = says.fill(title=slots[0].title or "", channel=CHANNELS.words_of(slots[0].channel), n=len(slots))
            # What was put up and is overdue again is another gap: the time is part of what it is.
            key = f"publicity.{code}:{posting}:{unit}:{arose.astimezone(UTC):%Y%m%dT%H%M}"
            href = reverse("publicity:posting", args=[posting])
            yield Gap(key, unit, path, arose, words, severity, "reporter", href, len(slots))


GAPS = (
    GapSource(
        "publicity.overdue", w("宣传逾期未发", "a text is not out on time"),
        lambda now, since: _standing(Hanging.OVERDUE, now, since),
    ),
    GapSource(
        "publicity.still_up", w("宣传到期未撤", "an expired text is still up"),
        lambda now, since: _standing(Hanging.EXPIRED, now, since),
    ),
    GapSource(
        "publicity.recalled", w("撤回的宣传仍在外", "a withdrawn text is still out"),
        lambda now, since: _standing(Hanging.RECALLED, now, since),
    ),
    GapSource(
        "publicity.rumour_unanswered",
        w("传言没有核实结论", "a rumour has no finding"),
        queries_rumour.unanswered,
        queries_rumour.answered,
    ),
    GapSource(
        "publicity.tip_unanswered",
        w("线索无人受理", "nobody follows a tip"),
        queries_tip.unanswered,
        queries_tip.answered,
    ),
)  # fmt: skip
