"""reporting · console of verifying: what the code on a printed report answers anybody, signed in or not."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lianfang.areas.reporting import queries_verify
from lianfang.areas.reporting.queries import Report
from lianfang.areas.reporting.queries_verify import CODE_DIGITS
from lianfang.kernel.words import w
from lianfang.shell.components.text import moment
from lianfang.shell.slowing import Limit

# Looks from one address a minute, so that codes cannot be tried out; a desk that checks a pile of paper needs fewer.
_LOOKS = Limit("reporting-verify", most=60, seconds=60)


@require_safe
def verify_printed(request: HttpRequest, unit: str, day: date, number: int, code: str) -> HttpResponse:
    """Genuine or not, recalled or not, whose, of which day, which version of how many, the seal root: nothing else."""
    if _LOOKS.count(request):
        return _page(request, w("请稍后再试", "Try again in a moment"), status=429, wait=True)
    found = queries_verify.printed(unit, day, number, code)
    if found is None:
        return _page(request, w("核验不通过：没有这份报表", "Not genuine: there is no such report"), status=404)
    title = w("核验通过：确为本系统签发的报表", "Genuine: this report was signed off here")
    recalled = moment(found.recalled_at, "year") if found.recalled_at else ""
    if recalled:
        title = w(
            "确为本系统签发的报表，但已于 {at} 撤回",
            "Genuine, but recalled: signed off here, and recalled on {at}",
        ).fill(at=recalled)
    return _page(request, title, printed=found, day=moment(found.day, "year"), recalled=recalled)


def _page(request: HttpRequest, title: object, *, status: int = 200, **said: object) -> HttpResponse:
    response = render(request, "reporting/verify.html", {"title": title, "digits": CODE_DIGITS, **said}, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def verify_href(report: Report, base: str) -> str:
    """The address in the code of the newest version; empty while nothing is signed off, or nobody knows the base."""
    version = report.filed
    if version is None or not base:
        return ""
    args = [report.unit.code, report.day.date, version.number, queries_verify.code_of(version)]
    return base.rstrip("/") + reverse("reporting:verify", args=args)
