"""incidents · finds: incidents, plans and procedures for the one box, and about whom and where something is open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse

from lianfang.areas.incidents import policy, queries, queries_plans
from lianfang.areas.incidents.kinds import PROPOSE, SEE
from lianfang.areas.incidents.queries import Brief
from lianfang.areas.incidents.rules import STATES
from lianfang.ground.places import queries as place_queries
from lianfang.ground.units import queries as unit_queries
from lianfang.kernel import reading
from lianfang.kernel.finding import About, Asked, FindAct, FindSource, Hit, Nearness, nearness
from lianfang.kernel.scope import Actor, ranges
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.components.text import moment
from lianfang.shell.ledger import names

_OPEN = ("proposed", "open")
_NEWEST = 200  # open incidents of which the box tells about whom they are
_UNITS = 60  # units that are meant, as the box's own search of units asks


def incidents(actor: Actor, asked: Asked) -> list[Hit]:
    """The incidents whose event, unit or place is called so, those that are open first, then the newest.

    Of several words the first says what is looked for, and the others must be there as well.
    """
    hits = _called(actor, asked, asked.text)
    first, *others = asked.text.split()
    if not hits and others:
        said = [each.casefold() for each in others]
        hits = [each for each in _called(actor, asked, first) if _has_all(each, said)]
    return hits


def _called(actor: Actor, asked: Asked, text: str) -> list[Hit]:
    units, places = reading.both(
        actor,
        lambda: unit_queries.search(actor, text, limit=max(asked.limit, _UNITS)),
        lambda: place_queries.search(actor, text, limit=asked.limit),
    )
    named = {"codes": policy.events_called(text), "units": [each.code for each in units],
             "places": [each.code for each in places]}  # fmt: skip
    if not any(named.values()):
        return []
    seen = ranges(actor.prefixes(SEE))
    found = queries.briefs(actor, queries.CALLED, **named, seen=seen, limit=asked.limit)
    called = names.units_called(actor, sorted({each.unit for each in found}))
    return [_hit(each, called.get(each.unit, each.unit), text) for each in found]


def _has_all(hit: Hit, said: list[str]) -> bool:
    words = [hit.words] if isinstance(hit.words, str) else [hit.words.zh, hit.words.en]
    return any(all(part in each.casefold() for part in said) for each in words)


def _hit(one: Brief, unit: Words | str, text: str) -> Hit:
    said = [one.words, unit if isinstance(unit, Words) else Words(unit, unit)]
    spoken = [each for words in said for each in (words.zh, words.en)]
    about = listed([*said, moment(one.known_at)], w(" · ", " · "))
    note = STATES[one.state] if one.state in _OPEN else ""
    return Hit(about, one.href, near=nearness(text, *spoken, one.code, one.unit), note=note)


def documents(actor: Actor, asked: Asked) -> list[Hit]:
    """Plans of the units and procedures of the playbook, by their names."""
    day = policy.day_of(asked.now)
    hits = [
        Hit(each.words, reverse("incidents:procedure", args=[each.event]), w("处置流程", "procedure"),
            nearness(asked.text, each.words.zh, each.words.en))
        for each in policy.procedures(day)
        if _means(asked.text, each.words)
    ]  # fmt: skip
    seen: set[tuple[str, str]] = set()
    for plan in queries_plans.every(actor):
        title = Words(plan.zh, plan.en)
        if (plan.unit, plan.plan) not in seen and _means(asked.text, title):
            href = reverse("incidents:plan", args=[plan.unit, plan.plan])
            hits.append(Hit(title, href, plan.unit, nearness(asked.text, plan.zh, plan.en)))
        seen.add((plan.unit, plan.plan))
    return hits


def _means(text: str, words: Words) -> bool:
    return any(text.casefold() in each.casefold() for each in (words.zh, words.en))


def report(_: Actor, asked: Asked) -> list[Hit]:
    """The form by which something is reported, whatever it is."""
    return [Hit(w("报告突发情况", "Report an incident"), reverse("incidents:new"), near=Nearness.START)]


def opens(actor: Actor, now: datetime) -> Mapping[About, Words]:
    """The people and places about which an incident is open."""
    if SEE not in actor.verbs:
        return {}
    found = queries.briefs(
        actor,
        "NOT i.exercise AND i.state IN ('proposed', 'open') AND %(seen)s::path_ranges @> i.path "
        "ORDER BY i.known_at DESC LIMIT %(newest)s",
        seen=ranges(actor.prefixes(SEE)), newest=_NEWEST,
    )  # fmt: skip
    told: dict[About, Words] = {}
    for one in found:
        said = listed([one.words, STATES[one.state]], w("，", ", "))
        for sort, thing in (("person", one.person), ("place", one.place)):
            if thing:
                told.setdefault((sort, str(thing)), said)
    return told


FINDS = (
    FindSource(
        "incidents", w("突发情况", "Incidents"), "alert-triangle", 45, incidents, frozenset({SEE}), w("发热", "fever"),
        "incidents:list",
    ),
    FindSource(
        "plans", w("方案与流程", "Plans and procedures"), "book-2", 60, documents, frozenset({SEE}),
        w("疫情报告", "plan"), "incidents:plans",
    ),
)  # fmt: skip
ACTS = (
    FindAct(
        w("报告突发情况", "Report an incident"), ("报突发", "报告突发情况", "突发", "incident", "report an incident"),
        report, frozenset({PROPOSE}),
    ),
)  # fmt: skip
