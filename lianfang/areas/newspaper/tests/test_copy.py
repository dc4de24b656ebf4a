"""newspaper · a copy of the paper: written as files, taken over elsewhere with everything it had, refused where it is
not whole."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.areas.newspaper import actions_issue, queries_public, rules, verify
from lianfang.areas.newspaper.exports import export
from lianfang.areas.newspaper.models import PublicArticle, PublicIssue, PublicNotice
from lianfang.areas.newspaper.tests.newsroom import NEXT, Copy, a_copy, approved, planned, published, taken_over
from lianfang.kernel.problems import Refused
from lianfang.shell import static_site

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.usefixtures("newsroom"),
    pytest.mark.xdist_group("paper"),
]
_LINK = re.compile(r'(?:href|src)="([^"]+)"')
_ROW = ("pk", "article", "slug", "page", "position", "title")


def nothing_published() -> None:
    """As an installation where the paper never came out: what was published is gone, with its entries' rows."""
    with connections["owner"].cursor() as cursor:
        for table in ("public_issue", "public_page", "public_article", "public_notice", "public_file", "issue_step",
                      "article_step", "issue_imported", "notice_imported"):  # fmt: skip
            cursor.execute(f"TRUNCATE newspaper_{table}")
        cursor.execute("ALTER SEQUENCE newspaper_public_article_id_seq RESTART")
    queries_public.clear_kept()


@pytest.fixture
def copy(newsroom: None) -> Copy:
    """Two issues as files; in the database nothing came out."""
    found = a_copy()
    nothing_published()
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def differences() -> list[str]:
    return [each.says for each in verify.discrepancies(connections["owner"])]


def test_a_copy_is_a_whole_site_that_reads_like_the_paper(two_issues: Copy, tmp_path: Path) -> None:
    copy, old = tmp_path / "paper", two_issues.old
    said = export(copy, address="https://paper.example")
    assert said == {"issues": 2, "articles": 6, "first": old, "last": two_issues.new}
    files = files_of(copy)
    for name in (each for each in files if each.endswith(".html")):
        for link in _LINK.findall(files[name].decode()):
            if link.startswith(("#", "https://paper.example/")):
                continue
            led = urljoin(f"http://x/{name}", link).removeprefix("http://x/").partition("#")[0]
            assert not link.startswith(("/", "http")), (name, link)
            assert led in files, (name, link)
    served = Client().get(f"/paper/{old}/01/").content.decode()
    written = files[f"paper/{old}/01/index.html"].decode()
    assert re.findall(r'points="[^"]+"', written) == re.findall(r'points="[^"]+"', served), "the same zones"
    assert files[f"paper/{old}/content.json"].decode() == PublicIssue.objects.get(slug=old).content
    assert b"https://paper.example/paper/" in files["paper/feed.atom"]
    assert f"https://paper.example/paper/{old}/01/a1/".encode() in files["paper/sitemap.xml"]
    assert f"paper/{old}/01/a1/qr.svg" in files
    assert "四轮".encode() in files["paper/errata/index.html"]
    assert "事实有误".encode() in files[f"paper/{old}/01/a2/index.html"]
    serial = PublicArticle.objects.get(title="两次数得不一样不发车").pk
    assert b"../../../paper/2020-08-17/02/a1/index.html" in files[f"html/2020-08/17/content_{serial}.htm"]
    assert b"../../../paper/2020-08-17/02/index.html" in files["html/2020-08/17/node_2.htm"]
    assert "夜里的电话有人接".encode() not in files["paper/search/t/0.js"], "what was withdrawn is found no more"
    export(copy, address="https://paper.example")
    assert files_of(copy) == files, "the same content gives the same bytes"


def test_a_copy_of_some_days_knows_no_others(two_issues: Copy, tmp_path: Path) -> None:
    copy = tmp_path / "paper"
    assert export(copy, first=NEXT)["issues"] == 1
    files = files_of(copy)
    assert not [name for name in files if "2020-08-17" in name]
    assert not [name for name, content in files.items() if name.endswith("html") and b"2020-08-17" in content]
    assert b"nowhere.invalid" not in b"".join(files.values()), "an address that nobody said stands nowhere"
    assert 'rel="canonical"' not in files["paper/index.html"].decode()
    with pytest.raises(Refused, match="newspaper_nothing_out"):
        export(tmp_path / "none", first=NEXT + timedelta(days=1))
    assert [each.name for each in tmp_path.iterdir()] == ["paper"], "whole, or not there"


