"""newspaper · waiting: which articles want somebody: to be proofed, approved, or mended by their writer."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from lianfang.areas.newspaper import queries_figures
from lianfang.areas.newspaper.kinds import APPROVE, EDIT, SEE, WRITE
from lianfang.kernel import reading
from lianfang.kernel.frame import Fold, Waiting
from lianfang.kernel.scope import Actor, ranges
from lianfang.kernel.words import w

# The last step says what comes next: whatever is in print or given up ends with another.
_OPEN = """
SELECT s.stream, min(s.path), (array_agg(s.kind ORDER BY s.number DESC))[1] AS last,
  (array_agg(s.title ORDER BY s.number DESC) FILTER (WHERE s.title IS NOT NULL))[1],
  array_agg(DISTINCT s.recorded_by) FILTER (WHERE s.kind = 'newspaper.article_written'), max(s.recorded_at) AS at
FROM newspaper_article_step s WHERE s.superseded_at IS NULL AND %(seen)s::path_ranges @> s.path
GROUP BY s.stream
HAVING (array_agg(s.kind ORDER BY s.number DESC))[1] IN
  ('newspaper.article_written', 'newspaper.article_proofed', 'newspaper.article_returned')
ORDER BY at LIMIT 100
"""
_NEXT = {
    "newspaper.article_written": (w("稿件《{title}》待校对", "“{title}” is to be proofed"), w("校对", "Proof"), EDIT),
    "newspaper.article_proofed": (
        w("稿件《{title}》待审签", "“{title}” is to be approved"),
        w("审签", "Approve"),
        APPROVE,
    ),
    "newspaper.article_returned": (w("稿件《{title}》退回修改", "“{title}” came back"), w("改稿", "Edit"), WRITE),
}
_CHANGED = w(
    "《{title}》第{page}版印为 {before}，日报现为 {now}",
    "“{title}”, page {page}: printed {before}, the report says {now}",
)
_APART = 3  # so many stand each by itself
_CHANGED_FOLD = w("{n} 个见报的数字有变", "Printed figures that have changed: {n}")
_FOLD = w("{n} 篇稿件待办", "Articles that wait: {n}")


def waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """What waits of the desk for this reader: who wrote a text neither proofs nor approves it."""
    if not {EDIT, APPROVE, WRITE} & actor.verbs:
        return []
    found = []
    fold = Fold(_FOLD, reverse("newspaper:desk"), w("查看", "See"))
    for stream, path, last, title, writers, _ in reading.rows(actor, _OPEN, seen=ranges(actor.prefixes(SEE))):
        words, act, verb = _NEXT[last]
        mine = actor.login in writers
        if actor.may(verb, path) and mine == (verb == WRITE):
            href = reverse("newspaper:desk-article", args=[stream])
            found.append(Waiting(words.fill(title=title[:40]), href, act, fold=fold, thing=href))
    return found + _changed(actor, now)


def _changed(actor: Actor, now: datetime) -> list[Waiting]:
    """The printed figures that read otherwise by now, for who may tell an erratum."""
    if APPROVE not in actor.verbs:
        return []
    found = [each for each in queries_figures.proposals(actor, now) if actor.may(APPROVE, each.article.path)]
    fold = Fold(_CHANGED_FOLD, reverse("newspaper:figures"), w("查看", "See")) if len(found) > _APART else None
    return [
        Waiting(
            _CHANGED.fill(
                title=each.article.text.title[:40], page=each.page, before=each.change.before.words,
                now=each.change.now.words,
            ),
            reverse("newspaper:correct-figure", args=[each.article.stream, each.note]), w("提出勘误", "Erratum"),
            fold=fold,
        )
        for each in found
    ]  # fmt: skip
