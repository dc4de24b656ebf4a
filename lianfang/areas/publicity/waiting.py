"""publicity · waiting: rumours and tips, which texts want somebody, and what this reader is to put out or take down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from lianfang.areas.publicity import queries_figures, queries_posting, queries_rumour, queries_tip, rules
from lianfang.areas.publicity.kinds import POST, REVIEW, SEE, SIGN, WRITE
from lianfang.areas.publicity.payloads import CHANNELS
from lianfang.areas.publicity.queries_posting import Slot
from lianfang.ground.places.queries import Place
from lianfang.kernel import reading
from lianfang.kernel.frame import Fold, Waiting
from lianfang.kernel.scope import Actor, ranges
from lianfang.kernel.words import Words, w
from lianfang.shell.links import to

# The last step says what comes next.
_OPEN = """
SELECT s.stream, min(s.path), (array_agg(s.kind ORDER BY s.number DESC))[1] AS last,
  (array_agg(s.title ORDER BY s.number DESC) FILTER (WHERE s.title IS NOT NULL))[1],
  array_agg(DISTINCT s.recorded_by) FILTER (WHERE s.kind = 'publicity.text_written'), max(s.recorded_at) AS at
FROM publicity_text_step s WHERE s.superseded_at IS NULL AND %(seen)s::path_ranges @> s.path
GROUP BY s.stream
HAVING (array_agg(s.kind ORDER BY s.number DESC))[1] IN
  ('publicity.text_written', 'publicity.text_proofed', 'publicity.text_returned')
ORDER BY at LIMIT 100
"""
_NEXT = {
    "publicity.text_written": (
        w("宣传稿《{title}》待审核", "“{title}” is to be reviewed"), w("审核", "Review"), REVIEW,
    ),
    "publicity.text_proofed": (
        w("宣传稿《{title}》待签发", "“{title}” is to be signed off"), w("签发", "Sign off"), SIGN,
    ),
    "publicity.text_returned": (w("宣传稿《{title}》退回修改", "“{title}” came back"), w("改稿", "Edit"), WRITE),
}  # fmt: skip
_FOLD = w("{n} 份宣传稿待办", "Texts that wait: {n}")
_CHANGED = w("《{title}》发布为 {before}，日报现为 {now}", "“{title}” told {before}, and the report says {now} by now")
_APART = 3  # so many stand each by itself
_CHANGED_FOLD = w("{n} 个已发布的数字有变", "Figures that have changed since they were told: {n}")
_TO_POST = w("《{title}》待发布：{channel} {n} 处", "“{title}” is to be put out, {channel}: {n}")
_TO_TAKE_DOWN = w("《{title}》待撤下：{channel} {n} 处", "“{title}” is to be taken down, {channel}: {n}")
_HERE = w("{act}《{title}》{channel}", "{act}: “{title}”, {channel}")
_PUT_OUT, _TAKE_DOWN = w("发布", "Put out"), w("撤下", "Take down")
# Whoever stands at the places is asked for those, whoever writes for the groups; the others see it in the alerts.
_ON_THE_SPOT = frozenset({"site", "reporter", "property", "grid", "gate"})
_OF_GROUPS = frozenset({"editor", "officer", "reporter"})


def waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """What waits of the desk and at the places for this reader: who wrote a text neither reviews nor signs it."""
    answers = [*queries_rumour.waiting(actor, now), *queries_tip.waiting(actor, now)]
    return [
        *sorted(answers, key=lambda each: not each.late),
        *_texts(actor),
        *_changed(actor, now),
        *_hanging(actor, now),
    ]


def _texts(actor: Actor) -> Iterator[Waiting]:
    if not {REVIEW, SIGN, WRITE} & actor.verbs:
        return
    fold = Fold(_FOLD, reverse("publicity:desk"), w("查看", "See"))
    for stream, path, last, title, writers, _ in reading.rows(actor, _OPEN, seen=ranges(actor.prefixes(SEE))):
        words, act, verb = _NEXT[last]
        if actor.may(verb, path) and (actor.login in (writers or ())) == (verb == WRITE):
            href = reverse("publicity:text", args=[stream])
            yield Waiting(words.fill(title=title[:40]), href, act, fold=fold, thing=href)


def _changed(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """The figures of texts that are out which read otherwise by now, for who may correct them."""
    if REVIEW not in actor.verbs:
        return
    found = [
        each
        for each in queries_figures.proposals(actor, now)
        if actor.may(REVIEW, each.text.path) and not each.being_corrected
    ]
    fold = Fold(_CHANGED_FOLD, reverse("publicity:figures"), w("查看", "See")) if len(found) > _APART else None
    for each in found:
        said = _CHANGED.fill(
            title=each.text.text.title[:40], before=each.change.before.words, now=each.change.now.words
        )
        href = reverse("publicity:correct-figure", args=[each.text.stream, each.note])
        yield Waiting(said, href, w("提出更正", "Correct"), fold=fold)


def _hanging(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """A line for each posting of which something is to be put out or taken down by this reader."""
    if POST not in actor.verbs or not any(grant.role in _ON_THE_SPOT | _OF_GROUPS for grant in actor.held):
        return
    lines: dict[tuple[object, bool], list[Slot]] = {}
    for each in queries_posting.slots(actor, now, unfinished=True):
        state = each.state(now)
        if state in rules.TO_POST | rules.TO_TAKE_DOWN and _is_for(actor, each):
            lines.setdefault((each.posting, state in rules.TO_POST), []).append(each)
    for (_, out), slots in lines.items():
        first = slots[0]
        said = (_TO_POST if out else _TO_TAKE_DOWN).fill(
            title=(first.title or "")[:40], channel=CHANNELS.words_of(first.channel), n=len(slots)
        )
        late = any(each.state(now) not in (rules.Hanging.WAITS, rules.Hanging.OLD) for each in slots)
        due = min(each.from_at for each in slots) if out and not late else None
        yield Waiting(said, _href(slots, now), _PUT_OUT if out else _TAKE_DOWN, due, late)


def _is_for(actor: Actor, slot: Slot) -> bool:
    roles = _ON_THE_SPOT if slot.of_place else _OF_GROUPS
    return any(grant.role in roles and POST in grant.verbs and grant.covers(slot.path) for grant in actor.held)


def _href(slots: list[Slot], now: datetime) -> str:
    """The one place or group itself; of several the posting."""
    if len(slots) == 1:
        return act_href(slots[0], now)
    return reverse("publicity:posting", args=[slots[0].posting])


def act_href(slot: Slot, now: datetime) -> str:
    """Where what is to be done at a place or group is recorded."""
    page = "publicity:down" if slot.state(now) in rules.TO_TAKE_DOWN else "publicity:out"
    return to(page, slot.posting, at=slot.target)


def at_place(actor: Actor, place: Place, now: datetime) -> list[Waiting]:
    """What this reader is to put up or take down at a place, for whoever scans its label."""
    if not actor.may(POST, place.path):
        return []
    found = []
    for each in queries_posting.slots(actor, now, place=place.code, unfinished=True):
        state = each.state(now)
        if state in rules.TO_POST | rules.TO_TAKE_DOWN:
            act: Words = _PUT_OUT if state in rules.TO_POST else _TAKE_DOWN
            said = _HERE.fill(act=act, title=(each.title or "")[:40], channel=CHANNELS.words_of(each.channel))
            late = state not in (rules.Hanging.WAITS, rules.Hanging.OLD)
            found.append(Waiting(said, act_href(each, now), act, each.from_at if not late else None, late))
    return found
