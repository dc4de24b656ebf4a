"""boards · home.areas: what the areas themselves say waits for this reader, whatever the role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from lianfang.kernel.frame import Fold, Waiting, Waits
from lianfang.kernel.registry import REGISTRY
from lianfang.shell.home import HomeContent, Reader, need_of


def asked(me: Reader) -> list[Callable[[], list[Waiting]]]:
    """The areas, each to be asked what waits for the reader there."""
    return [partial(_all, card.waiting, me) for card in REGISTRY.cards.values() if card.waiting is not None]


def _all(waits: Waits, me: Reader) -> list[Waiting]:
    return [*waits(me.actor, me.now)]


def waiting(me: Reader, answers: Iterable[Sequence[Waiting]]) -> HomeContent:
    """Everything that waits for the reader in the areas, but for what the parts of their roles tell themselves."""
    told = REGISTRY.told(me.actor.roles)
    found = [each for answer in answers for each in answer if each.about not in told]
    return HomeContent(needs=[need_of(each) for each in said_once(found)])


def said_once(found: Sequence[Waiting]) -> list[Waiting]:
    """One line for one thing: what folds is counted in one line, without what another line is about."""
    said = {_page(each.href) for each in found if each.fold is None}
    folds: dict[Fold, list[Waiting]] = {}
    for each in found:
        if each.fold is not None and _page(each.thing) not in said:
            folds.setdefault(each.fold, []).append(each)
    return [*(each for each in found if each.fold is None), *(_folded(fold, of) for fold, of in folds.items())]


def _page(href: str) -> str:
    return href.partition("#")[0]


def _folded(fold: Fold, of: Iterable[Waiting]) -> Waiting:
    listed = list(of)
    late = any(each.late for each in listed)
    due = None if late else min((each.due_at for each in listed if each.due_at is not None), default=None)
    first = listed[0]
    return replace(
        first, words=fold.words.fill(n=len(listed)), href=fold.href, act=fold.act, due_at=due, late=late,
        exercise=all(each.exercise for each in listed), detail=first.words, fold=None,
    )  # fmt: skip
