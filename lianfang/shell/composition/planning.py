"""composition · planning: which face each page is set in, where its articles stand, and what does not fit.

A page is set in the largest face that holds it. One that overflows lets an article run on where it may; what then
still does not fit is left out and said. Pages that receive text are planned after those that send it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lianfang.shell.composition.arranging import Row, Wanted, arranged, height_of
from lianfang.shell.composition.columns import may_end, total
from lianfang.shell.composition.composed import Overflow
from lianfang.shell.composition.faces import USUAL, Face, faces
from lianfang.shell.composition.flow import Item, Piece, Style, place_of, whole
from lianfang.shell.composition.framing import Slot, runs_of, slots, wanted
from lianfang.shell.composition.layout import Page
from lianfang.shell.composition.setting import GOES_ON, Setting, Sizes


@dataclass(frozen=True, slots=True)
class Planned:
    """A page as it will be set: its face, the lines of its room, what stands on it and where."""

    page: Page
    face: Face
    room: int
    slots: tuple[Slot, ...]
    wanted: tuple[Wanted, ...]
    rows: tuple[Row, ...]
    overflows: tuple[Overflow, ...] = ()
    sent: tuple[Piece, ...] = ()

    @property
    def fits(self) -> bool:
        return bool(self.rows) and height_of(self.rows) <= self.room


@dataclass
class Planner:
    """The plan of an issue. `lines` holds what an item was found to take when its columns were torn."""

    setting: Setting
    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    lines: dict[tuple[str, Item, int], int] = field(default_factory=dict)
    _known: dict[tuple[int, int, tuple[Piece, ...]], tuple[int, list[Sizes]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for page in self.setting.issue.pages:
            self.pieces[page.number] = [whole(article) for article in page.articles]

    def waves(self) -> list[list[Page]]:
        """The pages, those that send text before those that receive it. Who would close a circle sends none."""
        after: dict[int, set[int]] = {page.number: set() for page in self.setting.issue.pages}
        for page in self.setting.issue.pages:
            kept = []
            for piece in self.pieces[page.number]:
                to = piece.article.runs_on_to
                if to is not None and page.number in _reached(after, to):
                    piece = whole(replace(piece.article, runs_on_to=None))
                elif to is not None:
                    after[page.number].add(to)
                kept.append(piece)
            self.pieces[page.number] = kept
        waves, left = [], {page.number: page for page in self.setting.issue.pages}
        while left:
            held_back = {to for number in left for to in after[number]}
            waves.append([page for number, page in left.items() if number not in held_back])
            left = {number: page for number, page in left.items() if number in held_back}
        return waves

    def planned(self, pages: Sequence[Page]) -> list[Planned]:
        """Each page with the largest face that holds it, or with what it could not hold."""
        best: dict[int, Planned] = {}
        search = {page.number: [0, len(self._faces(page)) - 1, USUAL] for page in pages}
        while open_ones := [page for page in pages if search[page.number][0] <= search[page.number][1]]:
            self._measure((page, search[page.number][2]) for page in open_ones)
            for page in open_ones:
                low, high, step = search[page.number]
                made = self._at(page, step)
                if made.fits:
                    best[page.number] = made
                    low = step + 1
                else:
                    high = step - 1
                search[page.number] = [low, high, (low + high + 1) // 2]
        return [self._held(page, best.get(page.number)) for page in pages]

    def _held(self, page: Page, best: Planned | None) -> Planned:
        if best and best.face.step >= USUAL:
            return best
        movable = [i for i, slot in enumerate(self._at_measured(page, USUAL).slots) if _movable(slot)]
        for step in (USUAL, 0) if movable else ():
            if best and step < best.face.step:
                break
            made = self._at_measured(page, step)
            for chosen in [[i] for i in reversed(movable)] + ([movable] if len(movable) > 1 else []):
                if (done := self._running_on(made, chosen)) is not None:
                    return done
        return best or self._without(self._at_measured(page, 0))

    def _at_measured(self, page: Page, step: int) -> Planned:
        self._measure([(page, step)])
        return self._at(page, step)

    def _faces(self, page: Page) -> tuple[Face, ...]:
        return faces(self.setting.issue.sheet, page.template)

    def _measure(self, asked: Iterable[tuple[Page, int]]) -> None:
        new = {
            (page.number, step, tuple(self.pieces[page.number])): page
            for page, step in asked
            if (page.number, step, tuple(self.pieces[page.number])) not in self._known
        }
        if new:
            jobs = [(page, self._faces(page)[step], pieces) for (_, step, pieces), page in new.items()]
            self._known.update(zip(new, self.setting.measured(jobs), strict=True))

    def _at(self, page: Page, step: int) -> Planned:
        pieces = tuple(self.pieces[page.number])
        room, sizes = self._known[page.number, step, pieces]
        face = self._faces(page)[step]
        known = [
            replace(size, items=tuple(
                self.lines.get((piece.key, item, face.size), lines)
                for item, lines in zip(piece.items, size.items, strict=True)
            ))
            for piece, size in zip(pieces, sizes, strict=True)
        ]  # fmt: skip
        return _laid(Planned(page, face, room, tuple(slots(pieces, known)), (), ()))

    def _running_on(self, made: Planned, chosen: Sequence[int]) -> Planned | None:
        """The page with the chosen articles as short as it takes, and what of them runs on."""
        limited = made
        for at, i in enumerate(chosen):
            last = at == len(chosen) - 1
            limit = _longest(limited, i, goes_on=True) if last else _least(limited.slots[i])
            if limit is None:
                return None
            limited = _with(limited, i, replace(limited.slots[i], limit=limit, goes_on=True))
        cut = list(limited.slots)
        sent = []
        for i in chosen:
            cut[i], rest = self._cut(limited, i)
            sent.append(rest)
        done = _laid(replace(limited, slots=tuple(cut), sent=tuple(sent)))
        return done if done.fits else None

    def _without(self, made: Planned) -> Planned:
        """The page without what it cannot hold: of the last article that is long enough, else of several."""
        whole_page = made
        for i in reversed(range(len(made.slots))):
            if not made.slots[i].together and (limit := _longest(made, i, goes_on=False)) is not None:
                return self._left_out(_with(made, i, replace(made.slots[i], limit=limit)), whole_page)
        for i in reversed(range(len(made.slots))):
            if not made.slots[i].together and (limit := _least(made.slots[i])) is not None:
                if (longer := _longest(made, i, goes_on=False)) is not None:
                    return self._left_out(_with(made, i, replace(made.slots[i], limit=longer)), whole_page)
                made = _with(made, i, replace(made.slots[i], limit=limit))
        while made.slots and not made.fits:
            made = _laid(replace(made, slots=_one_less(made.slots)))
        return self._left_out(made, whole_page)

    def _left_out(self, made: Planned, whole_page: Planned) -> Planned:
        there = {piece.key: slot for slot in made.slots for piece in slot.pieces}
        lacking = []
        for slot in whole_page.slots:
            for piece, sizes in zip(slot.pieces, slot.sizes, strict=True):
                own = there.get(piece.key)
                if own is None:
                    head = min(h + g for h, g in zip(sizes.heads, sizes.galleries, strict=True))
                    lacking.append(Overflow(piece.key, max(1, sum(sizes.items) + head)))
                elif own.limit is not None:
                    lacking.append(Overflow(piece.key, sum(sizes.items) - own.limit))
        cut = [self._cut(made, i)[0] if slot.limit is not None else slot for i, slot in enumerate(made.slots)]
        return _laid(replace(made, slots=tuple(cut), overflows=tuple(lacking)))

    def _cut(self, made: Planned, i: int) -> tuple[Slot, Piece]:
        """The slot with nothing but what stands here, and the rest of its article."""
        slot, piece, sizes = made.slots[i], made.slots[i].pieces[0], made.slots[i].sizes[0]
        limit = slot.limit or 0
        place = place_of(sizes.items, limit)
        here, rest = list(piece.items[: place.item]), list(piece.items[place.item :])
        counts = list(sizes.items[: place.item])
        if place.lines:
            [(places, lines)] = self.setting.torn([(piece.items[place.item], made.face, [place.lines])])
            before, after = piece.items[place.item].cut(places[0])
            here, rest = [*here, before], [after, *rest[1:]]
            counts.append(lines[0])
        to = piece.may_run_to if slot.goes_on else None
        if to is not None:
            here.append(Item(Style.RUN, ((self.setting.say(GOES_ON, number=to), 0),), indent=False))
            counts.append(1)
        kept = replace(piece, items=tuple(here), goes_to=to)
        left = replace(piece, items=tuple(rest), came_from=made.page.number)
        return Slot((kept,), (replace(sizes, items=tuple(counts)),)), left


def _laid(made: Planned) -> Planned:
    """The page with its articles arranged again."""
    want = tuple(wanted(slot, made.page, made.face) for slot in made.slots)
    return replace(made, wanted=want, rows=arranged(want, made.face.columns))


def _with(made: Planned, i: int, slot: Slot) -> Planned:
    """The page with another slot in that place."""
    want = list(made.wanted)
    want[i] = wanted(slot, made.page, made.face)
    kept = (*made.slots[:i], slot, *made.slots[i + 1 :])
    return replace(made, slots=kept, wanted=tuple(want), rows=arranged(want, made.face.columns))


def _longest(made: Planned, i: int, *, goes_on: bool) -> int | None:
    """The most lines of an article with which its page fits; nothing where it does with none."""
    slot = made.slots[i]
    runs = runs_of(slot.pieces[0], slot.sizes[0])
    ends = [n for n in range(1, total(runs)) if may_end(runs, n)]
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if _with(made, i, replace(slot, limit=ends[middle], goes_on=goes_on)).fits:
            low = middle + 1
        else:
            high = middle
    return ends[low - 1] if low else None


def _least(slot: Slot) -> int | None:
    """The fewest lines that an article may have."""
    runs = runs_of(slot.pieces[0], slot.sizes[0])
    return next((n for n in range(min(6, total(runs)), total(runs)) if may_end(runs, n)), None)


def _movable(slot: Slot) -> bool:
    return not slot.together and slot.pieces[0].may_run_to is not None and total(slot.runs()) > 1


def _one_less(kept: tuple[Slot, ...]) -> tuple[Slot, ...]:
    last = kept[-1]
    if last.together and len(last.pieces) > 1:
        return (*kept[:-1], replace(last, pieces=last.pieces[:-1], sizes=last.sizes[:-1]))
    return kept[:-1]


def _reached(after: dict[int, set[int]], start: int) -> set[int]:
    """The pages that text reaches from a page, itself among them."""
    found, open_ones = {start}, [start]
    while open_ones:
        for to in after[open_ones.pop()] - found:
            found.add(to)
            open_ones.append(to)
    return found
