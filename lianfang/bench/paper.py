"""bench · paper: what a reader waits for in a paper of many issues, what search finds, and how fast a copy is written.

Ten thousand issues of eight pages and six articles are written straight into the public tables; every word is made up
of characters by chance, so that a search has to look. The last issues are recorded, too, for the copy.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.staticfiles import finders
from django.db import connections
from django.test import Client

from lianfang.areas.newspaper import kinds_issue, queries_public, rules
from lianfang.areas.newspaper.exports import export
from lianfang.areas.newspaper.queries_content import canonical, fingerprint, plain
from lianfang.bench import seed, server
from lianfang.bench.report import Line, p95, say, seconds
from lianfang.kernel import ids, scope
from lianfang.kernel.recording import Recording, record_act

PAGES, ARTICLES = 8, 6
PAGE_S, SEARCH_S, COPIED_A_SECOND, BESIDE_A_FILE = 0.02, 0.1, 500, 0.5
TIMES, WORDS, COPIED, CLIENTS = 200, 500, 40, 8
LAST = date(2020, 8, 10)
_CHARACTERS = "".join(map(chr, range(0x4E00, 0x4E00 + 2500)))
_PICTURE, _PDF = b"a page", b"%PDF- a page"


def lines(issues: int) -> Iterator[Line]:
    """Every figure, of a paper of so many issues."""
    chance = random.Random(161)
    say(f"{issues:,} issues of {PAGES} pages: {seconds(lambda: _fill(issues, chance)):.0f} s")
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE newspaper_public_article, newspaper_public_issue, newspaper_public_page")
    asked = [_some_page(issues, chance) for _ in range(TIMES)]
    for name, ending in (("paper_page_p95", ""), ("paper_article_p95", "a3/")):
        ahead = iter([f"{each}{ending}" for each in [asked[0], *asked]])
        client = Client(SERVER_NAME="localhost")
        yield Line(name, p95(lambda: _opened(client, next(ahead)), TIMES), "s", PAGE_S, 1.0, at_least=False)  # noqa: B023
    yield from _searched(_words(chance))
    yield _served(f"{_address(0, 1)}a3/")
    with tempfile.TemporaryDirectory() as folder:
        first = _day(COPIED - 1)
        began = time.process_time()
        export(Path(folder) / "copy", first=first)
        taken = time.process_time() - began
    yield Line(
        "paper_articles_copied", COPIED * PAGES * ARTICLES / taken, "articles/s of one core", COPIED_A_SECOND, 1.0
    )


def _day(back: int) -> date:
    return LAST - timedelta(days=back)


def _address(back: int, page: int) -> str:
    return f"/paper/{_day(back)}/{page:02d}/"


def _some_page(issues: int, chance: random.Random) -> str:
    return _address(chance.randrange(issues), chance.randrange(PAGES) + 1)


def _opened(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")


def _words(chance: random.Random) -> list[str]:
    """Words of two to four characters that stand somewhere."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT text FROM newspaper_public_article ORDER BY md5(id::text) LIMIT %s", (WORDS,))
        texts = [text for (text,) in cursor.fetchall()]
    found = []
    for text in texts:
        long = chance.randrange(2, 5)
        at = chance.choice([i for i in range(len(text) - long) if text[i : i + long].isalpha()])
        found.append(text[at : at + long])
    return found


def _searched(words: list[str]) -> Iterator[Line]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT s, count(*) FROM unnest(%s::text[]) s JOIN newspaper_public_article a ON strpos(a.text, s) > 0 "
            "OR strpos(a.title, s) > 0 OR strpos(a.authors, s) > 0 GROUP BY s",
            (sorted({*words}),),
        )
        wanted = dict(cursor.fetchall())
    ahead = iter([words[0], *words])
    found = {}

    def ask() -> None:
        word = next(ahead)
        found[word] = queries_public.search(rules.query_of(word), [word])[1]

    yield Line("paper_search_p95", p95(ask, len(words)), "s", SEARCH_S, 1.0, at_least=False)
    recall = sum(found[word] == wanted[word] for word in found) / len(found)
    yield Line("paper_search_recall", recall, "of words", 1.0, 1.0)


def _served(address: str) -> Line:
    """Requests of an article beside those of a file of its size, by the same server."""
    size = len(Client(SERVER_NAME="localhost").get(address).content)
    with server.serving() as port:
        page = server.get_all(port, address, 2000, CLIENTS)
        file = server.get_all(port, _file_of(size), 2000, CLIENTS)
    return Line("paper_articles_served", page, "requests/s", file, BESIDE_A_FILE)


