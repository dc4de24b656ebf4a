"""composition · epub parts: the documents of a book: package, navigation, and the frame of every page."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from lianfang.kernel.words import w
from lianfang.shell.composition.layout import Issue
from lianfang.shell.composition.printed import readable

_CONTENTS = w("目录", "Contents")
_PAGES = w("版面", "Pages")
_SUMMARY = w(
    "全文可由屏幕朗读，图片都有文字说明，可按印刷版的版次翻阅。",
    "All of it can be read aloud; every picture has words; the printed pages can be turned to by number.",
)

STYLE = """body { font-family: "Noto Serif SC", "Source Han Serif SC", SimSun, serif; line-height: 1.7; margin: 5%; }
header { text-align: center; margin-bottom: 1.5em; }
h1 { line-height: 1.35; margin: 0.3em 0; }
h2 { font-size: 1.1em; text-align: center; }
p { margin: 0; text-indent: 2em; text-align: justify; }
header p, footer p, figcaption, .notes p, .summary { text-indent: 0; text-align: inherit; }
.kicker, .deck, .by, figcaption { font-family: sans-serif; }
.summary { margin-bottom: 1em; }
figure { margin: 1em 0; text-align: center; }
img { max-width: 100%; }
blockquote { font-family: sans-serif; font-weight: bold; border-left: 0.2em solid; margin: 1em 0; padding-left: 1em; }
.ref { font-size: 0.7em; vertical-align: super; line-height: 0; }
.notes { border-top: 1px solid; margin-top: 1.5em; font-size: 0.85em; }
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the paper in the book: its title, document and number, and its articles as (title, document)."""

    title: str
    file: str
    number: int
    articles: tuple[tuple[str, str], ...]


def e(text: str) -> str:
    """Text as XML carries it."""
    return html.escape(readable(text), quote=True)


def page_of(key: str) -> str:
    """The document of an article."""
    return f"{key}.xhtml"


def xhtml(title: str, language: str, body: str) -> str:
    """A document."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{language}" xml:lang="{language}"><head><title>{e(title)}</title>'
        '<meta charset="utf-8"/><link rel="stylesheet" type="text/css" href="style.css"/></head>'
        f"<body>{body}</body></html>\n"
    )


def nav(title: str, language: str, parts: Sequence[Part], said: str) -> str:
    """The table of contents, and the list of printed pages."""
    told = []
    for part in parts:
        inner = "".join(f'<li><a href="{file}">{e(name)}</a></li>' for name, file in part.articles)
        told.append(f'<li><a href="{part.file}">{e(part.title)}</a><ol>{inner}</ol></li>')
    pages = "".join(f'<li><a href="{part.file}#p{part.number}">{part.number}</a></li>' for part in parts)
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc"><h1>{e(_CONTENTS.say(said))}</h1><ol>{"".join(told)}</ol></nav>'
        f'<nav epub:type="page-list" role="doc-pagelist" id="pages" hidden=""><h2>{e(_PAGES.say(said))}</h2>'
        f"<ol>{pages}</ol></nav>"
    )
    return xhtml(title, language, body)


def opf(
    *,
    title: str,
    language: str,
    identifier: str,
    issue: Issue,
    documents: Sequence[tuple[str, str]],
    files: Sequence[tuple[str, str]],
    cover: str,
    pictured: bool,
) -> str:
    """The package document: what the book is, what it holds, and how it can be read."""
    paper, day = issue.masthead, issue.day.isoformat()
    said = "zh" if language.startswith("zh") else "en"
    meta = [
        f'<dc:identifier id="id">{e(identifier)}</dc:identifier>',
        f"<dc:title>{e(title)}</dc:title>",
        f"<dc:language>{language}</dc:language>",
        f"<dc:date>{day}</dc:date>",
        f"<dc:creator>{e(paper.name)}</dc:creator>",
        f"<dc:publisher>{e(paper.sponsor.strip() or paper.name)}</dc:publisher>",
        f"<dc:rights>{e(paper.copyright)}</dc:rights>" if paper.copyright.strip() else "",
        f'<meta property="dcterms:modified">{day}T00:00:00Z</meta>',
        "<dc:source>" + e(f"{paper.name} {day}") + "</dc:source>",
        '<meta property="pageBreakSource">' + e(f"{paper.name} {day}") + "</meta>",
    ]
    modes = ["textual", *(["visual"] if pictured else [])]
    features = [
        "tableOfContents", "readingOrder", "structuralNavigation", "pageNavigation", "pageBreakMarkers",
        "displayTransformability", "ARIA", *(["alternativeText"] if pictured else []),
    ]  # fmt: skip
    meta += [f'<meta property="schema:accessMode">{mode}</meta>' for mode in modes]
    meta += ['<meta property="schema:accessModeSufficient">textual</meta>']
    meta += [f'<meta property="schema:accessibilityFeature">{feature}</meta>' for feature in features]
    meta += ['<meta property="schema:accessibilityHazard">none</meta>']
    meta += [f'<meta property="schema:accessibilitySummary">{e(_SUMMARY.say(said))}</meta>']
    items = ['<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>']
    items += [f'<item id="d-{ident}" href="{name}" media-type="application/xhtml+xml"/>' for ident, name in documents]
    for place, (name, media) in enumerate(files):
        shown = ' properties="cover-image"' if name == cover else ""
        items.append(f'<item id="f{place}" href="{name}" media-type="{media}"{shown}/>')
    spine = "".join(f'<itemref idref="d-{ident}"/>' for ident, _ in documents)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang="{language}" prefix="schema: http://schema.org/"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{''.join(meta)}</metadata><manifest>{''.join(items)}</manifest><spine>{spine}</spine></package>\n"
    )
