"""tests · figures: what a page shows of each figure, so that pages and documents can be laid side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from lianfang.kernel.measures import Measure, MeasureState
from lianfang.shell.components.marks import measure_words

# What a figure is a figure of (`marks.figure_of`), and how it stands there: state and words without their moment.
Shown = tuple[str, str]
_OWN_PAGE = re.compile(r"/missing/(?P<unit>[^/]+)/(?P<day>[\d-]{10})/(?P<code>[^/]+)/(?P<alone>\?itself=1)?")


@dataclass
class Compared:
    """Every figure that was met, with where it was said so."""

    said: dict[str, dict[Shown, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    nameless: dict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    closed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # figures that open nothing
    opens: dict[str, str] = field(default_factory=dict)  # what each figure opens
    numbers: dict[tuple[str, str], Measure] = field(default_factory=dict)  # of the filed reports, by code and unit

    def take(self, where: str, html: str) -> int:
        """Adds the figures of a page; gives how many it has."""
        count = 0
        for of, shown, href in _found(html):
            count += 1
            if of:
                self.said[of][shown].append(where)
                self.opens.setdefault(of, href)
            else:
                self.nameless[where].append(shown)
            if not href and shown[0] != MeasureState.NOT_APPLICABLE:
                self.closed[where].append(of)
        return count

    def say(self, where: str, of: str, measure: Measure) -> None:
        """Adds a figure that an answer gives in numbers; in the words in which a page would show it."""
        words = "" if measure.state == MeasureState.NOT_APPLICABLE else measure_words(measure)
        self.said[of][str(measure.state), words].append(where)

    @property
    def met(self) -> set[tuple[str, str]]:
        """Each figure that was met, with its words."""
        return {(of, words) for of, said in self.said.items() for _, words in said}

    def faults(self) -> list[str]:
        """Figures of which two things are said, figures that do not say what they are, and those that open nothing."""
        twice = [
            f"{of}: { {shown: sorted(set(where))[:3] for shown, where in said.items()} }"
            for of, said in sorted(self.said.items())
            if len(said) > 1
        ]
        nameless = [f"{where}: nameless {shown[:3]}" for where, shown in sorted(self.nameless.items())]
        return [*twice, *nameless, *(f"{where}: {of[:3]} open nothing" for where, of in sorted(self.closed.items()))]


def figures(html: str) -> Iterator[tuple[str, Shown]]:
    """Each measure of a page: what it is a figure of, or nothing where the page does not say, and how it stands."""
    yield from ((of, shown) for of, shown, _ in _found(html))


def _found(html: str) -> list[tuple[str, Shown, str]]:
    page = _Measures()
    page.feed(html)
    return page.found


class _Measures(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, Shown, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        styles = (said.get("class") or "").split()
        state = next((each.removeprefix("is-") for each in styles if each.startswith("is-")), "")
        if "lf-m" in styles and state:
            words = (said.get("title") or "").partition(" · ")[0]
            href = said.get("href") or ""
            self.found.append((said.get("data-of") or _named_by(href), (state, words), href))


def _named_by(href: str) -> str:
    """What a figure is a figure of, by the address of its own page (`links.missing`)."""
    found = _OWN_PAGE.fullmatch(href)
    return f"{found['code']} {'=' if found['alone'] else ''}{found['unit']} {found['day']}" if found else ""
