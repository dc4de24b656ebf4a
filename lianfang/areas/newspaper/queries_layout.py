"""newspaper · queries of the layout: the content of an issue as the composition sets it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from lianfang.areas.newspaper.kinds_issue import OLD
from lianfang.areas.newspaper.queries_content import Content
from lianfang.shell.composition.composed import Zone
from lianfang.shell.composition.layout import (
    Article,
    Author,
    Block,
    BlockKind,
    Issue,
    Masthead,
    Note,
    Page,
    Picture,
    Prominence,
    Span,
    Template,
)
from lianfang.shell.composition.scanned import Scan
from lianfang.shell.texts.figures import proof_words

Photo = Callable[[str], bytes]


def key_of(page: int, key: str) -> str:
    """What an article is called in the whole issue: page and place, as in its address."""
    return f"p{page:02d}-{key}"


def layout_of(content: Content, photo: Photo) -> Issue:
    """The issue as it is to be set; `photo` gives the bytes of a picture by its SHA-256."""
    paper = content["paper"]
    return Issue(
        masthead=Masthead(
            name=paper["name"],
            **{
                each: paper.get(each, "")
                for each in (
                    "serial_no", "supervisor", "sponsor", "tip_line", "slogan", "address", "producer", "copyright",
                )
            },
        ),
        day=date.fromisoformat(content["day"]),
        number=content["issue_no"],
        supplement=content["supplement"],
        pages=tuple(
            Page(
                number=page["number"],
                name=page["name"],
                template=Template.INNER if page["template"] == OLD else Template(page["template"]),
                articles=tuple(_article(page["number"], each, photo) for each in page["articles"]),
                editor=page["editor"],
                layout_by=page["layout_by"],
                phone=page["phone"],
            )
            for page in content["pages"]
        ),
    )  # fmt: skip


def scans_of(content: Content, photo: Photo) -> dict[int, Scan]:
    """The old pages of an issue by their number; none where it is set here."""
    return {
        page["number"]: Scan(
            photo(page["scan"]["picture"]),
            tuple(
                Zone(key_of(page["number"], zone["article"]), tuple((x, y) for x, y in zone["points"]))
                for zone in page["scan"]["zones"]
            ),
        )
        for page in content["pages"]
        if "scan" in page
    }


def _article(page: int, said: Mapping[str, Any], photo: Photo) -> Article:
    return Article(
        key=key_of(page, said["key"]),
        title=said["title"],
        kicker=said.get("kicker", ""),
        deck=said.get("deck", ""),
        authors=tuple(Author(each["name"], each.get("role", "")) for each in said.get("authors", ())),
        source=said.get("source", ""),
        editor=said.get("editor", ""),
        summary=said.get("summary", ""),
        keywords=tuple(said.get("keywords", ())),
        blocks=tuple(_block(each, photo) for each in said["blocks"]),
        notes=tuple(Note(each["note"], proof_words(each)) for each in said["figures"]),
        prominence=Prominence(said["size"]),
        columns=said["columns"],
        boxed=said["boxed"],
        runs_on_to=said["runs_on_to"],
    )


def _block(said: Mapping[str, Any], photo: Photo) -> Block:
    if said["part"] == "picture":
        picture = Picture(photo(said["photo"]), said["alt"], said["caption"], said["credit"])
        return Block(BlockKind.PICTURE, picture=picture)
    spans = tuple(Span(run["text"], run.get("note", 0)) for run in said["runs"])
    return Block(BlockKind(said["part"]), spans)