def test_a_folder_of_something_else_is_left_alone(
    two_issues: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("mine")
    with pytest.raises(Refused, match="folder_foreign"):
        export(tmp_path / "letters")
    (tmp_path / "empty").mkdir()
    assert export(tmp_path / "empty", first=NEXT)["issues"] == 1
    before = files_of(tmp_path / "empty")

    def broken(site: static_site.Site) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(static_site.Site, "finish", broken)
    with pytest.raises(OSError, match="no space"):
        export(tmp_path / "empty")
    assert files_of(tmp_path / "empty") == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["empty", "letters"]


def test_a_copy_is_taken_over_with_everything_it_had(copy: Copy, tmp_path: Path) -> None:
    both = [copy.old, copy.new]
    assert taken_over(copy.folder) == {"made": both, "known": [], "notices": 2, "refused": []}
    assert taken_over(copy.folder) == {"made": [], "known": both, "notices": 0, "refused": []}, "twice changes nothing"
    assert differences() == []
    assert [*PublicArticle.objects.order_by("pk").values_list(*_ROW)] == copy.articles
    told = ("article", "said_at", "withdrawn", "wrong", "says")
    assert [*PublicNotice.objects.order_by("article").values_list(*told)] == copy.notices
    proof = Client().get(f"/paper/{copy.old}/proof/").content.decode()
    assert "核验通过" in proof
    assert json.loads((copy.folder / "paper" / copy.old / "record.json").read_text())["origin"]["entry"] in proof
    assert "共 1 篇" in Client().get("/paper/search/?q=只有副题里的词").content.decode()
    export(tmp_path / "again")
    again, before = files_of(tmp_path / "again"), files_of(copy.folder)
    changed = {name for name, content in again.items() if before.get(name) != content}
    assert changed == {f"paper/{slug}/proof/index.html" for slug in both}, "only the entries here are others"
    with pytest.raises(Refused, match="newspaper_date_taken"):
        planned([[approved("同一天")]], number=9)
    published([[approved("又一期")]], day=NEXT + timedelta(days=7), number=3)
    assert PublicArticle.objects.get(title="又一期").pk > copy.articles[-1][0], "no number is given twice"
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE newspaper_public_notice SET says = '五轮' WHERE NOT withdrawn")
    assert len(differences()) == 1


def _cut(folder: Path) -> None:
    (folder / "01.pdf").write_bytes((folder / "01.pdf").read_bytes()[:-1])


def _rewritten(folder: Path) -> None:
    file = folder / "content.json"
    file.write_text(file.read_text().replace("三轮", "四轮"))


def _gone(folder: Path) -> None:
    (folder / "issue.epub").unlink()


def _record(folder: Path) -> None:
    file = folder / "record.json"
    file.write_text(file.read_text().replace('"serial": ', '"serial": 1'))


@pytest.mark.parametrize(
    ("spoil", "file"),
    [(_cut, "01.pdf"), (_rewritten, "content.json"), (_gone, "issue.epub"), (_record, "record.json")],
)
def test_what_is_not_whole_is_refused_and_the_good_issue_kept(
    copy: Copy, tmp_path: Path, spoil: Callable[[Path], None], file: str
) -> None:
    spoilt = tmp_path / "copy"
    shutil.copytree(copy.folder, spoilt, ignore=shutil.ignore_patterns("static"))
    spoil(spoilt / "paper" / copy.old)
    said = taken_over(spoilt)
    assert said["made"] == [copy.new]
    [(slug, refused)] = said["refused"]
    assert slug == copy.old
    assert refused.problem.code == "newspaper_broken_copy"
    assert slug in refused.says.zh
    assert file in refused.says.zh
    assert [*PublicIssue.objects.values_list("slug", flat=True)] == [copy.new]
    assert differences() == []
    assert taken_over(copy.folder)["made"] == [copy.old], "once it is whole"


def _numbered(row: PublicArticle, serial: int) -> PublicArticle:
    row.pk = serial
    return row


def test_what_belongs_to_something_else_is_refused_by_name(
    copy: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = json.loads((copy.folder / "paper" / copy.old / "record.json").read_text("utf-8"))
    serial, row = record["articles"][0]["serial"], actions_issue.article_row
    with monkeypatch.context() as patch:  # whatever number the database would give next
        patch.setattr(actions_issue, "article_row", lambda *said: _numbered(row(*said), serial))
        published([[approved("另一天")]], day=NEXT + timedelta(days=1), number=8)
    [(slug, refused)] = taken_over(copy.folder)["refused"]
    assert slug == copy.old
    assert refused.problem.code == "newspaper_import_taken"
    assert f"稿件编号 {serial}" in refused.says.zh
    assert "2020-08-25" in refused.says.zh
    planned([[approved("同一天的另一份")]])
    [(_, refused)] = taken_over(copy.folder)["refused"]
    assert "日期 2020-08-17" in refused.says.zh
    with pytest.raises(Refused, match="newspaper_no_copy"):
        taken_over(tmp_path)


@pytest.mark.parametrize("word", ["电梯", "三轮消毒"])
def test_a_search_is_answered_from_the_index(word: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO newspaper_public_article (article, slug, day, page, position, title, authors, text, words) "
            "SELECT gen_random_uuid(), n, date '2000-01-01' + n, 1, 1, n, '', n, "
            "array_to_tsvector(ARRAY[chr(20000 + n % 2000), chr(20000 + n % 2000) || chr(20001 + n % 2000)]) "
            "FROM generate_series(1, 4000) n"
        )
        cursor.execute("ANALYZE newspaper_public_article")
    with CaptureQueriesContext(connection) as asked, connection.cursor() as cursor:
        queries_public.search(rules.query_of(word), [word])
        cursor.execute(f"EXPLAIN {asked.captured_queries[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Bitmap Index Scan on newspaper_public_article_words" in plan
    assert "Seq Scan on newspaper_public_article" not in plan
