"""composition · framing: how high an article stands over so many columns, and where its parts stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lianfang.shell.composition.arranging import GAP, Wanted
from lianfang.shell.composition.columns import Columns, Run, balanced, shortened, total
from lianfang.shell.composition.faces import Face
from lianfang.shell.composition.flow import Piece, is_brief
from lianfang.shell.composition.layout import Article, Page, Prominence, Template
from lianfang.shell.composition.setting import Sizes

RUN_LINE = Run(1, whole=True, follows=True)
_COMMON_HEAD = 3  # lines over items run together: their common head and a blank one
_LONGEST = 36  # lines of a column that are still read at ease
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a frame: the line where it begins, how many it takes, and for an inset picture its columns."""

    at: int
    lines: int
    column: int = 0
    span: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """An article over some columns: its height, its parts from above, and how its body is cut."""

    span: int
    height: int
    head: Part
    gallery: Part
    inset: Part
    body: Columns
    over: tuple[int, ...]
    at: int  # the line where the body begins


@dataclass(frozen=True, slots=True)
class Slot:
    """What is placed as one: an article's piece, or the short items that stand together. `limit`: of its lines so
    many stand here, with a line that says where it goes on where it does.
    """

    pieces: tuple[Piece, ...]
    sizes: tuple[Sizes, ...]
    limit: int | None = None
    goes_on: bool = False

    @property
    def together(self) -> bool:
        return is_brief(self.pieces[0].article)

    @property
    def article(self) -> Article:
        return self.pieces[0].article

    def runs(self) -> tuple[Run, ...]:
        """The body as it stands here."""
        all_of_it = runs_of(self.pieces[0], self.sizes[0])
        if self.limit is None:
            return all_of_it
        return (*shortened(all_of_it, self.limit), *([RUN_LINE] if self.goes_on else []))


def runs_of(piece: Piece, sizes: Sizes) -> tuple[Run, ...]:
    """A piece's whole body as the columns count it."""
    return tuple(item.run(lines) for item, lines in zip(piece.items, sizes.items, strict=True))


def slots(pieces: Sequence[Piece], sizes: Sequence[Sizes]) -> list[Slot]:
    """The pieces of a page; short items stand together where the first of them is in the plan."""
    made: list[Slot] = []
    together: int | None = None
    for piece, size in zip(pieces, sizes, strict=True):
        if is_brief(piece.article) and together is not None:
            slot = made[together]
            made[together] = Slot((*slot.pieces, piece), (*slot.sizes, size))
            continue
        if is_brief(piece.article):
            together = len(made)
        made.append(Slot((piece,), (size,)))
    return made


def wanted(slot: Slot, page: Page, face: Face) -> Wanted:
    """The slot's height over each number of columns, and how well it stands there."""
    heights, prices = {}, {}
    for span in _spans(slot, page, face):
        if slot.together:
            stacks = shared(slot, span)
            heights[span] = _COMMON_HEAD + max(sum(stack) + GAP * (len(stack) - 1) for stack in stacks if stack)
            prices[span] = 6.0 * abs(span - min(len(slot.pieces), face.columns)) + 8.0 * any(not s for s in stacks)
            continue
        frame = framed(slot, page, span)
        heights[span] = frame.height + (2 * GAP if slot.article.boxed else 0)
        prices[span] = _price(slot, frame, span, face)
    return Wanted(heights, prices)


def _spans(slot: Slot, page: Page, face: Face) -> range:
    article = slot.article
    if slot.together:
        return range(1, min(len(slot.pieces), face.columns) + 1)
    if article.columns and not slot.pieces[0].came_from:
        asked = min(article.columns, face.columns)
        return range(asked, asked + 1)
    if article.prominence is Prominence.LEAD and not slot.pieces[0].came_from:
        return range(face.columns if page.template is Template.FRONT else max(3, face.columns - 2), face.columns + 1)
    return range(1, face.columns + 1)


def _price(slot: Slot, frame: Frame, span: int, face: Face) -> float:
    tallest, lines = max(frame.body.takes), total(slot.runs())
    price = 0.02 * frame.body.price
    if frame.body.uneven:
        price += 60.0 * span
    if tallest > _LONGEST:
        price += 3.0 * (tallest - _LONGEST) * span
    if span > 1 and lines and tallest < _SHORTEST:
        price += 14.0 * span
    if frame.head.lines > max(tallest, 4):
        price += 3.0 * (frame.head.lines - max(tallest, 4))
    if frame.head.lines * 3 > frame.height and span == 1:
        price += 6.0
    return price


def framed(slot: Slot, page: Page, span: int) -> Frame:
    """The slot's article over that many columns."""
    sizes, runs = slot.sizes[0], slot.runs()
    head, gallery = sizes.heads[span - 1], sizes.galleries[span - 1]
    none = Part(0, 0)
    insets = () if page.template is Template.PHOTO else sizes.insets[span - 1]
    made = [frame for over, lines in insets if (frame := _with_inset(runs, span, head, over, lines)) is not None]
    if made:
        return min(made, key=lambda frame: (frame.height, -frame.inset.span))
    body = balanced(runs, (0,) * span)
    if page.template is Template.PHOTO:
        return Frame(
            span, gallery + head + body.height, Part(gallery, head), Part(0, gallery), none, body, (0,) * span,
            gallery + head,
        )  # fmt: skip
    return Frame(
        span, head + gallery + body.height, Part(0, head), Part(head, gallery), none, body, (0,) * span,
        head + gallery,
    )  # fmt: skip


def _with_inset(runs: tuple[Run, ...], span: int, head: int, over: int, lines: int) -> Frame | None:
    """The article with its picture in the upper corner; nothing where too few lines would stand below it."""
    cover = tuple(lines if column >= span - over else 0 for column in range(span))
    body = balanced(runs, cover)
    below = [take for take, above in zip(body.takes, cover, strict=True) if above]
    if any(0 < take < _SHORTEST for take in below):
        return None
    at = Part(head, lines, span - over, over)
    return Frame(span, head + body.height, Part(0, head), Part(0, 0), at, body, cover, head)


def shared(slot: Slot, span: int) -> list[list[int]]:
    """The heights of short items in their columns, in order: the tallest column as low as it can be."""
    heights = [sum(sizes.items) for sizes in slot.sizes]
    low, high = max(heights), sum(heights) + GAP * len(heights)
    while low < high:
        middle = (low + high) // 2
        if len(_filled(heights, middle)) <= span:
            high = middle
        else:
            low = middle + 1
    stacks = _filled(heights, low)
    return stacks + [[] for _ in range(span - len(stacks))]


def _filled(heights: Sequence[int], most: int) -> list[list[int]]:
    stacks: list[list[int]] = [[]]
    for height in heights:
        if stacks[-1] and sum(stacks[-1]) + GAP * len(stacks[-1]) + height > most:
            stacks.append([])
        stacks[-1].append(height)
    return stacks


def cuts(takes: Sequence[int]) -> list[int]:
    """After how many lines of the whole body each column but the last ends."""
    ends = [0]
    for take in takes:
        ends.append(ends[-1] + take)
    return [high for low, high in pairwise(ends)][:-1]
