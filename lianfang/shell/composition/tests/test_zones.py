"""Zones come from the layout, so each holds its own article's text and nobody else's; columns end on one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from lianfang.shell.composition.compose import Laid, laid
from lianfang.shell.composition.faces import SIZES_MM
from lianfang.shell.composition.flow import is_brief
from lianfang.shell.composition.layout import Issue
from lianfang.shell.composition.setting import Setting
from lianfang.shell.composition.tests.random_issues import _TITLE, issues, latin, own
from lianfang.shell.composition.tests.reading import Char, chars, share_in
from tests.support.soaking import size

_PER_MM = 72 / 25.4
_quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


@given(issue=issues())
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=_quiet)
def test_zones_hold_their_text_and_columns_end_together(issue: Issue) -> None:
    _holds(issue)


@pytest.mark.soak
@given(issue=issues())
@settings(max_examples=size("ISSUES", 50), deadline=None, derandomize=True, suppress_health_check=_quiet)
def test_zones_of_fifty_random_issues(issue: Issue) -> None:
    _holds(issue)


def _holds(issue: Issue) -> None:
    with TemporaryDirectory() as folder:
        setting = Setting(issue, Path(folder))
        made = laid(setting)
        pages = chars(setting.pdf(made.pages))
    _zones_hold(issue, made, pages)
    _columns_end_together(issue, made, pages)
    _nothing_is_lost(issue, made, pages)


def _zones_hold(issue: Issue, made: Laid, pages: list[list[Char]]) -> None:
    wide, high = (side * _PER_MM for side in SIZES_MM[issue.sheet])
    articles = [article for page in issue.pages for article in page.articles]
    for place, found in enumerate(pages, 1):
        by_key: dict[str, list[Char]] = defaultdict(list)
        for number, article in enumerate(articles):
            mine = set(own(number)) | ({latin(number)} if len(articles) <= 26 else set())
            by_key[article.key] = [char for char in found if char.text in mine and char.area]
        zones = {zone.article: zone for zone in made.zones.get(place, ())}
        assert set(zones) == {key for key, text in by_key.items() if text}
        for key, zone in zones.items():
            assert share_in(by_key[key], [zone], wide, high) >= 0.99, key
            for other, text in by_key.items():
                if other != key and text:
                    assert share_in(text, [zone], wide, high) < 0.01, (key, other)


def _columns_end_together(issue: Issue, made: Laid, pages: list[list[Char]]) -> None:
    """A body's columns end within one line."""
    articles = [article for page in issue.pages for article in page.articles]
    for place, found in enumerate(pages):
        pitch = made.pages[place]["face"]["pitch"] / 1000
        for number, article in enumerate(articles):
            if is_brief(article):
                continue
            words = set(own(number)[_TITLE:]) | ({latin(number)} if len(articles) <= 26 else set())
            captions = _captions(made, place, article.key)
            body = [char for char in found if char.text in words and char.area and not captions(char)]
            if _uneven(made, place, article.key):
                continue
            zone = next((each for each in made.zones.get(place + 1, ()) if each.article == article.key), None)
            face = made.pages[place]["face"]
            left = min(x for x, _ in zone.points) * _wide(made) / 100 if zone else 0.0
            feet = _feet(body, left, (face["column"] + face["gutter"]) / 1000)
            # 下转 is a line too, of nobody's characters. Small type fills the lines that it takes not to the foot.
            most = 2 if _runs_on(made, place, article.key) else 1
            ends = _ends(made, place, article.key)
            assert not ends or max(ends) - min(ends) <= most, (article.key, ends)
            assert not feet or max(feet) - min(feet) < (most + 1) * pitch, (article.key, feet, pitch)


def _ends(made: Laid, place: int, key: str) -> list[int]:
    """The line after the last of each column of an article, as it was laid out."""
    ends: dict[int, int] = {}
    for piece in made.pages[place]["pieces"]:
        for item in piece["items"] if piece.get("key") == key else ():
            ends[item["column"]] = max(ends.get(item["column"], 0), item["line"] + item["lines"])
    return [*ends.values()]


def _uneven(made: Laid, place: int, key: str) -> bool:
    """Whether nothing would keep a subhead whole but feet further apart; test_columns shows that it is so."""
    return any(each.get("key") == key and each["uneven"] for each in made.pages[place]["pieces"])


def _runs_on(made: Laid, place: int, key: str) -> bool:
    pieces = [each for each in made.pages[place]["pieces"] if each.get("key") == key]
    return any(item["style"] == "run" for each in pieces for item in each["items"])


def _captions(made: Laid, place: int, key: str) -> Callable[[Char], bool]:
    """Whether a character stands in an article's pictures, which have words of the same characters."""
    piece = next((each for each in made.pages[place]["pieces"] if each.get("key") == key), None)
    zone = next((each for each in made.zones.get(place + 1, ()) if each.article == key), None)
    if piece is None or zone is None:
        return lambda char: False
    face = made.pages[place]["face"]
    pitch, step = face["pitch"] / 1000, (face["column"] + face["gutter"]) / 1000
    left, top = (zone.points[0][0] * _wide(made) / 100 + 2.4, zone.points[0][1] * _high(made) / 100 + 2.4)
    boxes = []
    if piece["gallery"]["lines"]:
        at = piece["gallery"]
        boxes.append((0.0, at["at"] * pitch - 1, 1e6, (at["at"] + at["lines"]) * pitch - 1))
    if piece["inset"]["lines"]:
        at = piece["inset"]
        boxes.append((at["column"] * step - 1, at["at"] * pitch - 1, 1e6, (at["at"] + at["lines"]) * pitch - 1))
    return lambda char: any(
        x <= char.left - left <= r and y <= (char.top + char.foot) / 2 - top <= f for x, y, r, f in boxes
    )


def _wide(made: Laid) -> float:
    return SIZES_MM[made.sheet][0] * _PER_MM


def _high(made: Laid) -> float:
    return SIZES_MM[made.sheet][1] * _PER_MM


def _feet(body: list[Char], left: float, step: float) -> list[float]:
    """Where each column's last line stands, by the columns of the grid: a short line in the middle is none."""
    feet: dict[int, float] = {}
    for char in body:
        column = int((char.left - left) // step)
        feet[column] = max(feet.get(column, char.foot), char.foot)
    return [feet[column] for column in sorted(feet)]


def _nothing_is_lost(issue: Issue, made: Laid, pages: list[list[Char]]) -> None:
    """All of a body is on the pages, unless it is said to be left over."""
    over = {each.article for each in made.overflows}
    articles = [article for page in issue.pages for article in page.articles]
    everything = [char.text for page in pages for char in page]
    for number, article in enumerate(articles):
        if article.key in over:
            continue
        last = own(number)[-1]
        wanted = sum(span.text.count(last) for block in article.blocks for span in block.spans)
        assert everything.count(last) >= wanted, article.key
