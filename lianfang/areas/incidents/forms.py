"""incidents · forms: what a person is asked for, on the desk and on a phone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from lianfang.areas.incidents import policy
from lianfang.areas.incidents.kinds import DRILL, PROPOSE, SEE
from lianfang.areas.incidents.payloads import HOWS, LINKS, SORTS
from lianfang.areas.incidents.rules import STATES
from lianfang.ground.access.roles import ROLE_WORDS
from lianfang.kernel import ids
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.playbook.procedures import Procedure, Step
from lianfang.shell.components.text import later
from lianfang.shell.days import DayField
from lianfang.shell.forms import ActForm, FilterForm, moment_field
from lianfang.shell.kinds.fields import REQUIRED, NumberField
from lianfang.shell.kinds.pickers import Choices

_NO_NAMES = later("不写姓名、住址、电话", "No names, addresses or numbers")


def _lines(zh: str, en: str, *, rows: int = 3, required: bool = True, hint: Any = _NO_NAMES) -> forms.CharField:
    return forms.CharField(
        label=later(zh, en), required=required, max_length=4000, help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def _few(zh: str, en: str, choices: list[tuple[str, Words]], *, required: bool = True) -> forms.ChoiceField:
    said = [(code, later(words.zh, words.en)) for code, words in choices]
    return forms.ChoiceField(label=later(zh, en), choices=said, required=required, widget=forms.RadioSelect)


class Filter(FilterForm):
    """What narrows the list of incidents."""

    state = forms.ChoiceField(required=False, label=later("状态", "State"))
    code = forms.ChoiceField(required=False, label=later("事件", "Event"))

    def __init__(self, actor: Actor, day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", w("全部", "All").say())
        self.fields["state"].choices = [every, *((code, words.say()) for code, words in STATES.items())]  # type: ignore[attr-defined]
        self.fields["code"].choices = [every, *events(day)]  # type: ignore[attr-defined]
        self.fields["unit"] = Choices(actor, SEE, day=day).unit_filter()


def events(day: date) -> list[tuple[str, str]]:
    """The events of the playbook: code and words."""
    return [(each.event, f"{each.event} {each.words.say()}") for each in policy.procedures(day)]


class ProposeForm(ActForm):
    """Something may have happened; the id is minted with the form, so that sending it twice proposes once."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    code = forms.ChoiceField(label=later("什么事", "What"))
    note = _lines("情况", "What happened", required=False)
    known_at = moment_field("什么时候知道的", "When it was known")
    occurred_at = moment_field("什么时候发生的", "When it happened")

    def __init__(self, actor: Actor, now: datetime, url: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Choices(actor, PROPOSE, day=policy.day_of(now), url=url)
        blank = ("", w("请选择", "Choose").say())
        self.fields["code"].choices = [blank, *events(policy.day_of(now))]  # type: ignore[attr-defined]
        self.fields["unit"] = choices.unit()
        self.fields["place"] = choices.place(required=False)
        self.fields["person"] = choices.person(required=False)
        self.initial.update(entry=str(ids.mint(now)), known_at=now, occurred_at=now)
        self.order_fields(["entry", "code", "unit", "place", "person", "note", "known_at", "occurred_at"])


class ReasonForm(ActForm):
    """Why."""

    reason = _lines("理由", "Reason")


class StepForm(ActForm):
    """A step was done: when, and what the step asks for."""

    at = moment_field("办理时间", "Done at")

    def __init__(self, step: Step, now: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["at"] = now
        answer = step.answer
        if answer is not None and answer.form == "choice":
            listed = [(each.code, each.words) for each in answer.choices]
            self.fields["choice"] = _few(answer.words.zh, answer.words.en, listed, required=answer.required)
        if answer is None or answer.form != "text":
            self.fields["text"] = _lines("说明", "Note", required=False)
        else:
            self.fields["text"] = _lines(answer.words.zh, answer.words.en, required=answer.required)
        if answer is not None and answer.form == "entry":
            self.fields["entry"] = forms.UUIDField(
                label=answer.words.say(), required=answer.required, help_text=w("记录编号", "The entry's id").say()
            )
        self.order_fields(["choice", "text", "entry", "at"])


class TellForm(ActForm):
    """Who was told, how and when, and when they received it."""

    at = moment_field("告知时间", "Told at")
    received_at = moment_field("对方接收时间", "Received at", required=False)
    whom = forms.CharField(
        label=later("告知了谁（职务）", "Who (by office)"), max_length=200, required=False,
        help_text=later("如：带班领导、社区值班室", "Such as the duty leader, the community's duty room"),
    )  # fmt: skip
    note = _lines("说明", "Note", rows=2, required=False)

    def __init__(self, procedure: Procedure | None, now: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tells = {each.code: each for each in procedure.tells} if procedure else {}
        listed = [(each.code, each.words) for each in self.tells.values()]
        self.fields["to"] = _few("告知对象", "Whom", [*listed, ("", w("其他", "Somebody else"))], required=False)
        self.fields["how"] = _few("方式", "How", list(HOWS.items()), required=False)
        self.fields["how"].help_text = w("“其他”须填方式和对象", "For somebody else say how and whom").say()
        self.initial["at"] = now
        self.order_fields(["to", "whom", "how", "at", "received_at", "note"])

    def clean(self) -> dict[str, Any]:
        """Whom the procedure names is told as it says; anybody else needs a word and a way."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        tell = self.tells.get(cleaned.get("to") or "")
        if tell is not None:
            cleaned["how"] = tell.how
            cleaned["whom"] = cleaned.get("whom") or tell.words.zh
        for name in ("how", "whom"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, REQUIRED.say())
        return cleaned


class LinkForm(ActForm):
    """A person, a place or an entry that belongs to it."""

    entry = forms.UUIDField(label=later("记录编号", "An entry's id"), required=False)

    def __init__(self, actor: Actor, unit: str, day: date, url: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Choices(actor, SEE, day=day, unit=unit, url=url)
        self.fields["role"] = _few("关系", "As", list(LINKS.items()))
        self.fields["person"] = choices.person(required=False)
        self.fields["place"] = choices.place(required=False)
        self.order_fields(["role", "person", "place", "entry"])


class ReportForm(ActForm):
    """A report made from the record: of which sort, to whom, and what is to be added."""

    to = forms.CharField(label=later("报送对象", "To"), max_length=200)
    note = _lines("补充说明", "Further words", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sort"] = _few("种类", "Sort", list(SORTS.items()))
        self.order_fields(["sort", "to", "note"])


class CloseForm(ActForm):
    """The result, and a word on it."""

    note = _lines("说明", "Note", required=False)

    def __init__(self, procedure: Procedure, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"] = _few("结果", "Result", [(each.code, each.words) for each in procedure.results])
        self.order_fields(["result", "note"])


class DrillForm(ActForm):
    """An exercise: which procedure, by what scenario, with whom."""

    code = forms.ChoiceField(label=later("演练哪个流程", "Which procedure"))
    title = forms.CharField(label=later("演练名称", "Name"), max_length=200)
    scenario = _lines("情景", "Scenario")
    participants = forms.CharField(label=later("参加岗位", "Who takes part (by office)"), max_length=200)

    def __init__(self, actor: Actor, now: datetime, url: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Choices(actor, DRILL, day=policy.day_of(now), url=url)
        blank = ("", w("请选择", "Choose").say())
        self.fields["code"].choices = [blank, *events(policy.day_of(now))]  # type: ignore[attr-defined]
        self.fields["unit"] = choices.unit()
        self.fields["place"] = choices.place(required=False)
        self.order_fields(["code", "title", "unit", "place", "scenario", "participants"])


class InjectForm(ActForm):
    """A made-up fact: a reading of whoever plays the patient, or the event itself."""

    def __init__(self, actor: Actor, unit: str, day: date, url: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Choices(actor, SEE, day=day, unit=unit, url=url)
        sorts = [
            ("reading", w("体温（演练）", "A temperature (exercise)")),
            ("event", w("事件本身", "The event itself")),
        ]
        self.fields["sort"] = _few("注入什么", "What", sorts)
        self.fields["celsius"] = NumberField(label=w("体温", "Temperature").say(), required=False)
        self.fields["celsius"].unit = "℃"  # type: ignore[attr-defined]
        self.fields["remeasure"] = forms.BooleanField(
            label=w("这是复测", "This is the second reading").say(), required=False
        )
        self.fields["person"] = choices.person(required=False)
        self.fields["person"].help_text = w("扮演者", "Whoever plays the part").say()
        self.fields["place"] = choices.place(required=False)
        self.fields["what"] = forms.CharField(label=w("注入的情况", "In words").say(), max_length=200)

    def clean(self) -> dict[str, Any]:
        """A reading is of somebody."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("sort") == "reading":
            for name in ("celsius", "person"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, REQUIRED.say())
        return cleaned


class EndForm(ActForm):
    """What was made of the exercise."""

    summary = _lines("总体评价", "Summary", rows=4)


class FindingForm(ActForm):
    """What is to be mended, by which role, until when."""

    what = _lines("发现的问题", "What was found")

    def __init__(self, day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(str(role), words.say()) for role, words in ROLE_WORDS.items()]
        self.fields["owner"] = forms.ChoiceField(label=w("责任岗位", "Responsible role").say(), choices=roles)
        self.fields["due_on"] = DayField(
            label=w("期限", "Until").say(), initial=day + timedelta(days=7),
        )  # fmt: skip


class MendForm(ActForm):
    """How it was mended."""

    how = _lines("整改情况", "How it was rectified")


class PlanForm(ActForm):
    """Every section of a plan as lines, one rule on each, and what changed."""

    def __init__(self, parts: list[tuple[str, str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = w("每行一条；未改动的行保留来源标记", "One rule on each line; unchanged lines keep their source").say()
        for number, (code, heading, text) in enumerate(parts):
            field = _lines(
                heading, heading, rows=max(4, text.count("\n") + 2), required=False, hint=hint if not number else ""
            )
            field.max_length = 40_000
            field.initial = text
            self.fields[f"part-{code}"] = field
        self.fields["why"] = _lines("修订说明", "What changed", rows=2, hint="")

    def texts(self) -> dict[str, list[str]]:
        """The lines of each section, empty ones left out."""
        return {
            name.removeprefix("part-"): [line.strip() for line in text.splitlines() if line.strip()]
            for name, text in self.cleaned_data.items()
            if name.startswith("part-")
        }


class ApproveForm(ActForm):
    """Who approves, from when and until when it holds."""

    approver = forms.CharField(
        label=later("批准人（机构）", "Approved by"), max_length=200,
        help_text=later("如：队党委会议", "Such as the Party committee's meeting"),
    )  # fmt: skip
    effective_from = DayField(label=later("生效日期", "In force from"))
    effective_to = DayField(label=later("有效期至", "In force until"))
