"""incidents · console of steps: a step done or left out, and the close."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.areas.incidents import actions, policy, presenters, presenters_steps
from lianfang.areas.incidents.console import asked_of, at_once, found_of, reason_page, same_minute
from lianfang.areas.incidents.forms_steps import CloseForm, step_form
from lianfang.areas.incidents.kinds import ACT_ON, ANSWER
from lianfang.areas.incidents.rules import result_of
from lianfang.kernel.problems import first_of
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.forms import posted
from lianfang.shell.reader import signed_in


@require_POST
@signed_in
def done(request: HttpRequest, actor: Actor, incident: UUID, step: str) -> HttpResponse:
    """A step was done just now: one tap. What needs an answer is asked for on its own page."""
    found, choice = found_of(actor, incident), request.POST.get("choice") or None
    lines = [each for each in presenters_steps.step_lines(found) if each.stands.step.code == step]
    asked = lines and not lines[0].at_once and not (choice and lines[0].choices)
    if asked and found.brief.state == "open" and not lines[0].stands.settled:
        return HttpResponseRedirect(reverse("incidents:step", args=[incident, step]))
    return at_once(
        request, lambda: actions.do_step(actor, incident=incident, step=step, choice=choice), w("已记录", "Recorded")
    )


@signed_in
def step_page(request: HttpRequest, actor: Actor, incident: UUID, step: str) -> HttpResponse:
    """A step with what it asks for, or done at another time than now."""
    found = found_of(actor, incident, ACT_ON)
    one = first_of(each.step for each in found.steps if each.step.code == step)

    def act(said: dict[str, Any]) -> None:
        # A form shows whole minutes: what is done in the minute in which it was known is not done before it.
        at = max(said["at"], found.brief.known_at) if same_minute(said["at"], found.brief.known_at) else said["at"]
        actions.do_step(
            actor, incident=incident, step=step, at=at, choice=said.get("choice") or None,
            text=said.get("text") or None, entry=said.get("entry"), result=said.get("result") or None,
            why=said.get("why") or "",
        )  # fmt: skip

    closes = one.closes and actor.may(ANSWER, found.brief.path)
    form = step_form(found, one, posted(request), closes=closes)
    submit, told = (w("记录", "Record it"), w("已记录", "Recorded"))
    if closes:
        submit, told = w("办理并办结", "Do it and close"), w("已办结", "Closed")
    return asked_of(request, found, form, one.words, submit, act, told, lede=one.says or "")


@signed_in
def skip_page(request: HttpRequest, actor: Actor, incident: UUID, step: str) -> HttpResponse:
    """A step is left out, with a reason."""
    found = found_of(actor, incident, ACT_ON)
    words = w("跳过：{step}", "Skip: {step}").fill(step=presenters.step_words(found, step))
    return reason_page(
        request, found, words, w("跳过这一步", "Skip this step"),
        lambda reason: actions.skip_step(actor, incident=incident, step=step, reason=reason),
    )  # fmt: skip


@signed_in
def close_page(request: HttpRequest, actor: Actor, incident: UUID) -> HttpResponse:
    """It is over, with its result."""
    found = found_of(actor, incident, ANSWER)
    procedure = policy.procedure(found.brief.code, policy.day_of(found.brief.known_at))
    known, left = result_of(procedure, found.steps), presenters_steps.left_but(found)
    form = CloseForm(
        () if known else procedure.results, left.said(found.brief.unit_kind) if left else None, posted(request)
    )  # fmt: skip
    said = w("结果：{result}", "Result: {result}")
    lede = said.fill(result=presenters.result_words(found, known.act.data["choice"])) if known and known.act else ""
    return asked_of(
        request, found, form, w("办结", "Close"), w("办结", "Close it"),
        lambda said: actions.close(
            actor, incident=incident, result=said.get("result") or None, note=said["note"],
            why=said.get("why") or "", papers=said["papers"],
        ),
        w("已办结", "Closed"), lede=lede,
    )  # fmt: skip