def _file_of(size: int) -> str:
    """The built file that comes nearest."""
    folder = Path(str(finders.find("dist/manifest.json"))).parent / "assets"
    nearest = min(folder.iterdir(), key=lambda each: abs(each.stat().st_size - size))
    return f"/static/dist/assets/{nearest.name}"


def _fill(issues: int, chance: random.Random) -> None:
    with connections["owner"].cursor() as cursor:
        for media, content in (("image/webp", _PICTURE), ("application/pdf", _PDF)):
            cursor.execute(
                "INSERT INTO newspaper_public_file VALUES (%s, %s, %s)", (fingerprint(content), media, content)
            )
        for back in range(issues):
            _issue(cursor, back, issues - back, chance)


def _issue(cursor: Any, back: int, number: int, chance: random.Random) -> None:
    day, picture, pdf = _day(back), fingerprint(_PICTURE), fingerprint(_PDF)
    content: dict[str, Any] = {
        "paper": {"name": "量报"}, "slug": f"{day}", "day": f"{day}", "edition": 0, "issue_no": number,
        "supplement": "", "pages": [_page(each, chance) for each in range(1, PAGES + 1)],
    }  # fmt: skip
    text = canonical(content)
    files = [{"name": name, "sha256": pdf} for name in ("issue.pdf", "issue.epub")]
    files += [
        {"name": f"{page:02d}{end}", "sha256": sha256}
        for page in range(1, PAGES + 1)
        for end, sha256 in (("-1200.webp", picture), (".pdf", pdf))
    ]
    entry = _recorded(str(day), text, files) if back < COPIED else ids.mint(datetime.now(UTC))
    cursor.execute(
        "INSERT INTO newspaper_public_issue (slug, entry, day, edition, issue_no, supplement, published_at, content, "
        "sha256, pdf, epub) VALUES (%s, %s, %s, 0, %s, '', now(), %s, %s, %s, %s)",
        (str(day), entry, day, number, text, fingerprint(text), pdf, pdf),
    )
    cursor.executemany(
        "INSERT INTO newspaper_public_page (slug, number, name, aspect, media, pictures, pdf, zones) "
        "VALUES (%s, %s, '要闻', 1.44, 'image/webp', %s, %s, %s)",
        [
            (str(day), page, json.dumps({"1200": picture}), pdf, json.dumps(_zones(page)))
            for page in range(1, PAGES + 1)
        ],
    )
    rows = []
    for page in content["pages"]:
        for position, said in enumerate(page["articles"], start=1):
            body = plain(said)
            grams = sorted({*rules.grams_of(f"{said['title']} {body}")})
            rows.append((UUID(said["article"]), str(day), day, page["number"], position, said["title"], body, grams))
    cursor.executemany(
        "INSERT INTO newspaper_public_article (article, slug, day, page, position, title, authors, text, words) "
        "VALUES (%s, %s, %s, %s, %s, %s, '', %s, array_to_tsvector(%s))",
        rows,
    )


def _recorded(slug: str, text: str, files: list[dict[str, str]]) -> UUID:
    said = {
        "slug": slug, "content": fingerprint(text), "files": files, "record": fingerprint(text),
        "origin": {"entry": str(ids.mint(datetime.now(UTC))), "digest": fingerprint(slug)},
    }  # fmt: skip
    with scope.acting(scope.system_actor("bench")) as actor:
        return record_act(actor, kinds_issue.IMPORTED, seed.ROOT, said, Recording()).id


def _page(number: int, chance: random.Random) -> dict[str, Any]:
    return {
        "number": number, "name": "要闻", "template": "inner", "editor": "", "layout_by": "", "phone": "",
        "articles": [_article(each, chance) for each in range(1, ARTICLES + 1)],
    }  # fmt: skip


def _article(position: int, chance: random.Random) -> dict[str, Any]:
    blocks = ["，".join(_by_chance(chance, 12) for _ in range(8)) + "。" for _ in range(4)]
    return {
        "key": f"a{position}", "article": str(UUID(int=chance.getrandbits(128))), "version": 1,
        "title": _by_chance(chance, 14), "size": "normal", "figures": [],
        "blocks": [{"part": "paragraph", "runs": [{"text": each}]} for each in blocks],
    }  # fmt: skip


def _by_chance(chance: random.Random, long: int) -> str:
    """Some characters: a few of them often, most of them seldom, as in any text."""
    return "".join(_CHARACTERS[int(2500 * chance.random() ** 3)] for _ in range(long))


def _zones(page: int) -> list[dict[str, Any]]:
    boxes = [(x * 50, y * 33, x * 50 + 48, y * 33 + 32) for y in range(3) for x in range(2)]
    return [
        {"article": f"p{page:02d}-a{nth}", "points": [[left, up], [right, up], [right, low], [left, low]]}
        for nth, (left, up, right, low) in enumerate(boxes, start=1)
    ]
