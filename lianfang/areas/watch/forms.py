"""watch · forms: what people type into the watch's pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from lianfang.areas.watch.actions import Plan
from lianfang.areas.watch.kinds_log import SUBJECTS
from lianfang.areas.watch.rules import Shift, Staffing
from lianfang.kernel.words import w
from lianfang.shell import asking
from lianfang.shell.components.text import later
from lianfang.shell.days import kept_day
from lianfang.shell.forms import ActForm, FilterForm

_EMPTY = [("", later("空缺", "nobody"))]


class LogForm(ActForm):
    """A line of the log: its subject is one tap, the words are typed, and it is sent."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    what = asking.choice("类别", "Category", SUBJECTS, few=True, initial="call_in")
    text = asking.text("内容", "What happened")
    other = asking.line("对方（单位、职务）", "The other party (unit, position)", required=False)
    open = asking.tick("还有事未办，列入待办", "Something remains to be done")
    due_at = asking.moment("办理时限", "Due by", required=False)
    folded_names = ("other", "due_at")

    @property
    def folded(self) -> list[forms.BoundField]:
        return [self[name] for name in self.folded_names]

    def data_said(self) -> dict[str, Any]:
        """The payload; what was left empty is left out. What has a time to be done by is open, said or not."""
        said = {name: self.cleaned_data[name] for name in ("what", "text", "other", "due_at")}
        kept = {name: value for name, value in said.items() if value}
        return {**kept, "open": self.cleaned_data["open"] or bool(said["due_at"])}


class ItemForm(ActForm):
    """An open item is done."""

    how = asking.line("办理结果", "What was done")


class PostForm(ActForm):
    """A unit begins to keep a watch."""

    phone = asking.line("值班电话", "Telephone", required=False)
    note = asking.line("说明", "Note", required=False)


class CloseForm(ActForm):
    """A watch is abolished: with a reason, and not by the way."""

    why = asking.line("撤销原因", "Why it is discontinued")
    sure = asking.tick("我已看过上面所列，确认撤销", "I have read the above: discontinue it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].required = True


class OfferForm(ActForm):
    """The leaving side signs."""

    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200_000)
    note = asking.text(
        "交班说明", "What the next shift must know", required=False, rows=2,
        hint=w(
            "下面所列由各处记录自动带入，只写记录里没有的",
            "What is listed below comes from the records: only add what they do not say",
        ),
    )  # fmt: skip


class SignForm(ActForm):
    """The taking side signs what it read."""

    offered = forms.UUIDField(widget=forms.HiddenInput)
    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200_000)


class AnswerForm(ActForm):
    """The caller notes who answered by phone."""

    by = asking.choice("应答人", "Who answered")

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asking.offer(self, by=people)


class SwapForm(ActForm):
    """Which place is given up, to whom, for which shift in return, and why."""

    given = asking.choice("让出的班", "Shift given away")
    other = asking.choice("接替人", "Substitute")
    taken = asking.choice(
        "换来的班", "Shift taken in return", required=False,
        hint=w("只请人顶班则不选", "Leave it empty for a substitution only"),
    )  # fmt: skip
    why = asking.line("原因", "Reason")

    def __init__(
        self, *args: Any, given: Sequence[Any], people: Sequence[Any], taken: Sequence[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        asking.offer(self, given=given, other=people, taken=[("", "—"), *taken])

    def shift(self, name: str) -> tuple[date, str] | None:
        """A chosen shift as (day, code); None where none was chosen."""
        value: str = self.cleaned_data[name]
        if not value:
            return None
        on, code, *_ = value.split(".")
        return date.fromisoformat(on), code


class LogFilter(FilterForm):
    """What narrows the log."""

    day = kept_day()
    what = asking.choice("类别", "Category", SUBJECTS, first=asking.ALL, required=False)
    waiting = asking.tick("只看待办", "Open items only")
    q = asking.search()


class RosterForm(ActForm):
    """A week of shifts: for each a leader and officers to choose. What is over stands as it was."""

    def __init__(
        self,
        *args: Any,
        staffed: Sequence[Staffing],
        leaders: Mapping[str, str],
        officers: Mapping[str, str],
        places: int,
        open_to: Sequence[Shift],
        late: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.staffed, self.places = tuple(staffed), places
        self.open_keys = {key_of(shift) for shift in open_to}
        for each in self.staffed:
            key, known = key_of(each.shift), (*each.officers, *[""] * places)
            self._choice(f"{key}-leader", leaders, each.leader or "", key)
            for place in range(places):
                self._choice(f"{key}-officer{place}", officers, known[place], key)
            self.fields[f"{key}-seen"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=each.number, required=False
            )
        if late:
            self.fields["why"] = asking.line(
                "补班原因", "Reason, where a shift that has begun is filled", required=False
            )

    def _choice(self, name: str, people: Mapping[str, str], value: str, key: str) -> None:
        known = {**people, **({value: people.get(value, value)} if value else {})}
        field = forms.ChoiceField(choices=[*_EMPTY, *known.items()], required=False, initial=value)
        field.disabled = key not in self.open_keys
        self.fields[name] = field

    def plans(self) -> list[Plan]:
        """What was chosen, for every shift that is not over."""
        said = self.cleaned_data
        made = []
        for each in self.staffed:
            key = key_of(each.shift)
            if key in self.open_keys:
                named = tuple(said[f"{key}-officer{place}"] for place in range(self.places))
                officers = tuple(name for name in named if name)
                leader = said[f"{key}-leader"] or None
                made.append(Plan(each.shift.on, each.shift.code, leader, officers, said.get(f"{key}-seen") or 0))
        return made


def key_of(shift: Shift) -> str:
    """A shift in a form's field names and choices: `2020-08-10.day`."""
    return f"{shift.on.isoformat()}.{shift.code}"
