"""incidents · forms: what a person is asked for, on the desk and on a phone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from lianfang.areas.incidents import policy
from lianfang.areas.incidents.kinds import DRILL, PROPOSE, SEE
from lianfang.areas.incidents.kinds_incident import HOWS, LINKS, SORTS
from lianfang.areas.incidents.queries import Incident
from lianfang.areas.incidents.rules import STATES
from lianfang.ground.access.roles import role_words
from lianfang.kernel import ids
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import asking
from lianfang.shell.components.text import later
from lianfang.shell.days import DayField
from lianfang.shell.files.fields import papers
from lianfang.shell.forms import ActForm, FilterForm
from lianfang.shell.kinds.fields import REQUIRED, NumberField
from lianfang.shell.kinds.pickers import Choices

_SUCH_AS = w("如：单位党委会议", "Such as the Party committee's meeting")
_NO_NAMES = w("不写姓名、住址、电话", "No names, addresses or numbers")


def lines(zh: str, en: str, *, rows: int = 3, required: bool = True) -> forms.CharField:
    return asking.text(zh, en, _NO_NAMES, required=required, rows=rows)


class Filter(FilterForm):
    """What narrows the list of incidents."""

    state = asking.choice("状态", "State", STATES, first=asking.ALL, required=False)
    code = asking.choice("事件", "Event", required=False)

    def __init__(self, actor: Actor, day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asking.offer(self, code=_events(day, asking.ALL))
        self.fields["unit"] = Choices(actor, SEE, day=day).unit_filter()


def _events(day: date, first: Words) -> list[tuple[str, str]]:
    """The events of the playbook, after what an empty choice says."""
    return [("", first.say()), *((each.event, f"{each.event} {each.words.say()}") for each in policy.procedures(day))]


class ProposeForm(ActForm):
    """Something may have happened; the id is minted with the form, so that sending it twice proposes once."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    code = asking.choice("什么事", "What")
    note = lines("情况", "What happened", required=False)
    known_at = asking.moment("什么时候知道的", "When it was known")
    occurred_at = asking.moment("什么时候发生的", "When it happened")

    def __init__(self, actor: Actor, now: datetime, url: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Choices(actor, PROPOSE, day=policy.day_of(now), url=url)
        asking.offer(self, code=_events(policy.day_of(now), asking.CHOOSE_ONE))
        self.fields["unit"] = choices.unit()
        self.fields["place"] = choices.place(required=False)
        self.fields["person"] = choices.person(required=False)
        self.initial.update(entry=str(ids.mint(now)), known_at=now, occurred_at=now)
        self.order_fields(["entry", "code", "unit", "place", "person", "note", "known_at", "occurred_at"])


class ReasonForm(ActForm):
    """Why."""

    reason = lines("理由", "Reason")


class TellForm(ActForm):
    """Who was told, how and when, and when they received it."""

    at = asking.moment("告知时间", "Told at")
    received_at = asking.moment("对方接收时间", "Received at", required=False)
    whom = asking.line(
        "告知了谁（职务）", "Who (position)", required=False,
        hint=w("如：带班领导、社区值班室", "Such as the duty leader, the community's duty room"),
    )  # fmt: skip
    note = lines("说明", "Note", rows=2, required=False)
    papers = papers("书面通报", "The notice")

    def __init__(self, of: Incident, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tells = {each.code: each for each in of.procedure.tells} if of.procedure else {}
        self.called = {code: of.whom(each) for code, each in self.tells.items()}
        offered = {**self.called, "": w("其他", "Somebody else")}
        self.fields["to"] = asking.choice("告知对象", "Whom to tell", offered, few=True, required=False)
        hint = w("“其他”须填方式和对象", "For somebody else say how and whom")
        self.fields["how"] = asking.choice("方式", "How", HOWS, hint, few=True, required=False)
        self.initial["at"] = of.now
        self.order_fields(["to", "whom", "how", "at", "received_at", "note", "papers"])

    def clean(self) -> dict[str, Any]:
        """Whom the procedure names is told as it says; anybody else needs a word and a way."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        tell = self.tells.get(cleaned.get("to") or "")
        if tell is not None:
            cleaned["how"] = tell.how
            cleaned["whom"] = cleaned.get("whom") or self.called[tell.code].zh
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
        self.fields["role"] = asking.choice("关系", "As", LINKS, few=True)
        self.fields["person"] = choices.person(required=False)
        self.fields["place"] = choices.place(required=False)
        self.order_fields(["role", "person", "place", "entry"])


class ReportForm(ActForm):
    """A report made from the record: of which sort, to whom, and what is to be added."""

    to = asking.line("报送对象", "To")
    note = lines("补充说明", "Additional notes", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sort"] = asking.choice("种类", "Sort", SORTS, few=True)
        self.order_fields(["sort", "to", "note"])


class DrillForm(ActForm):
    """An exercise: which procedure. Name, scenario and posts are the procedure's own where nothing else is said."""

    code = asking.choice("演练哪个流程", "Which procedure")
    title = asking.line("演练名称", "Name", required=False)
    scenario = lines("情景", "Scenario", required=False)
    participants = asking.line("参加岗位", "Who takes part (positions)", required=False)
    folded_names = ("title", "place", "scenario", "participants")

    def __init__(self, actor: Actor, now: datetime, url: str, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = policy.day_of(now)
        choices = Choices(actor, DRILL, day=day, url=url)
        listed = policy.procedures(day)
        asking.offer(self, code=[(each.event, f"{each.event} {each.words.say()}") for each in listed])
        self.initial["code"] = code if code in {each.event for each in listed} else next(
            (each.event for each in listed), ""
        )  # fmt: skip
        self.fields["unit"] = choices.unit()
        self.fields["place"] = choices.place(required=False)
        self.order_fields(["code", "unit", "title", "place", "scenario", "participants"])

    @property
    def shown(self) -> list[forms.BoundField]:
        return [self["code"], self["unit"]]

    @property
    def folded(self) -> list[forms.BoundField]:
        return [self[name] for name in self.folded_names]


class InjectForm(ActForm):
    """A made-up fact: the event itself, or a reading of whoever plays the patient."""

    def __init__(self, actor: Actor, unit: str, day: date, url: str, *args: Any, event: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Choices(actor, SEE, day=day, unit=unit, url=url)
        sorts = {"event": w("事件本身", "The event itself"), "reading": w("体温（演练）", "A temperature (exercise)")}
        self.fields["sort"] = asking.choice("注入类型", "What", sorts, few=True, initial="event")
        self.fields["celsius"] = NumberField(label=w("体温", "Temperature").say())
        self.fields["celsius"].unit = "℃"  # type: ignore[attr-defined]
        self.fields["person"] = choices.person(required=True)
        self.fields["person"].help_text = w("扮演者", "Whoever plays the part").say()
        self.fields["remeasure"] = asking.tick("这是复测", "This is the second reading")
        self.fields["place"] = choices.place(required=False)
        said = w("演练：{event}", "Drill: {event}").fill(event=event).say()
        self.fields["what"] = asking.line("注入的情况", "In words")
        self.initial["what"] = said
        for name in ("celsius", "person", "remeasure"):
            field: Any = self.fields[name]
            field.asked_by, field.asked_at = "sort", "reading"
            field.required = field.required and (not self.is_bound or self.data.get("sort") == "reading")


class EndForm(ActForm):
    """What was made of the exercise; `draft` is what its record says already."""

    summary = lines("总体评价", "Summary", rows=4)

    def __init__(self, draft: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["summary"] = draft


class FindingForm(ActForm):
    """What is to be mended, by which role, until when."""

    what = lines("发现的问题", "What was found")

    def __init__(self, day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = asking.choice("责任岗位", "Responsible role", role_words())
        self.fields["due_on"] = DayField(label=w("期限", "Due").say(), initial=day + timedelta(days=7))


class MendForm(ActForm):
    """How it was mended."""

    how = lines("整改情况", "How it was rectified")


class PlanForm(ActForm):
    """Every section of a plan as lines, one rule on each, and what changed."""

    def __init__(self, parts: list[tuple[str, str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = w("每行一条；未改动的行保留来源标记", "One rule on each line; unchanged lines keep their source")
        for number, (code, heading, text) in enumerate(parts):
            rows = max(4, text.count("\n") + 2)
            field = asking.text(heading, heading, None if number else hint, rows=rows, required=False)
            field.max_length = 40_000
            field.initial = text
            self.fields[f"part-{code}"] = field
        self.fields["why"] = asking.text("修订说明", "What changed", rows=2)

    def texts(self) -> dict[str, list[str]]:
        """The lines of each section, empty ones left out."""
        return {
            name.removeprefix("part-"): [line.strip() for line in text.splitlines() if line.strip()]
            for name, text in self.cleaned_data.items()
            if name.startswith("part-")
        }


class ApproveForm(ActForm):
    """Who approves, from when and until when it holds."""

    approver = asking.line("批准人（机构）", "Approved by", _SUCH_AS)
    effective_from = DayField(label=later("生效日期", "In force from"))
    effective_to = DayField(label=later("有效期至", "In force until"))
