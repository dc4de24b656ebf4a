"""shell · tests: the form that an act follows, the page that holds it, and filters that say what they ignore."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from lianfang.kernel.problems import BUSY, CONFLICT, INVALID, NOT_ALLOWED, REASON_MISSING, Fault, Problem, Refused
from lianfang.kernel.words import w
from lianfang.shell import acting, asking
from lianfang.shell.days import DayField
from lianfang.shell.forms import ActForm, FilterForm, sentence
from lianfang.shell.tests.test_pages import page

WRONG = w("不对", "Wrong")
FULL = {"why": "补报", "windows": "08:00", "phone": "1", "number": "3", "on": "2020-08-10", "at": "2020-08-10T16:40"}


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


class TrialForm(ActForm):
    field_for: Mapping[str, str] = {"reason_missing": "why", "lot.A": "number"}

    why = forms.CharField(label="why")
    windows = forms.CharField(label="windows")
    phone = forms.CharField(label="phone")
    number = forms.IntegerField(label="number", error_messages={"required": "几个？"})
    on = DayField(label="on")
    at = asking.moment("办理时间", "Done at")
    way = forms.ChoiceField(label="way", choices=[("a", "A")], required=False)


class TrialFilter(FilterForm):
    day = DayField(label="报告日", required=False)
    q = forms.CharField(label="包含", required=False)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("why", "why"),
        ("data.why", "why"),
        ("data.windows.0.from_time", "windows"),
        ("windows.2", "windows"),
        ("people.0.phone", "phone"),
        ("holder.phone", "phone"),
        ("lot.A", "number"),
        ("data.elsewhere", "__all__"),
        ("", "__all__"),
    ],
)
def test_a_fault_stands_at_its_field_however_deep_it_lies(path: str, field: str) -> None:
    form = TrialForm(FULL)
    form.refuse(Refused(INVALID, faults=(Fault(path, WRONG),)))
    assert form.errors == {field: ["不对"]}
    assert form.status == 422


@pytest.mark.parametrize(
    ("problem", "field"), [(REASON_MISSING, "why"), (NOT_ALLOWED, "__all__"), (CONFLICT, "__all__"), (BUSY, "__all__")]
)
def test_a_refusal_is_said_with_its_remedy_and_gives_the_page_its_status(problem: Problem, field: str) -> None:
    refused = Refused(problem, verb="v", id="1")
    form = TrialForm(FULL)

    def act(said: dict[str, Any]) -> None:
        raise refused

    assert form.act(act) is None
    assert not form.done
    assert form.errors == {field: [f"{refused.says.zh}。{refused.remedy.zh}"]}
    assert form.status == problem.status
    with translation.override("en"):
        assert sentence(refused) == f"{refused.says.en}. {refused.remedy.en}"


def test_what_is_no_matter_of_the_form_is_raised_on() -> None:
    class Choosy(TrialForm):
        def shows(self, refused: Refused) -> bool:
            return refused.problem.status == 422

    with pytest.raises(Refused):
        Choosy(FULL).act(_refusing(CONFLICT))
    form = Choosy(FULL)
    form.act(_refusing(REASON_MISSING))
    assert form.status == 422


def test_an_act_gets_what_was_said_and_only_then() -> None:
    form = TrialForm(FULL)
    assert form.act(lambda said: said["number"]) == 3
    assert form.done
    assert form.status == 200
    assert "way" not in form.said()
    assert form.said()["why"] == "补报"
    for closed in (TrialForm(), TrialForm({**FULL, "why": ""})):
        assert closed.act(lambda said: pytest.fail("acted")) is None
        assert not closed.done
    assert TrialForm().status == 200
    assert TrialForm({}).status == 422


def test_fields_say_what_is_wrong_in_plain_words_and_keep_their_own() -> None:
    assert TrialForm({}).errors["why"] == ["请填写"]
    assert TrialForm({}).errors["number"] == ["几个？"]
    wrong = TrialForm({**FULL, "number": "x", "on": "soon", "at": "soon", "way": "b"}).errors
    assert wrong["number"] == ["请填整数"]
    assert wrong["on"] == ["“soon”不是日期，请写成 2020-08-09"]
    assert wrong["at"] == ["“soon”不是时间，请写成 2020-08-10 16:40"]
    assert wrong["way"] == ["请选择"]
    with translation.override("en"):
        assert TrialForm({}).errors["why"] == ["Fill this in"]


def test_a_page_with_a_form_answers_as_the_problem_does(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(acting.messages, "success", lambda request, words: told.append(words))
    monkeypatch.setattr(acting, "render", lambda request, template, context, status: _answer(template, status))

    def asked(request: HttpRequest, act: Any, **more: Any) -> Any:
        form = TrialForm(request.POST if request.method == "POST" else None)
        return acting.form_page(
            request, form, act=act, done=lambda made: w("已办 {n}", "done {n}").fill(n=made), back="/back/",
            title=w("办", "Do"), **more,
        )  # fmt: skip

    post = RequestFactory().post("/", FULL)
    assert asked(RequestFactory().get("/"), _refusing(BUSY)).status_code == 200
    assert asked(RequestFactory().post("/", {}), _refusing(BUSY)).status_code == 422
    busy = asked(post, _refusing(BUSY))
    assert (busy.status_code, busy["Retry-After"]) == (503, str(BUSY.retry_seconds))
    assert asked(post, _refusing(NOT_ALLOWED)).status_code == 403
    assert asked(post, None).status_code == 200, "a form that is only shown"
    assert not told
    assert asked(post, lambda said: said["number"])["Location"] == "/back/"
    assert asked(post, lambda said: said["number"], to=lambda made: f"/{made}/")["Location"] == "/3/"
    assert told == ["已办 3", "已办 3"]


def test_a_button_is_told_of_a_conflict_only_where_it_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    warned: list[str] = []
    monkeypatch.setattr(acting.messages, "warning", lambda request, words: warned.append(words))
    post, done = RequestFactory().post("/"), w("好", "Done")
    with pytest.raises(Refused):
        acting.pressed(post, lambda: _refusing(CONFLICT)({}), done=done, to="/to/")
    with pytest.raises(Refused):
        acting.pressed(post, lambda: _refusing(NOT_ALLOWED)({}), done=done, to="/to/", warns="/back/")
    assert not warned
    assert acting.pressed(post, lambda: _refusing(CONFLICT)({}), done=done, to="/to/", warns="/back/").url == "/back/"
    assert len(warned) == 1


@pytest.mark.parametrize("said", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_a_button_leads_nowhere_else(said: str) -> None:
    assert acting.onward(RequestFactory().post("/", {"next": said}), "/home/") == "/home/"
    assert acting.onward(RequestFactory().post("/", {"next": "/reporting/?day=1"}), "/home/") == "/reporting/?day=1"


def test_an_invalid_filter_is_ignored_and_named(db: None) -> None:
    looking = TrialFilter({"day": "soon", "q": "泵房"})
    assert looking.chosen("day") is None
    assert looking.chosen("q") == "泵房"
    assert looking.ignored is not None
    assert looking.ignored.zh == "填写有误，未按此筛选：报告日"
    assert "填写有误，未按此筛选：报告日" in page("shell/list.html", {"title": WRONG, "filter_form": looking})
    assert TrialFilter({"day": "2020-08-10"}).ignored is None
    assert TrialFilter().ignored is None
    assert TrialFilter().chosen("q") is None


def _refusing(problem: Problem) -> Any:
    def act(said: dict[str, Any]) -> Any:
        raise Refused(problem, verb="v", id="1")

    return act


def _answer(template: str, status: int) -> Any:
    return HttpResponse(template, status=status)
