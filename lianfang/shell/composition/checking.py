"""composition · checking: an issue that cannot be set is refused before anything is."""

from __future__ import annotations

import re
from collections import Counter

from lianfang.kernel.problems import Refused
from lianfang.shell.composition import problems
from lianfang.shell.composition.layout import Article, BlockKind, Issue, Page

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")


def check(issue: Issue) -> None:
    """Raises `Refused`: no pages, a page's number twice or missing, a page or a picture's place that is empty,
    an article's key twice or unusable, no headline, a page to run on to that is none.
    """
    if not issue.pages:
        raise Refused(problems.ISSUE_EMPTY)
    _numbers(issue)
    _keys(issue)
    numbers = {page.number for page in issue.pages}
    for page in issue.pages:
        if not page.articles:
            raise Refused(problems.PAGE_EMPTY, number=page.number, name=page.name)
        for article in page.articles:
            _article(page, article, numbers)


def _numbers(issue: Issue) -> None:
    often = Counter(page.number for page in issue.pages)
    for number, times in sorted(often.items()):
        if times > 1:
            raise Refused(problems.PAGE_NUMBER_TWICE, number=number, times=times)
    for number in range(1, len(issue.pages) + 1):
        if number not in often:
            raise Refused(problems.PAGE_NUMBER_MISSING, number=number, count=len(issue.pages))


def _keys(issue: Issue) -> None:
    often = Counter(article.key for page in issue.pages for article in page.articles)
    for key, times in often.items():
        if times > 1:
            raise Refused(problems.ARTICLE_KEY_TWICE, key=key, times=times)
        if not _KEY.fullmatch(key):
            raise Refused(problems.ARTICLE_KEY_UNUSABLE, key=key)


def _article(page: Page, article: Article, numbers: set[int]) -> None:
    if not article.title.strip():
        raise Refused(problems.ARTICLE_UNTITLED, number=page.number, key=article.key)
    to = article.runs_on_to
    if to is not None and (to == page.number or to not in numbers):
        raise Refused(problems.RUNS_ON_NOWHERE, key=article.key, to=to)
    places = [block for block in article.blocks if block.kind is BlockKind.PICTURE]
    for place, block in enumerate(places, 1):
        if block.picture is None or not block.picture.content:
            raise Refused(problems.PICTURE_MISSING, key=article.key, place=place)
        if not (block.picture.alt.strip() or block.picture.caption.strip()):
            raise Refused(problems.PICTURE_UNDESCRIBED, key=article.key, place=place)
