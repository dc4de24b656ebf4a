"""tests · house: every address of the house, with arguments that exist, so that all of them can be walked."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from lianfang import areas
from lianfang.kernel import scope

# Django's and allauth's own addresses are theirs to test; files are not pages.
_FOREIGN = ("accounts/", "__", "api/v1/docs")
_AREAS = {each.name for each in pkgutil.iter_modules(areas.__path__)}
# What anybody may open is its area's, whatever its address begins with.
OPEN = {"paper": "newspaper", "html": "newspaper", "tip": "publicity", "screen": "publicity"}
_WITH_MANY_PAGES = ("api", "directory", "ledger")
_ARGUMENT = re.compile(r"<(?:\w+:)?(?P<name>\w+)>")


@dataclass(frozen=True, slots=True)
class Address:
    """A pattern as the house has it, and one address that fits it."""

    pattern: str
    address: str


def patterns(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every pattern, in the order of the resolver."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, before + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield before + str(each.pattern)


def _ours() -> list[str]:
    return [each for each in dict.fromkeys(patterns()) if not each.startswith(_FOREIGN)]


def without_arguments() -> list[str]:
    """Every address that answers by itself, but for allauth's."""
    found = (each for each in dict.fromkeys(patterns()) if "<" not in each and not each.startswith("accounts/"))
    return [f"/{each}" for each in found]


def part_of(pattern: str) -> str:
    """The part of the house to which an address belongs: an area, or one of the parts that have many pages."""
    first = pattern.partition("/")[0]
    first = OPEN.get(first, first)
    return first if first in {*_WITH_MANY_PAGES, *_AREAS} else "house"


def parts() -> list[str]:
    """Every part with pages, so that a walk can be made in shares."""
    return sorted({part_of(each) for each in _ours()})


def addresses(known: dict[str, str]) -> list[Address]:
    """Every address of ours; `known` gives an argument's value, `kind:<slug>` the entry of a kind's pages."""
    return [
        Address(pattern, "/" + _ARGUMENT.sub(lambda match, p=pattern: _value(p, match, known), pattern))
        for pattern in _ours()
    ]


def _value(pattern: str, match: re.Match[str], known: dict[str, str]) -> str:
    name = match["name"]
    return known.get(f"{pattern[: match.start()]}<{name}>", known.get(name, ""))


def known_arguments() -> dict[str, str]:
    """Values that exist in the replay's first day; all of them belong to T161 or what is below it."""
    with scope.acting(scope.system_actor("walk")), connection.cursor() as cursor:

        def one(sql: str) -> str:
            cursor.execute(sql)
            row = cursor.fetchone()
            return str(row[0]) if row else "00000000-0000-7000-8000-000000000000"

        home = one("SELECT code FROM people_household ORDER BY code LIMIT 1")
        known = {
            "unit": "T161-LOG", "date": "2020-07-16", "day": "2020-07-16", "item": "mask", "form": "xlsx",
            "place": "T161-LOG-CANTEEN", "login": "keeper",
            "at/<code>": "T161-LOG-CANTEEN", "sort": "household", "at/<slug:sort>/<code>": home,
            "labels/<slug:sort>/<code>": home, "directory/units/<code>": "T161-LOG",
            "directory/places/<code>": "T161-LOG-CANTEEN",
            "directory/homes/<code>": home,
            "timeline/place/<code>": "T161-LOG-CANTEEN",
            "entry": one("SELECT id FROM ledger_entry WHERE unit = 'T161-LOG' ORDER BY id DESC LIMIT 1"),
            "sha256": "0" * 64,  # no file: who may read the entry is told that it has none
            "person": one("SELECT person FROM ledger_entry WHERE unit = 'T161-LOG' AND person IS NOT NULL LIMIT 1"),
            "grant": one("SELECT id FROM access_grant WHERE unit = 'T161-LOG' LIMIT 1"),
            "token": "00000000-0000-7000-8000-000000000000",
            "stocktake": "00000000-0000-7000-8000-000000000000", "transfer": "00000000-0000-7000-8000-000000000000",
            "invitation": "00000000-0000-7000-8000-000000000000", "which": "watch.roster",
            "code": "H1", "kind": "json", "duty": "disinfection", "target": "T161-LOG-CANTEEN",
            "duties/slots/<slug:duty>/<day:day>/<number>": "1",
            "missing/<str:unit>/<day:day>/slots/<kind>": "screening.temperature_check",
            "incident": one("SELECT incident FROM incidents_incident ORDER BY incident LIMIT 1"),
            "drill": one("SELECT drill FROM incidents_drill ORDER BY drill LIMIT 1"),
            "finding": one("SELECT finding FROM incidents_finding ORDER BY finding LIMIT 1"),
            "plan": "contingency", "step": "isolate", "number": "1", "incidents/procedures/<code>": "E01",
            "watch/items/<item>": "00000000-0000-7000-8000-000000000000",
            "holder": "00000000-0000-7000-8000-000000000000",
            "directive": "00000000-0000-7000-8000-000000000000", "measure": "00000000-0000-7000-8000-000000000000",
            "governance/directives/<uuid:directive>/<step>": "close",
            "governance/measures/<uuid:measure>/<step>": "close",
            "swap": "00000000-0000-7000-8000-000000000000", "call": "00000000-0000-7000-8000-000000000000",
            "alert": one("SELECT alert FROM alerts_alert ORDER BY unit = 'T161-LOG' DESC, alert LIMIT 1"),
            "slug": "2020-07-20", "page": "01", "position": "1", "name": "01.pdf", "year": "2020", "month": "07",
            "paper/issues/<month>": "2020-07", "html/<int:year>-<paper_page:month>/<day>": "20",
            "node": "1", "serial": "1",
            "article": "00000000-0000-7000-8000-000000000000", "issue": "00000000-0000-7000-8000-000000000000",
            "newspaper/articles/<uuid:article>/<step>": "proof", "newspaper/issues/<uuid:issue>/<step>": "sign",
            "text": "00000000-0000-7000-8000-000000000000", "posting": "00000000-0000-7000-8000-000000000000",
            "publicity/texts/<uuid:text>/faces/<name>": "notice.pdf", "screen/<code>": "0000-0000-00000",
            "publicity/texts/<uuid:text>/<step>": "sign",
            "rumour": "00000000-0000-7000-8000-000000000000", "tip": "00000000-0000-7000-8000-000000000000",
            "publicity/rumours/<uuid:rumour>/<step>": "ask", "publicity/tips/<uuid:tip>/<step>": "take",
            "publicity/knowledge/<code>": "fever_line", "tip/<code>": "0000-0000-0000",
            "channel": "00000000-0000-7000-8000-000000000000", "message": "00000000-0000-7000-8000-000000000000",
        }  # fmt: skip
        for kind in _KINDS_WITH_PAGES:
            area, slug = kind.split(".")
            entry = one(
                f"SELECT id FROM ledger_entry WHERE kind = '{kind}' ORDER BY unit = 'T161-LOG' DESC, id LIMIT 1"
            )
            known[f"{area}/{_SLUGS.get(slug, slug.replace('_', '-'))}/<entry>"] = entry
    return known


_KINDS_WITH_PAGES = (
    "screening.temperature_check", "screening.health_declaration", "screening.gate_passage", "screening.roll_call",
    "sanitation.disinfection", "sanitation.waste_clearance", "supplies.receipt", "supplies.issue",
    "supplies.stocktake", "tracing.channel_check", "tracing.official_figures", "tracing.official_notice",
    "resumption.site_status", "watch.logged",
)  # fmt: skip
_SLUGS = {"waste_clearance": "waste", "site_status": "status"}
