"""newspaper · queries of old papers: what a page's PDF says, and what its texts tell of people."""

from __future__ import annotations

from lianfang.areas.newspaper import queries_content
from lianfang.areas.newspaper.kinds_article import ArticleWritten, Author
from lianfang.areas.newspaper.kinds_issue import PageScan
from lianfang.areas.newspaper.queries import Issue
from lianfang.ground.files import queries as files
from lianfang.kernel.scope import Actor
from lianfang.shell.texts.pasted import Pasted
from lianfang.shell.texts.personal import Told


def text_of(actor: Actor, issue: Issue, scan: PageScan) -> str:
    """The text that the PDF of an old page carries; empty where there is no PDF, or it is a mere scan.

    Raises `file_lost`, `pdf_unreadable`.
    """
    if scan.original is None:
        return ""
    key = (issue.unit, None, scan.original)
    kept = files.files_of(actor, [key]).get(key)
    if kept is None:
        return ""
    from lianfang.shell.documents import leaves  # a PDF is opened here alone

    return leaves.text_of(files.content_of(kept), kept.name, scan.leaf)


def personal_in(text: Pasted, path: str) -> list[Told]:
    """What of a text, as it was recognised, will be stopped because somebody can be recognised by it."""
    authors = [Author.model_construct(name=each.name, role=None) for each in text.authors]
    article = ArticleWritten.model_construct(
        title=text.title, kicker=text.kicker, deck=text.deck, body=text.body, authors=authors, editor=text.editor,
        summary=None, captions=[],
    )  # fmt: skip
    return queries_content.personal_in(article, path)
