"""shell · tests · pages: every page of the frame renders in both languages, without a line a strict policy forbids."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.utils import translation

from lianfang.kernel import clock
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.problems import CONFLICT, Refused
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import Words, w
from lianfang.shell import assets, context, nav, views
from lianfang.shell.components.tables import Page, Table, Text
from lianfang.shell.components.types import Fact, Link, Need
from lianfang.shell.context import ClockFace, Who
from lianfang.shell.middleware import ShellMiddleware
from lianfang.shell.styleguide import NOW
from lianfang.shell.templatetags import face

PACKAGE = Path(assets.__file__).parents[1]
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
ICONS = frozenset((PACKAGE.parent / "web" / "icons.txt").read_text("utf-8").split())
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Somebody:
    """A reader who is logged in."""

    is_authenticated = True

    def get_username(self) -> str:
        return "commander"


def described(request: HttpRequest) -> Who | None:
    return Who("王*", w("后勤", "Logistics"), "T161-LOG") if request.user.is_authenticated else None


@pytest.fixture(autouse=True)
def frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """A standing clock and an empty navigation, as no page here needs a database."""
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))
    monkeypatch.setattr(REGISTRY, "nav", tuple)
    monkeypatch.setattr(context, "describe", described)


def a_request(path: str = "/", **cookies: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.user = Somebody()  # type: ignore[assignment]
    return request


def page(template: str, given: dict[str, object] | None = None, lang: str = "zh-hans", path: str = "/") -> str:
    with translation.override(lang):
        return render_to_string(template, given or {}, request=a_request(path))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_template_needs_what_the_policy_forbids(template: Path) -> None:
    text = template.read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", text), "an inline script"
    assert not re.search(r"<style|\sstyle=", text), "an inline style"
    assert not re.search(r"\son[a-z]+=[\"']", text), "an inline handler"
    assert "|safe" not in text, "text let through unescaped"
    assert set(re.findall(r"{%\s*icon\s+[\"']([\w-]+)[\"']", text)) <= ICONS, "an icon that the sprite does not hold"


def test_every_icon_in_the_navigation_is_in_the_sprite() -> None:
    named = re.compile(r"NavItem\(.*?NavSection", re.DOTALL)
    for file in PACKAGE.rglob("*.py"):
        for item in named.findall(file.read_text("utf-8")) if "tests" not in file.parts else []:
            for icon in re.findall(r"\"([a-z0-9-]+)\",\s*(?:section=)?NavSection", item):
                assert icon in ICONS, f"{file.name}: {icon}"


@pytest.mark.parametrize(
    "template", ["404.html", "403.html", "500.html", "shell/page.html", "shell/list.html", "shell/print.html"]
)
@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_frame_renders_in_both_languages(template: str, lang: str) -> None:
    html = page(template, {"title": w("一切如常", "All is well")}, lang)
    assert html.count("<h1") == 1
    assert "<main" in html


@pytest.mark.parametrize("template", ["404.html", "403.html", "shell/page.html", "shell/list.html"])
def test_no_chinese_is_left_on_an_english_page(template: str) -> None:
    html = page(template, {"title": w("一切如常", "All is well"), "as_of": NOW, "needs": []}, "en")
    html = html.replace("王*", "").replace("中文", "").replace(">联<", "><")
    assert not CHINESE.search(html)


def test_the_title_is_the_answer_and_says_its_moment() -> None:
    title = w("16:40 应报32家，已报29，迟1，缺2", "16:40: 29 of 32 reported, 1 late, 2 missing")
    html = page("shell/page.html", {"title": title, "as_of": NOW})
    assert f"<h1>{title.zh}</h1>" in html
    assert f"<title>{title.zh} · 联防</title>" in html
    assert "数据截至 <time" in html


def test_what_needs_me_says_so_and_says_when_nothing_does() -> None:
    need = Need(w("日报待确认", "Report waits"), "/r", w("确认", "Confirm"), NOW)
    assert "日报待确认" in page("shell/page.html", {"title": "x", "needs": [need]})
    assert "没有等您办理" in page("shell/page.html", {"title": "x", "needs": []})
    assert "lf-needs" not in page("shell/page.html", {"title": "x"})


class Names(Table[str]):
    name = Text("名", lambda _, row: row, link=lambda _, row: f"/{row}")


def test_a_list_keeps_its_filters_when_it_turns_the_page() -> None:
    given = {"title": "x", "table": Names(["a"]), "page": Page(("a",), "n 2", "")}
    html = page("shell/list.html", given, path="/ledger/?kind=gate&cursor=old")
    assert 'href="?kind=gate&amp;cursor=n+2"' in html
    assert 'href="?kind=gate"' in html


def test_an_empty_list_says_why() -> None:
    empty = Names([])
    assert "还没有记录" in page("shell/list.html", {"title": "x", "table": empty})
    said = {"title": "x", "table": empty, "empty_title": w("今天还没有测温", "None today")}
    assert "今天还没有测温" in page("shell/list.html", said)
    filtered = {"title": "x", "table": empty, "filter_form": forms.Form()}
    assert "清除筛选" in page("shell/list.html", filtered, path="/?kind=gate")


class Reading(forms.Form):
    celsius = forms.DecimalField(label=w("体温", "Temperature"), max_value=43, help_text="额温枪读数")
    note = forms.CharField(label=w("备注", "Note"), required=False)


def test_a_form_says_what_is_wrong_twice_and_leads_there() -> None:
    form = Reading({"celsius": "73.6"})
    form.fields["celsius"].unit = w("℃", "°C")  # type: ignore[attr-defined]
    html = page("shell/form.html", {"title": "测温", "form": form})
    assert '<a href="#id_celsius">体温：' in html
    assert 'aria-describedby="id_celsius_hint id_celsius_error"' in html
    assert 'aria-invalid="true"' in html
    assert "<span>℃</span>" in html
    assert "备注 <span" in html
    assert html.startswith("<!DOCTYPE html>")
    assert "<title>填写有误：测温" in html


def test_a_detail_page_shows_facts_as_a_table_would() -> None:
    html = page("shell/detail.html", {"title": "x", "facts": [Fact("发生", NOW), Fact("<b>", "<i>")]})
    assert "8月10日 16:40" in html
    assert "&lt;b&gt;" in html


def test_the_theme_is_drawn_by_the_server() -> None:
    html = render_to_string("404.html", {}, request=a_request(lianfang_theme="dark"))
    assert 'data-theme="dark"' in html
    assert context.theme_of(a_request(lianfang_theme='"><script>')) == "auto"


def test_the_theme_is_kept_and_the_way_back_stays_here() -> None:
    post = RequestFactory().post("/preferences/theme/", {"theme": "dark", "next": "/ledger/"})
    answer = views.theme(post)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ledger/")
    assert answer.cookies[context.THEME_COOKIE].value == "dark"
    away = RequestFactory().post("/preferences/theme/", {"theme": "purple", "next": "https://evil.example/"})
    answer = views.theme(away)
    assert answer.headers["Location"] == "/"
    assert context.THEME_COOKIE not in answer.cookies


@override_settings(DEMO=False, DEBUG=False)
def test_the_styleguide_is_for_demonstrations_only() -> None:
    with pytest.raises(views.Http404):
        views.styleguide_page(a_request("/styleguide/"))


def test_a_refusal_is_a_page_with_its_own_status() -> None:
    refused = Refused(CONFLICT, id="<0190>")
    answer = ShellMiddleware(lambda request: None).process_exception(a_request(), refused)  # type: ignore[arg-type,return-value]
    assert answer is not None
    assert answer.status_code == 409
    assert "编号 &lt;0190&gt; 已有另一内容的记录" in answer.content.decode()
    assert ShellMiddleware(lambda request: None).process_exception(a_request("/api/v1/x"), refused) is None  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize(
    ("referer", "back"),
    [("http://testserver/list/", "http://testserver/list/"), ("https://evil.example/", "/"), ("javascript:x()", "/")],
)
def test_a_refusal_leads_back_only_to_a_page_of_ours(referer: str, back: str) -> None:
    request = a_request("/form/")
    request.META["HTTP_REFERER"] = referer
    answer = ShellMiddleware(lambda request: None).process_exception(request, Refused(CONFLICT, id="x"))  # type: ignore[arg-type,return-value]
    assert answer is not None
    assert f'<a class="btn btn-primary" href="{back}">' in answer.content.decode()


def test_the_navigation_lists_what_the_reader_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    def item(url_name: str, section: NavSection, *verbs: str) -> NavItem:
        return NavItem(Words(url_name, url_name), url_name, "home", section, frozenset(verbs))

    listed = (item("shell:theme", NavSection.PROOF), item("shell:styleguide", NavSection.NOW, "look"))
    monkeypatch.setattr(REGISTRY, "nav", lambda: (*listed, item("no-such-page", NavSection.NOW)))
    for holds, headings in ((True, ["今日", "凭据"]), (False, ["凭据"])):
        items = [item for item, _, _ in nav.open_to(lambda verb, holds=holds: holds)]  # type: ignore[misc]
        assert [words.zh for words, _ in nav.sections("/", items)] == headings
    ((_, links),) = nav.sections("/preferences/theme/deeper", items)
    assert links[0].active


def test_a_stranger_sees_no_navigation() -> None:
    request = a_request()
    request.user = AnonymousUser()
    given = context.shell(request)
    assert not given["who"]
    assert list(given["nav"]) == []


def test_the_clock_is_handed_over_in_the_duty_rooms_time() -> None:
    face = ClockFace(datetime(2020, 8, 10, 8, 40, tzinfo=UTC), 60.0)
    assert face.words == "8月10日 16:40"
    assert face.exact == "2020-08-10T16:40:00.000+08:00"
    assert face.offset_minutes == 480


def test_an_asset_that_was_not_built_is_a_plain_error() -> None:
    with pytest.raises(assets.NotBuilt, match=r"no nothing\.ts"):
        assets.tags("nothing.ts")
    assert 'type="module"' in assets.tags("main.ts")
    assert 'rel="stylesheet"' in assets.tags("fonts.css")


def test_a_heading_begins_with_a_capital_and_a_name_stays_as_it_is_written() -> None:
    with translation.override("en"):
        assert face.heading(w("消毒记录", "disinfection records")) == "Disinfection records"
        assert face.heading("iPhone 3") == "iPhone 3"


def test_crumbs_stand_between_their_strokes_and_end_in_none() -> None:
    html = page("shell/page.html", {"title": "x", "crumbs": [Link("单位", "/a/"), Link("后勤", "/b/")]})
    trail = html.split('class="lf-crumbs"', 1)[1].split("</nav>", 1)[0]
    assert trail.count(" / ") == 1
    assert trail.rstrip().endswith("</a>")
