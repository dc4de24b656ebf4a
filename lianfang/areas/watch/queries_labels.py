"""watch · queries of labels: the watch of a unit as a thing with a label at its door, and what there is to do there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from lianfang.areas.watch import queries
from lianfang.areas.watch.kinds import CHECK, STAND
from lianfang.ground.units import queries as units
from lianfang.kernel.frame import Waiting
from lianfang.kernel.labelled import Jobs, Labelled, LabelSource, Wanted
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w


def _listed(actor: Actor, wanted: Wanted) -> list[Labelled]:
    under = units.unit(actor, wanted.under).path if wanted.under else ""
    found = [each for each in _watches(actor, None) if each.path.startswith(under) and each.code > (wanted.after or "")]
    if text := (wanted.text or "").strip().lower():
        said = ((each, f"{each.code} {each.words.zh} {each.words.en}".lower()) for each in found)
        found = [each for each, names in said if text in names]
    return sorted(found, key=lambda each: each.code)[: wanted.limit]


def _found(actor: Actor, codes: Collection[str]) -> Mapping[str, Labelled]:
    return {each.code: each for each in _watches(actor, [code.replace("\0", "") for code in codes])}


def _watches(actor: Actor, codes: Collection[str] | None) -> list[Labelled]:
    posts = queries.posts(actor, codes)
    known = units.units(actor, [post.unit for post in posts])
    said = w("{unit}值班室", "Duty room, {unit}")
    return [
        Labelled(POSTS.code, unit.code, said.fill(unit=unit.words), unit.code, unit.path, w("值守岗位", "duty watch"))
        for unit in (known[post.unit] for post in posts if post.unit in known)
    ]


def _jobs(actor: Actor, thing: Labelled, now: datetime) -> Jobs:
    """The handover or call that waits for the reader at this watch; a line of its log, and a spot check."""
    offered = []
    if actor.may(STAND, thing.path):
        words = w("记值班记录", "write in the log")
        offered.append(Waiting(words, reverse("watch:log-new", args=[thing.code]), words))
    if actor.may(CHECK, thing.path):
        words = w("查岗", "spot call")
        offered.append(Waiting(words, reverse("watch:spot", args=[thing.code]), words))
    return Jobs(tuple(queries.mine(actor, now, thing.code)), None, tuple(offered))


POSTS = LabelSource(
    "post",
    w("值守岗位", "Duty watches"),
    _listed,
    _found,
    _jobs,
    lambda thing: f"{reverse('watch:now')}?{urlencode({'unit': thing.code})}",
)
