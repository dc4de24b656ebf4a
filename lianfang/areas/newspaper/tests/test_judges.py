"""newspaper · strangers' eyes: what HTML, feeds, structured data and books have to be, as those judge who made them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client

from lianfang.areas.newspaper.tests.newsroom import Copy
from tests.support import epub_check, html_validate

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("paper")]
_LINKED = re.compile(r'<script type="application/ld\+json">(.+?)</script>')


@pytest.fixture
def reader(two_issues: Copy) -> Client:
    return Client()


def test_every_sort_of_page_is_valid_html(reader: Client, two_issues: Copy) -> None:
    at = f"/paper/{two_issues.old}/"
    addresses = {
        "front": "/paper/", "page": f"{at}02/", "article": f"{at}01/a1/", "withdrawn": f"{at}01/a2/",
        "photo": f"{at}02/a1/", "calendar": "/paper/issues/", "no issue": "/paper/issues/?day=2020-08-19",
        "no day": "/paper/issues/?day=x", "found": "/paper/search/?q=电梯", "nothing": "/paper/search/?q=梯电",
        "refused": "/paper/search/?q=，", "search": "/paper/search/", "errata": "/paper/errata/",
        "about": "/paper/about/", "proof": f"{at}proof/", "missing": "/paper/1999-01-01/",
    }  # fmt: skip
    pages = {name: reader.get(address).content.decode() for name, address in addresses.items()}
    on_disk = ("index.html", "paper/search/index.html", "paper/issues/2020-08/index.html", "html/2020-08/17/node_2.htm")
    pages |= {name: (two_issues.folder / name).read_text() for name in on_disk}
    assert html_validate.faults(pages) == []


def test_feeds_are_read_by_a_feed_reader(reader: Client, two_issues: Copy) -> None:
    for address, version in (("/paper/feed.atom", "atom10"), ("/paper/feed.rss", "rss20")):
        feed = feedparser.parse(reader.get(address).content)
        assert not feed.bozo, (address, feed.get("bozo_exception"))
        assert feed.version == version
        assert feed.feed.title == "一六一队报"
        entry = next(each for each in feed.entries if each.title == "三轮消毒一轮不少")
        assert entry.link == f"http://testserver/paper/{two_issues.old}/01/a1/"
        assert entry.id.startswith("urn:uuid:")
        assert entry.author == "秦通讯"
        assert entry.summary == "一处一记。"
        assert len({each.id for each in feed.entries}) == len(feed.entries) == 5, "the withdrawn one is not told"


def test_an_article_says_what_it_is_to_machines(reader: Client, two_issues: Copy) -> None:
    found = _LINKED.search(reader.get(f"/paper/{two_issues.old}/02/a1/").content.decode())
    assert found
    said = json.loads(found[1])
    assert (said["@type"], said["headline"]) == ("NewsArticle", "两次数得不一样不发车")
    assert said["isPartOf"]["isPartOf"] == {"@type": "Newspaper", "name": "一六一队报"}
    assert reader.get(said["url"]).status_code == 200
    [image] = said["image"]
    assert reader.get(image)["Content-Type"] == "image/jpeg"
    on_disk = (two_issues.folder / "paper" / two_issues.old / "02" / "a1" / "index.html").read_text()
    found = _LINKED.search(on_disk)
    assert found
    assert "url" not in json.loads(found[1]), "what nobody knows is left out"


def test_the_code_of_an_address_is_a_picture(reader: Client, two_issues: Copy) -> None:
    answer = reader.get(f"/paper/{two_issues.old}/01/a1/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert ElementTree.fromstring(answer.content).tag == "{http://www.w3.org/2000/svg}svg"
    assert reader.get(f"/paper/{two_issues.old}/01/a9/qr.svg").status_code == 404


def test_a_manifest_is_as_iiif_presentation_3_has_it(reader: Client, two_issues: Copy) -> None:
    answer = reader.get(f"/paper/{two_issues.old}/manifest.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'
    said = json.loads(answer.content)
    assert said["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert reader.get(said["id"]).status_code == 200
    ids = list(_ids(said))
    own = [each for each in ids if "#xywh" not in each and "/a" not in each.rpartition("/0")[2]]
    assert len(set(own)) == len(own), "no id twice"
    canvases = {each["id"]: each for each in said["items"]}
    for canvas in canvases.values():
        [page] = canvas["items"]
        [annotation] = page["items"]
        assert annotation["motivation"] == "painting"
        assert annotation["target"] == canvas["id"]
        assert (annotation["body"]["width"], annotation["body"]["height"]) == (canvas["width"], canvas["height"])
        assert reader.get(annotation["body"]["id"])["Content-Type"] == annotation["body"]["format"]
    for one in said["structures"]:
        for part in one["items"]:
            canvas, _, fragment = part["id"].partition("#xywh=percent:")
            assert canvas in canvases
            left, upper, width, height = map(float, fragment.split(","))
            assert 0 <= left <= left + width <= 100.01
            assert 0 <= upper <= upper + height <= 100.01


@pytest.mark.soak
def test_the_book_of_an_issue_is_epub(two_issues: Copy, tmp_path: Path) -> None:
    book = tmp_path / "issue.epub"
    book.write_bytes((two_issues.folder / "paper" / two_issues.old / "issue.epub").read_bytes())
    assert epub_check.faults(book) == []


def _ids(said: Any) -> Any:
    if isinstance(said, dict):
        if said.get("type") not in (None, "Text"):
            yield said["id"]
        for each in said.values():
            yield from _ids(each)
    elif isinstance(said, list):
        for each in said:
            yield from _ids(each)
