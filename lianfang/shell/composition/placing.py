"""composition · placing: every line of a planned page in its place, as the template reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lianfang.shell.composition.arranging import GAP, height_of, stack_height
from lianfang.shell.composition.flow import Item
from lianfang.shell.composition.framing import Frame, Slot, framed, shared
from lianfang.shell.composition.planning import Planned
from lianfang.shell.composition.printed import printed
from lianfang.shell.composition.setting import BRIEFS, Setting, face_data, item_data

# Lines: that a head may be given beyond its own; that may part rows, and the articles of a stack that is too short.
_AIR_MOST, _GAP_MOST, _APART_MOST = 1, 2, 4
_AIR_ALONE = 3
_FILLER_LEAST, _FILLER_MOST = 7, 12


@dataclass(frozen=True, slots=True)
class Share:
    """The lines of an item that stand in one column: it begins at `at`, counted from the body's first line."""

    item: int
    column: int
    at: int
    lines: int


def shares(frame: Frame) -> list[Share]:
    """A body's items in its columns, in the order of reading."""
    made, item, used = [], 0, 0
    runs = frame.body.runs
    for column, (take, over) in enumerate(zip(frame.body.takes, frame.over, strict=True)):
        at = over
        while take:
            here = min(take, runs[item].lines - used)
            made.append(Share(item, column, at, here))
            at, take, used = at + here, take - here, used + here
            if used == runs[item].lines:
                item, used = item + 1, 0
    return made


def frames(planned: Planned) -> dict[int, Frame]:
    """The frame of every article on the page, by its place in the plan."""
    return {
        i: framed(planned.slots[i], planned.page, stack.span)
        for row in planned.rows
        for stack in row.stacks
        for i in stack.articles
        if not planned.slots[i].together
    }


@dataclass
class Torn:
    """Items in the parts that stand in different columns; `wrong` holds what was found to take other lines."""

    parts: dict[tuple[int, int], list[Item]]
    wrong: dict[tuple[str, Item, int], int]


def torn(setting: Setting, pages: Sequence[Planned]) -> list[Torn]:
    """For each page its items that go on in another column."""
    asked, whose = [], []
    for number, planned in enumerate(pages):
        for i, frame in frames(planned).items():
            counts: dict[int, list[int]] = {}
            for share in shares(frame):
                counts.setdefault(share.item, []).append(share.lines)
            for item, lines in counts.items():
                if len(lines) > 1:
                    piece = planned.slots[i].pieces[0]
                    asked.append((piece.items[item], planned.face, lines[:-1]))
                    whose.append((number, i, item, piece.key, lines))
    made = [Torn({}, {}) for _ in pages]
    for (number, i, item, key, want), (whole, face, _), (places, lines) in zip(
        whose, asked, setting.torn(asked), strict=True
    ):
        parts, rest, done = [], whole, 0
        for place in places:
            skipped = len(whole.text) - len(rest.text) - done
            before, rest = rest.cut(place - done - max(skipped, 0))
            parts.append(before)
            done = place
        parts.append(replace(rest, full=whole.full))
        made[number].parts[i, item] = parts
        if any(has > wants for has, wants in zip(lines, want, strict=True)) or sum(lines) != sum(want):
            made[number].wrong[key, whole, face.size] = sum(lines)
    return made


