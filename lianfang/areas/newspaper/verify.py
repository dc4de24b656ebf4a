"""newspaper · verify: what readers get is what the ledger says went out, to the byte."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.areas.newspaper import queries_content, rules
from lianfang.areas.newspaper.queries_layout import key_of
from lianfang.kernel import cursors, reading
from lianfang.kernel.registry import Discrepancy
from lianfang.kernel.words import Words, w

_ISSUES = """
SELECT i.slug, i.content, i.sha256, i.pdf, i.epub, s.unit, s.data, coalesce(i.entry, s.entry)
FROM newspaper_public_issue i FULL JOIN (
  SELECT entry, unit, data FROM newspaper_issue_step
  WHERE kind = 'newspaper.issue_published' AND superseded_at IS NULL
  UNION ALL SELECT entry, unit, data FROM newspaper_issue_imported WHERE superseded_at IS NULL) s ON s.entry = i.entry
ORDER BY i.slug
"""
_PAGES = "SELECT number, name, media, pictures, pdf, zones FROM newspaper_public_page WHERE slug = %s ORDER BY number"
_ARTICLES = (
    "SELECT article::text, page, position, title, text FROM newspaper_public_article WHERE slug = %s "
    "ORDER BY page, position"
)
_FIGURES = (
    "SELECT article::text, note, code, unit, day::text, value, state FROM newspaper_public_figure WHERE slug = %s "
    'ORDER BY article::text COLLATE "C", note'
)
_FILES = "SELECT sha256 FROM newspaper_public_file WHERE sha256 <> encode(sha256(content), 'hex')"
_THERE = "SELECT sha256 FROM newspaper_public_file WHERE sha256 = ANY(%s)"
_NOTICES = """
SELECT coalesce(n.entry, s.entry), coalesce(s.unit, '') FROM newspaper_public_notice n FULL JOIN (
  SELECT entry, unit, stream AS article, data->>'slug' AS slug, kind = 'newspaper.article_withdrawn' AS withdrawn,
    coalesce(data->>'wrong', '') AS wrong, coalesce(data->>'right', data->>'why') AS says
  FROM newspaper_article_step WHERE superseded_at IS NULL
    AND kind IN ('newspaper.article_corrected', 'newspaper.article_withdrawn')
  UNION ALL SELECT entry, unit, article, slug, withdrawn, coalesce(wrong, ''), says FROM newspaper_notice_imported
  WHERE superseded_at IS NULL) s ON s.entry = n.entry
WHERE n.entry IS NULL OR s.entry IS NULL OR n.article <> s.article OR n.slug <> s.slug
  OR n.withdrawn <> s.withdrawn OR n.wrong <> s.wrong OR n.says <> s.says
"""
_NOT_THERE = w("已出版的一期缺失，或没有发布记录", "a published issue is missing, or nobody published it")
_CHANGED = w("已出版的内容被改动", "what was published was changed")
_FILE = w("已出版的文件缺失或被改动", "a published file is missing or was changed")
_NOTICE = w("勘误或撤稿与记录不符", "an erratum or withdrawal differs from the ledger")


def discrepancies(database: BaseDatabaseWrapper) -> Iterator[Discrepancy]:
    """Every published issue, file and notice that differs from what was recorded; over a connection that sees all."""
    with database.cursor() as cursor:
        cursor.execute(_FILES)
        changed = {sha256 for (sha256,) in cursor.fetchall()}
    for slug, content, sha256, pdf, epub, unit, data, entry in cursors.walked(database, _ISSUES):
        said = reading.loaded(data)
        if slug is None or said is None:
            yield _differs(_NOT_THERE, slug or said["slug"], unit, entry)
        elif not _as_recorded(database, slug, content, sha256, said):
            yield _differs(_CHANGED, slug, unit, entry)
        elif not _files_there(database, slug, {pdf, epub}, said, changed, _drawn(content)):
            yield _differs(_FILE, slug, unit, entry)
    with database.cursor() as cursor:
        cursor.execute(_NOTICES)
        for entry, unit in cursor.fetchall():
            yield _differs(_NOTICE, "", unit, entry)


def _as_recorded(database: BaseDatabaseWrapper, slug: str, content: str, sha256: str, data: Mapping[str, Any]) -> bool:
    """Whether an issue's words, pages and articles are those whose fingerprint was recorded."""
    if not (queries_content.fingerprint(content) == sha256 == data["content"] and slug == data["slug"]):
        return False
    said = json.loads(content)
    wanted = [
        (each["article"], page["number"], position, each["title"], queries_content.plain(each))
        for page in said["pages"]
        for position, each in enumerate(page["articles"], start=1)
    ]
    with database.cursor() as cursor:
        cursor.execute(_FIGURES, (slug,))
        if cursor.fetchall() != sorted(_figures_in(said)):
            return False
        cursor.execute(_ARTICLES, (slug,))
        return cursor.fetchall() == wanted and slug == rules.slug_of_text(said["day"], said["edition"])


def _figures_in(said: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The figures of an issue's content, as the table of printed figures has them."""
    return [
        (each["article"], *(figure[name] for name in ("note", "code", "unit", "day", "value", "state")))
        for page in said["pages"]
        for each in page["articles"]
        for figure in each["figures"]
    ]


def _files_there(
    database: BaseDatabaseWrapper,
    slug: str,
    named: set[str],
    data: Mapping[str, Any],
    changed: set[str],
    drawn: Mapping[int, Any],
) -> bool:
    """Whether each file that was recorded is there unchanged, and each page shows its own, an old one its zones."""
    recorded = {each["name"]: each["sha256"] for each in data["files"]}
    with database.cursor() as cursor:
        cursor.execute(_PAGES, (slug,))
        for number, _, media, pictures, pdf, zones in cursor.fetchall():
            shown = reading.loaded(pictures)
            ending = media.rpartition("/")[2]
            if pdf != recorded.get(f"{number:02d}.pdf"):
                return False
            if number in drawn and reading.loaded(zones) != drawn[number]:
                return False
            if any(sha256 != recorded.get(f"{number:02d}-{width}.{ending}") for width, sha256 in shown.items()):
                return False
        cursor.execute(_THERE, (list(recorded.values()),))
        there = {sha256 for (sha256,) in cursor.fetchall()}
    return named <= {*recorded.values()} and {*recorded.values()} <= there - changed


def _drawn(content: str) -> dict[int, Any]:
    """The zones of the old pages of an issue, as its pages are to show them: nobody can set these again."""
    return {
        page["number"]: [
            {"article": key_of(page["number"], zone["article"]), "points": zone["points"]}
            for zone in page["scan"]["zones"]
        ]
        for page in json.loads(content)["pages"]
        if "scan" in page
    }


def _differs(says: Words, slug: str, unit: str | None, entry: object) -> Discrepancy:
    return Discrepancy("newspaper", unit or "", slug[:10], str(entry), f"{says.zh} {slug} / {says.en}")
