"""composition · flow: an article's body as items that stand on lines, and where it goes on elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lianfang.kernel.words import w
from lianfang.shell.composition.columns import Run
from lianfang.shell.composition.layout import Article, Author, Block, BlockKind, Picture, Prominence
from lianfang.shell.composition.printed import kept_spaces, printed, shattered

_BRIEF_MOST = 320  # characters; a longer item is an article
# Characters: a longer quotation is text, and so is one in an article that is too short for something set apart.
_PULL_MOST, _PULL_AMONG = 48, 400


class Style(StrEnum):
    """How an item is set."""

    PAR = "par"
    SUB = "sub"
    QUOTE = "quote"
    PULL = "pull"  # a short quotation, set apart
    NOTE = "note"
    NAME = "name"  # a short item's headline in the column
    RUN = "run"  # 下转


@dataclass(frozen=True, slots=True)
class Item:
    """One item: runs of (text, note). `full`: it goes on elsewhere, so its last line is as wide as the others."""

    style: Style
    spans: tuple[tuple[str, int], ...]
    indent: bool = True
    full: bool = False

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.spans)

    def run(self, lines: int) -> Run:
        """The item as the columns count it."""
        return Run(
            lines,
            whole=self.style in (Style.SUB, Style.PULL, Style.NAME, Style.RUN),
            pads=self.style in (Style.SUB, Style.PULL),
            leads=self.style in (Style.SUB, Style.PULL, Style.NAME),
            follows=self.style is Style.RUN,
        )

    def cut(self, at: int) -> tuple[Item, Item]:
        """Both sides of a place in the text; a note stays with the run that it proves."""
        before: list[tuple[str, int]] = []
        after: list[tuple[str, int]] = []
        for text, note in self.spans:
            if at <= 0:
                after.append((text, note))
            elif at >= len(text):
                before.append((text, note))
            else:
                before.append((text[:at], 0))
                after.append((text[at:], note))
            at -= len(text)
        if after:
            after[0] = (after[0][0].lstrip(" "), after[0][1])
        return replace(self, spans=tuple(before), full=True), replace(self, spans=tuple(after), indent=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """What of an article stands on one page. `came_from` and `goes_to` are numbers of pages."""

    article: Article
    items: tuple[Item, ...]
    came_from: int | None = None
    goes_to: int | None = None

    @property
    def key(self) -> str:
        return self.article.key

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return () if self.came_from else pictures_of(self.article)

    @property
    def may_run_to(self) -> int | None:
        return None if self.came_from else self.article.runs_on_to


def pictures_of(article: Article) -> tuple[Picture, ...]:
    """An article's pictures in their order."""
    return tuple(block.picture for block in article.blocks if block.kind is BlockKind.PICTURE and block.picture)


def is_brief(article: Article) -> bool:
    """Whether it is run together with other short items: nothing but a headline and words."""
    plain = not (article.kicker or article.deck or pictures_of(article) or article.runs_on_to or article.boxed)
    short = sum(len(span.text) for block in article.blocks for span in block.spans) <= _BRIEF_MOST
    return article.prominence is Prominence.BRIEF and plain and short


def whole(article: Article) -> Piece:
    """The article as nothing of it is cut yet."""
    items = [Item(Style.NAME, ((shattered(printed(article.title)), 0),))] if is_brief(article) else []
    length = sum(len(span.text) for block in article.blocks for span in block.spans)
    items += [item for block in article.blocks if (item := _item(block, length)) is not None]
    if is_brief(article) and (by := byline(article)):
        items.append(Item(Style.PAR, ((f"（{by}）", 0),)))
    notes = [(note.number, printed(note.text)) for note in article.notes]
    items += [Item(Style.NOTE, ((shattered(f"[{number}] {text}"), 0),), indent=False) for number, text in notes if text]
    return Piece(article, tuple(items))


def _item(block: Block, among: int) -> Item | None:
    spans = tuple((shattered(kept_spaces(span.text)), span.note) for span in block.spans)
    if block.kind is BlockKind.PICTURE or not "".join(text for text, _ in spans).strip():
        return None
    first, last = spans[0], spans[-1]
    spans = ((first[0].lstrip(" "), first[1]), *spans[1:])
    if last is not first:
        spans = (*spans[:-1], (last[0].rstrip(" "), last[1]))
    if block.kind is BlockKind.SUBHEAD:
        return Item(Style.SUB, spans)
    if block.kind is BlockKind.PARAGRAPH:
        return Item(Style.PAR, spans)
    apart = sum(len(text) for text, _ in spans) <= _PULL_MOST and among >= _PULL_AMONG
    return Item(Style.PULL if apart else Style.QUOTE, spans)


_ROLE_AND_NAME = w("{role} {name}", "{name}, {role}")


def byline(article: Article, language: str = "zh") -> str:
    """Who wrote it, as it is printed: authors of one role stand together."""
    groups: list[tuple[str, list[str]]] = []
    for author in article.authors:
        if groups and groups[-1][0] == author.role.strip():
            groups[-1][1].append(printed(author.name))
        else:
            groups.append((author.role.strip(), [printed(author.name)]))
    told = [
        _ROLE_AND_NAME.fill(role=role, name=" ".join(names)).say(language) if role else " ".join(names)
        for role, names in groups
    ]
    return "\u3000".join(told)


def named(author: Author) -> str:
    """An author with the role before the name."""
    return f"{author.role} {author.name}".strip()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a body: an item, and how many of its lines stand before it."""

    item: int
    lines: int


def place_of(counts: Sequence[int], line: int) -> Place:
    """Where the body is after that many lines; at an item's end the next item's beginning."""
    for i, count in enumerate(counts):
        if line < count:
            return Place(i, line)
        line -= count
    return Place(len(counts), 0)
