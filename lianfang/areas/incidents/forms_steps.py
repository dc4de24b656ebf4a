"""incidents · forms of steps: what a step asks for, and what the close of an incident needs besides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from lianfang.areas.incidents import presenters_steps
from lianfang.areas.incidents.forms import lines
from lianfang.areas.incidents.queries import Incident
from lianfang.areas.incidents.rules import result_of
from lianfang.kernel.words import Words, w
from lianfang.playbook.procedures import Choice, Step
from lianfang.shell import asking
from lianfang.shell.files.fields import papers
from lianfang.shell.forms import ActForm


class StepForm(ActForm):
    """A step was done: when, and what the step asks for. The last one asks for the result where no step has said it,
    and why where something is `left`; `draft` is what the record says of it already."""

    at = asking.moment("办理时间", "Done at")

    def __init__(
        self,
        step: Step,
        now: datetime,
        *args: Any,
        draft: Words | None = None,
        results: Sequence[Choice] = (),
        left: Words | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["at"] = now
        answer = step.answer
        if answer is not None and answer.form == "choice":
            offered = {each.code: each.words for each in answer.choices}
            asked = answer.words
            self.fields["choice"] = asking.choice(asked.zh, asked.en, offered, few=True, required=answer.required)
        if answer is None or answer.form != "text":
            self.fields["text"] = lines("说明", "Note", required=False)
        else:
            self.fields["text"] = lines(answer.words.zh, answer.words.en, required=answer.required)
        if answer is not None and answer.form == "entry":
            self.fields["entry"] = forms.UUIDField(
                label=answer.words.say(), required=answer.required, help_text=w("记录编号", "The entry's id").say()
            )
        if draft is not None:
            self.initial["text"] = draft.say()
        _ask_close(self, results, left)
        self.order_fields(["choice", "result", "text", "entry", "why", "at"])


def _ask_close(form: ActForm, results: Sequence[Choice], left: Words | None) -> None:
    """What a close asks for: the result where it is not known, and why where something is still to be done."""
    if results:
        offered = {each.code: each.words for each in results}
        form.fields["result"] = asking.choice("结果", "Result", offered, few=True)
    if left is not None:
        said = w("尚未办：{left}", "Still to be done: {left}").fill(left=left)
        form.fields["why"] = asking.text(
            "有未办事项仍办结的理由", "Why it is closed although not all is done", said, rows=2
        )


class CloseForm(ActForm):
    """The result where no step has said it, and a word on it."""

    note = lines("说明", "Note", required=False)
    papers = papers("办结材料", "Closing documents")

    def __init__(self, results: Sequence[Choice], left: Words | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_close(self, results, left)
        self.order_fields(["result", "why", "note", "papers"])


def step_form(found: Incident, one: Step, sent: QueryDict | None, *, closes: bool) -> StepForm:
    """What a step asks for; the last one asks for what its close needs besides, with what the record says already."""
    if not (closes and one.closes):
        return StepForm(one, found.now, sent)
    left, known = presenters_steps.left_but(found, one.code), result_of(found.procedure, found.steps)
    return StepForm(
        one, found.now, sent, draft=presenters_steps.reviewed(found),
        results=() if known or found.procedure is None or _says_result(found, one) else found.procedure.results,
        left=left.said(found.brief.unit_kind) if left else None,
    )  # fmt: skip


def _says_result(found: Incident, one: Step) -> bool:
    """Whether the step's own answer is the result."""
    known = {each.code for each in found.procedure.results} if found.procedure else set()
    return one.answer is not None and {each.code for each in one.answer.choices} & known != set()
