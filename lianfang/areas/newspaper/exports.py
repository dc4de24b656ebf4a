"""newspaper · exports: the paper as a folder: a site that needs no server, and what another installation takes back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from lianfang.areas.newspaper import problems, queries_content, queries_record
from lianfang.areas.newspaper import queries_public as public
from lianfang.areas.newspaper.exports_search import SearchIndex
from lianfang.areas.newspaper.presenters_reader import article_href, file_href, page_href
from lianfang.areas.newspaper.queries_public import Out
from lianfang.areas.newspaper.queries_record import LIST
from lianfang.kernel.problems import Refused
from lianfang.shell.static_site import Site, file_of, whole_or_not
from lianfang.shell.texts.figures import PRINTED_IN

_OF_ALL = ("front", "calendar", "search", "errata", "about", "atom", "rss", "json-feed")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?")
Tell = Callable[[int, int], None]


def export(
    folder: Path, *, first: date | None = None, last: date | None = None, address: str = "", tell: Tell | None = None
) -> dict[str, Any]:
    """Writes the issues of some days into a folder that is there whole or not at all; gives what was written.

    `address` is where the site will stand, such as `https://paper.example`: without it nothing in it names its own
    address. Equal issues give equal bytes. Raises `folder_foreign`, `newspaper_nothing_out`, OSError.
    """
    with public.one_state(), public.standing(first, last), translation.override(PRINTED_IN):
        issues = public.issues(None)
        if not issues:
            raise Refused(problems.NOTHING_OUT)
        paper = public.content(issues[0])["paper"]
        address = address or _own_address(paper)
        with whole_or_not(folder, ours=LIST) as draft:
            return _write(Site(draft, address), issues, paper, address, tell or (lambda done, of: None))


def _write(site: Site, issues: list[Out], paper: Mapping[str, Any], address: str, tell: Tell) -> dict[str, Any]:
    index = SearchIndex(lambda name, content: site.put(f"{reverse('newspaper:search')}{name}", content))
    listed, articles = [], 0
    for done, of in enumerate(issues, start=1):
        record, count = _issue(site, of, index, with_code=bool(address))
        listed.append({"slug": of.slug, "record": queries_content.fingerprint(record)})
        articles += count
        tell(done, len(issues))
    index.finish()
    for name in (*_OF_ALL, *(["sitemap"] if address else [])):
        site.page(reverse(f"newspaper:{name}"))
    for month in _months(issues[-1].day, issues[0].day):
        site.page(reverse("newspaper:month", args=[month]))
    for page in sorted({page.number for of in issues[: public.ISSUES_FED] for page in public.pages(of.slug)}):
        site.page(reverse("newspaper:page-atom", args=[f"{page:02d}"]))
    _moved(site, "/", reverse("newspaper:front"))
    site.finish()
    said = {"lianfang": "paper", "form": queries_record.FORM, "name": paper["name"], "issues": listed}
    site.put(f"/{LIST}", _text(said))
    return {"issues": len(issues), "articles": articles, "first": issues[-1].slug, "last": issues[0].slug}


def _issue(site: Site, of: Out, index: SearchIndex, *, with_code: bool) -> tuple[bytes, int]:
    """Every page and file of an issue; gives its record, and how many articles it has."""
    content, recorded = public.content(of), queries_record.recorded_of(of)
    here = reverse("newspaper:issue", args=[of.slug])
    site.page(here)
    for name in ("iiif", "proof"):
        site.page(reverse(f"newspaper:{name}", args=[of.slug]))
    site.put(reverse("newspaper:content", args=[of.slug]), public.content_text(of).encode())
    kept = public.files({each["sha256"] for each in recorded.data["files"]})
    for each in recorded.data["files"]:
        site.put(file_href(of.slug, each["name"]), kept[each["sha256"]][1])
    record = queries_record.record_of(of, recorded, {sha256: media for sha256, (media, _) in kept.items()})
    written = _text(record)
    site.put(f"{here}{queries_record.RECORD}", written)
    index.issue(of.slug)
    serials = {(each["page"], each["position"]): each["serial"] for each in record["articles"]}
    notices = public.notices([UUID(each["article"]) for each in record["articles"]])
    for page in content["pages"]:
        number = page["number"]
        site.page(page_href(of.slug, number))
        if not of.edition:
            _moved(site, _alias(of.day, "node", number), page_href(of.slug, number))
        for position, said in enumerate(page["articles"], start=1):
            href = article_href(of.slug, number, position)
            site.page(href)
            if with_code:
                site.page(reverse("newspaper:article-qr", args=[of.slug, f"{number:02d}", position]))
            if not of.edition:
                _moved(site, _alias(of.day, "content-alias", serials[number, position]), href)
            if not any(each.withdrawn for each in notices.get(UUID(said["article"]), ())):
                authors = "、".join(each["name"] for each in said.get("authors", ()))
                index.article(number, position, said["title"], authors, queries_content.plain(said))
    return written, len(serials)


def _moved(site: Site, address: str, to: str) -> None:
    """A page at an older address that leads on to the new one."""
    up = "../" * file_of(address).count("/")
    site.put(address, render_to_string("newspaper/paper/moved.html", {"to": f"{up}{file_of(to)}"}).encode())


def _alias(day: date, name: str, number: int) -> str:
    return reverse(f"newspaper:{name}", args=[day.year, f"{day.month:02d}", f"{day.day:02d}", number])


def _months(first: date, last: date) -> list[str]:
    found, at = [], last.replace(day=1)
    while at >= first.replace(day=1):
        found.append(f"{at:%Y-%m}")
        at = (at - timedelta(days=1)).replace(day=1)
    return found


def _own_address(paper: Mapping[str, Any]) -> str:
    """The paper's address as its masthead says it, where that is one."""
    said = str(paper.get("address", "")).rstrip("/")
    return said if _ADDRESS.fullmatch(said) else ""


def _text(said: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1)}\n".encode()