def placed(setting: Setting, planned: Planned, parts: dict[tuple[int, int], list[Item]]) -> dict[str, Any]:
    """The page as `issue.typ` reads it."""
    spare = max(planned.room - height_of(planned.rows), 0)
    airs, gaps, left = _spread(planned, spare)
    pieces: list[dict[str, Any]] = []
    rules: list[dict[str, int]] = []
    at = 0
    for number, row in enumerate(planned.rows):
        height = row.height + airs[number]
        for place, stack in enumerate(row.stacks):
            own = height - stack_height(planned.wanted, stack)
            if place:
                rules.append({"column": stack.column, "at": at, "lines": height, "span": 0})
            y, apart = at, 0
            for nth, i in enumerate(stack.articles):
                if nth:
                    rules.append({"column": stack.column, "at": y - apart // 2, "lines": 0, "span": stack.span})
                lines = planned.wanted[i].heights[stack.span]
                rest = len(stack.articles) - nth
                air = min(
                    own // rest,
                    len(planned.slots[i].pieces) - 1 if planned.slots[i].together else _AIR_MOST + airs[number],
                )
                pieces.append(_piece(setting, planned, i, stack.column, stack.span, y, air, parts))
                own -= air
                apart = min(own // (rest - 1), _APART_MOST) if rest > 1 else 0
                own -= apart
                y += lines + air + GAP + apart
        at += height
        if number + 1 < len(planned.rows):
            at += GAP + gaps
            rules.append({"column": 0, "at": at - gaps // 2, "lines": 0, "span": planned.face.columns})
    return {
        **setting.page(planned.page), "face": face_data(planned.face), "pieces": pieces,
        "rules": _free(rules, pieces), "filler": _filler(setting, planned.room, left),
    }  # fmt: skip


def _spread(planned: Planned, spare: int) -> tuple[list[int], int, int]:
    """White that the page has left over: to heads, row by row, then to the gaps between rows; and what remains."""
    airs = [0] * len(planned.rows)
    for _ in range(_AIR_MOST if len(planned.rows) > 1 else _AIR_ALONE):
        for i, row in enumerate(planned.rows):
            alone = all(planned.slots[each].together for stack in row.stacks for each in stack.articles)
            if spare and not alone:
                airs[i] += 1
                spare -= 1
    between = max(len(planned.rows) - 1, 1)
    gaps = min(spare // between, _GAP_MOST) if len(planned.rows) > 1 else 0
    return airs, gaps, spare - gaps * (len(planned.rows) - 1)


def _piece(
    setting: Setting,
    planned: Planned,
    i: int,
    column: int,
    span: int,
    at: int,
    air: int,
    parts: dict[tuple[int, int], list[Item]],
) -> dict[str, Any]:
    slot = planned.slots[i]
    if slot.together:
        return _together(setting, slot, column, span, at, planned.wanted[i].heights[span] + air)
    frame, piece = framed(slot, planned.page, span), slot.pieces[0]
    frame = _aired(frame, air)
    top = GAP if slot.article.boxed else 0
    begun: dict[int, int] = {}
    items = []
    for share in shares(frame):
        nth = begun.get(share.item, 0)
        begun[share.item] = nth + 1
        torn_parts = parts.get((i, share.item))
        item = torn_parts[nth] if torn_parts else piece.items[share.item]
        items.append({**item_data(item), "column": share.column, "line": frame.at + share.at, "lines": share.lines})
    told: dict[str, Any] = {
        "kind": "article", "key": piece.key, "column": column, "at": at + top, "span": span, "lines": frame.height,
        "head": {"at": frame.head.at, "lines": frame.head.lines},
        "gallery": {"at": frame.gallery.at, "lines": frame.gallery.lines},
        "inset": {"at": frame.inset.at, "lines": frame.inset.lines, "column": frame.inset.column,
                  "span": frame.inset.span},
        "items": items, "boxed": slot.article.boxed, "uneven": frame.body.uneven,
        "article": setting.article(planned.page, piece), "rules": _column_rules(frame),
    }  # fmt: skip
    return told


def _aired(frame: Frame, air: int) -> Frame:
    """The frame with a higher head; all that stands below it moves down."""

    def down(part: Any) -> Any:
        return replace(part, at=part.at + air) if part.lines and part.at >= frame.head.at + frame.head.lines else part

    return replace(
        frame, height=frame.height + air, at=frame.at + air, head=replace(frame.head, lines=frame.head.lines + air),
        gallery=down(frame.gallery), inset=down(frame.inset),
    )  # fmt: skip


def _column_rules(frame: Frame) -> list[dict[str, int]]:
    """Hairlines between columns of text."""
    rules = []
    for column in range(1, frame.span):
        under = max(frame.over[column - 1], frame.over[column]) if frame.over[column] else 0
        lines = (
            min(frame.over[column - 1] + frame.body.takes[column - 1], frame.over[column] + frame.body.takes[column])
            - under
        )
        if frame.body.takes[column - 1] and frame.body.takes[column] and lines > 0:
            rules.append({"column": column, "at": frame.at + under, "lines": lines})
    return rules


def _together(setting: Setting, slot: Slot, column: int, span: int, at: int, lines: int) -> dict[str, Any]:
    told, nth = [], 0
    for place, stack in enumerate(shared(slot, span)):
        y = 2
        white = lines - 3 - sum(stack) - GAP * (len(stack) - 1) if stack else 0
        apart = GAP + min(white // max(len(stack) - 1, 1), 1) if stack else GAP
        for height in stack:
            piece, sizes = slot.pieces[nth], slot.sizes[nth]
            items, line = [], 0
            for item, takes in zip(piece.items, sizes.items, strict=True):
                items.append({**item_data(item), "column": 0, "line": line, "lines": takes})
                line += takes
            told.append({"key": piece.key, "column": place, "at": y, "lines": height, "items": items})
            y += height + apart
            nth += 1
    return {
        "kind": "briefs", "column": column, "at": at + GAP, "span": span, "lines": lines - 2 * GAP + 1, "parts": told,
        "common": setting.say(BRIEFS), "boxed": True,
    }  # fmt: skip


def _free(rules: list[dict[str, int]], pieces: Sequence[dict[str, Any]]) -> list[dict[str, int]]:
    """Rules that do not run along a frame, which parts well enough by itself."""
    kept = []
    for rule in rules:
        touched = False
        for piece in pieces:
            if not piece["boxed"]:
                continue
            left, right = piece["column"], piece["column"] + piece["span"]
            top, foot = piece["at"] - GAP, piece["at"] + piece["lines"] + GAP
            beside = rule["column"] in (left, right) and rule["at"] <= foot and top <= rule["at"] + rule["lines"]
            along = abs(rule["at"] - GAP - foot) <= 1 or abs(rule["at"] - top) <= 1
            touched |= beside if rule["lines"] else left <= rule["column"] < right and along
        if not touched:
            kept.append(rule)
    return kept


def _filler(setting: Setting, room: int, left: int) -> dict[str, Any]:
    """Where much of the page is left, the paper's own words stand at its foot."""
    words = printed(setting.issue.masthead.slogan)
    if left < _FILLER_LEAST or not words:
        return {"at": 0, "lines": 0, "words": ""}
    lines = min(left - 2, _FILLER_MOST)
    return {"at": room - lines, "lines": lines, "words": words}
