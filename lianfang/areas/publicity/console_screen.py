"""publicity · console of screens: what an electronic screen shows, to anybody, and the desk's list of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from lianfang.areas.publicity import actions_screen, forms_screen
from lianfang.areas.publicity import presenters_screen as presenters
from lianfang.areas.publicity import queries_faces as faces
from lianfang.areas.publicity import queries_screen as queries
from lianfang.areas.publicity.kinds import REVIEW, SEE
from lianfang.areas.publicity.presenters_faces import text_href
from lianfang.areas.publicity.presenters_screen import ScreenRow, ScreenTable, Slide
from lianfang.areas.publicity.queries_screen import Screen, Showing
from lianfang.ground.places import queries as places
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.problems import NOT_ALLOWED, NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import assets
from lianfang.shell.acting import form_page
from lianfang.shell.asked import must_hold
from lianfang.shell.asking import offer
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.forms import posted
from lianfang.shell.public import public_page, qr_code
from lianfang.shell.reader import signed_in
from lianfang.shell.slowing import Limit
from lianfang.shell.texts.forms import WhyForm

DESK = Link(w("电子屏", "Screens"), "/publicity/screens/")
# Codes that are none, from one address a minute (0968); a code is typed once.
_WRONG = Limit("publicity-screen", most=60, seconds=60)
_PHOTO_KEPT = "public, max-age=86400"
_PLACES_OFFERED = 500
_GONE = w("这块屏的网址已停用", "The address of this screen is good no more")
_NONE = w("没有这块屏", "There is no such screen")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a screen shows at a moment: its slides, when they changed last, as of when their figures are."""

    slides: list[Slide]
    changed_at: datetime | None
    left_out: int = 0  # texts of which a figure cannot be told now


