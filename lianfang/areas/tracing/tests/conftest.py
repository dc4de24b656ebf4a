"""tracing · tests' ground: short words for the entries that tests record in the cast's tree."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from lianfang.kernel import clock, ids, journal, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.scope import Actor, Held

NOW = datetime(2020, 8, 10, 7, 40, tzinfo=UTC)  # 15:40 in the duty room: the day of the 10th is still open
TODAY = date(2020, 8, 10)
EVERY = ["confirmed", "suspected", "asymptomatic"]


def over(path: str) -> Actor:
    """Somebody with the area's verbs over one branch of the cast's tree."""
    verbs = frozenset({"tracing.see", "tracing.record"})
    return Actor("tester", 7, (Held("officer", verbs, path.rstrip("/").rpartition("/")[2], (path,)),))


SUPERIOR, TEAM, STRANGER = over("XJCG/"), over("XJCG/T161/"), over("MANAN/")


def draft(kind: str, data: dict[str, Any], *, at: datetime | None = None, unit: str = "T161", **more: Any) -> Draft:
    moment = at or NOW - timedelta(hours=1)
    return Draft(
        id=ids.mint(moment), kind=f"tracing.{kind}", unit=unit, occurred_at=moment, data=data, **more
    )  # fmt: skip


def look(found: str = "none", *, subjects: list[str] | None = None, **more: Any) -> Draft:
    """A look at the official channel."""
    data = {"channel": "市卫生健康委网站", "checked_for": subjects or EVERY, "found": found}
    return draft("channel_check", data, **more)


def notice(count: int = 1, subject: str = "confirmed", **more: Any) -> Draft:
    """An official notice about `count` people."""
    return draft("official_notice", {"subject": subject, "count": count, "doc_source": "马南社区〔2020〕7号"}, **more)


def figures(confirmed: int, cured: int = 23, dead: int = 0, *, area: str = "650100", **more: Any) -> Draft:
    """The city's published figures."""
    data = {"area": area, "confirmed_cumulative": confirmed, "cured_cumulative": cured, "dead_cumulative": dead}
    return draft("official_figures", {**data, "source": "市人民政府发布会"}, **more)


def record(actor: Actor, *drafts: Draft, at: datetime = NOW) -> list[journal.Receipt]:
    with scope.acting(actor):
        return journal.record(actor, drafts, origin=Origin.API, at=clock.FixedClock(at))