def _page(request: HttpRequest, template: str, said: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    with translation.override(faces.LANGUAGE):
        return HttpResponse(render_to_string(f"publicity/screen/{template}.html", said), status=status)


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    said = {"title": refused.says, "remedy": refused.remedy}
    return _page(request, "none", said, status=refused.problem.status)


screen = public_page(_refused)


@screen
def screen_page(request: HttpRequest, code: str) -> HttpResponse:
    """The whole page: every slide, of which one is shown; without a script the next comes by itself."""
    return _shown(request, code, "page")


@screen
def screen_now(request: HttpRequest, code: str) -> HttpResponse:
    """The slides alone, for the page's script."""
    return _shown(request, code, "now")


@screen
def screen_photo(request: HttpRequest, code: str, sha256: str) -> HttpResponse:
    """A picture of a text that this screen shows now."""
    now = clock.current().now()
    with scope.acting(scope.system_actor("screen")) as system:
        found = _found(request, system, code)
        if not isinstance(found, Screen):
            return found
        for each in queries.showing(system, found.place, now):
            if sha256 in (each.of.said.photos or []):
                content = faces.pictures(system, each.of, [sha256])[sha256]
                answer = HttpResponse(content, content_type="image/jpeg")
                answer["Cache-Control"] = _PHOTO_KEPT
                return answer
    raise Refused(NOT_FOUND)


@screen
def screen_worker(request: HttpRequest, code: str) -> HttpResponse:
    """The script that keeps this screen's page, so that it comes up without the server too."""
    answer = HttpResponse(assets.content("screen-worker.js"), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def _shown(request: HttpRequest, code: str, template: str) -> HttpResponse:
    now = clock.current().now()
    with scope.acting(scope.system_actor("screen")) as system:
        found = _found(request, system, code)
        if not isinstance(found, Screen):
            return found
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:  # whoever looks from the desk is no screen
            actions_screen.note_asked(found.place, now)
        scene = _scene(system, found, code, now)
        unit = units.units(system, [found.unit]).get(found.unit)
        place = places.places(system, [found.place]).get(found.place)
    at = _slide_asked(request, len(scene.slides))
    said = {
        "code": code, "unit": unit.words.zh if unit else "", "place": place.words.zh if place else "",
        "slides": [(each, number == at) for number, each in enumerate(scene.slides)],
        "next": (at + 1) % max(len(scene.slides), 1), "seconds": scene.slides[at].seconds if scene.slides else 30,
        "changed": moment(scene.changed_at) if scene.changed_at else "", "now": now, "at": int(now.timestamp() * 1000),
        "build": assets.url("screen.js"),
    }  # fmt: skip
    answer = _page(request, template, said)
    answer["Cache-Control"] = "no-store"  # that it asked is what tells a living screen from a dead one
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _found(request: HttpRequest, system: Actor, code: str) -> Screen | HttpResponse:
    """The screen of an address; or the page that says that there is none, or no more."""
    found = queries.by_code(system, code)
    if found is None:
        if _WRONG.count(request):
            return _page(request, "none", {"title": w("请稍后再试", "Try again in a moment")}, status=429)
        remedy = w("请核对网址，或向宣传编辑要新的网址", "Check the address, or ask the editors for a new one")
        return _page(request, "none", {"title": _NONE, "remedy": remedy}, status=404)
    of, step = found
    if not of.in_use or step is not of.last:
        remedy = w("请向宣传编辑要新的网址", "Ask the editors for a new one")
        return _page(request, "none", {"title": _GONE, "remedy": remedy, "since": of.last.at}, status=410)
    return of


def _scene(system: Actor, of: Screen, code: str, now: datetime) -> Scene:
    slides, changed = list[Slide](), list[datetime]()
    left_out = 0
    for each in queries.showing(system, of.place, now):
        made = _slides(system, each, code, now)
        left_out += made is None
        slides += made or []
        if made and each.of.signed_at:
            changed.append(each.of.signed_at)
    return Scene(slides, max(changed, default=None), left_out)


def _slides(system: Actor, each: Showing, code: str, now: datetime) -> list[Slide] | None:
    """The pages of a text; None where one of its figures cannot be told: then it is not shown at all."""
    told = faces.tellable(system, each.of, now)
    if told is None:
        return None
    photo = {shot.sha256: reverse("publicity:screen-photo", args=[code, shot.sha256]) for shot in told.shots}
    by = each.of.said.issued_by or faces.unit_of(system, each.of)
    return presenters.slides_of(each.of, told, by, each.until_at, photo)


def _slide_asked(request: HttpRequest, count: int) -> int:
    asked = request.GET.get("n", "")
    return int(asked) % count if count and asked.isascii() and asked.isdigit() and len(asked) < 6 else 0


@signed_in
def screens_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The screens with when each asked last: a dead one is seen here first."""
    must_hold(actor, SEE)
    found, now = queries.screens(actor), clock.current().now()
    known = places.places(actor, [each.place for each in found])
    asked = queries.asked_at([each.place for each in found])
    rows = [ScreenRow(each, known.get(each.place), asked.get(each.place), now) for each in found]
    silent = sum(row.chip.tone != "" for row in rows)
    context = {
        "title": _answer(len(rows), silent),
        "actions": [Link(w("启用一块屏", "Add a screen"), reverse("publicity:screen-new"))]
        if REVIEW in actor.verbs
        else [],
        "table": ScreenTable(rows, units.units(actor, sorted({each.unit for each in found}))),
        "empty_title": w("还没有电子屏", "No screen yet"),
        "empty_words": w(
            "给放屏的地点启用一块屏，把得到的网址输进屏的浏览器；排给这个地点“电子屏”渠道的已签发文字会自己轮播。",
            "Give the place of a screen an address and type it into the screen's browser: signed texts that are "
            "planned there rotate by themselves.",
        ),
    }
    return render(request, "shell/list.html", context)


def _answer(count: int, silent: int) -> Words:
    if not count:
        return w("电子屏", "Screens")
    if silent:
        return w("电子屏 {n} 块，{silent} 块没有应答", "Screens: {n}, silent: {silent}").fill(n=count, silent=silent)
    return w("电子屏 {n} 块，都有应答", "{n} screens, all heard of").fill(n=count)


@signed_in
def screen_desk(request: HttpRequest, actor: Actor, place: str) -> HttpResponse:
    """One screen: its address, whether it is alive, what it shows now."""
    found, now = queries.screen(actor, place), clock.current().now()
    of_place = places.places(actor, [place]).get(place)
    row = ScreenRow(found, of_place, queries.asked_at([place]).get(place), now)
    address = request.build_absolute_uri(reverse("publicity:screen", args=[found.code]))
    shown = queries.showing(actor, place, now) if found.in_use else []
    context = {
        "title": of_place.words if of_place else place,
        "crumbs": [DESK],
        "actions": _acts(actor, found),
        "chip": row.chip,
        "facts": [
            Fact(w("单位", "Unit"), units.unit(actor, found.unit).words),
            Fact(w("由谁管、怎样开关", "Who keeps it, and how"), found.last.note or "—"),
            Fact(w("最近一次应答", "Last heard of"), row.asked_at or w("还没有", "never")),
            Fact(w("网址自", "Address since"), found.last.at),
        ],
        "address": address if found.in_use else "",
        "qr": qr_code(address) if found.in_use else "",
        "shown": [(each, text_href(each.of), faces.tellable(actor, each.of, now) is not None) for each in shown],
    }
    return render(request, "publicity/screen_desk.html", context)


def _acts(actor: Actor, found: Screen) -> list[Link]:
    if not actor.may(REVIEW, found.path):
        return []
    again = Link(w("换一个网址", "A new address"), reverse("publicity:screen-again", args=[found.place]))
    if not found.in_use:
        return [replace(again, words=w("重新启用", "Use it again"))]
    return [again, Link(w("停用", "End it"), reverse("publicity:screen-end", args=[found.place]))]


@signed_in
def screen_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A place gets a screen."""
    if REVIEW not in actor.verbs:
        raise Refused(NOT_ALLOWED, verb=REVIEW)
    form = forms_screen.ScreenForm(posted(request))
    found = [each for each in places.listed(actor, limit=_PLACES_OFFERED) if actor.may(REVIEW, each.path)]
    offer(form, place=[(each.code, f"{each.words.say()}（{each.code}）") for each in found])
    return form_page(
        request, form, act=lambda said: actions_screen.set_screen(actor, place=said["place"], note=said["note"]),
        done=w("已启用：把网址输进屏的浏览器", "In use: type the address into the screen's browser"),
        to=lambda _: reverse("publicity:screen-desk", args=[form.cleaned_data["place"]]),
        back=reverse("publicity:screens"), title=w("启用一块屏", "Add a screen"), submit=w("启用", "Add it"),
        crumbs=[DESK],
    )  # fmt: skip


@signed_in
def screen_again(request: HttpRequest, actor: Actor, place: str) -> HttpResponse:
    """A screen gets another address; the one before is good no more."""
    found = queries.screen(actor, place)
    actor.must(REVIEW, found.path)
    form, back = forms_screen.AgainForm(posted(request)), reverse("publicity:screen-desk", args=[place])
    return form_page(
        request, form, act=lambda said: actions_screen.set_screen(actor, place=place, note=said["note"]),
        done=w("已换网址，旧网址失效", "It has a new address; the old one is good no more"), back=back,
        title=w("换一个网址", "A new address"), submit=w("换网址", "Change it"), crumbs=[DESK, Link(place, back)],
    )  # fmt: skip


@signed_in
def screen_end(request: HttpRequest, actor: Actor, place: str) -> HttpResponse:
    """A screen shows nothing any more."""
    found = queries.screen(actor, place)
    actor.must(REVIEW, found.path)
    form, back = WhyForm(posted(request)), reverse("publicity:screen-desk", args=[place])
    return form_page(
        request, form, act=lambda said: actions_screen.end_screen(actor, place=place, why=said["why"]),
        done=w("已停用", "Ended"), back=back, title=w("停用这块屏", "End this screen"), submit=w("停用", "End it"),
        crumbs=[DESK, Link(place, back)],
    )  # fmt: skip
