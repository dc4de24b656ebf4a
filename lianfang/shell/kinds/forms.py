"""shell · kind forms: the entry form, the correction and the withdrawal of any kind, and what narrows its list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms

from lianfang.ground.files import queries as files
from lianfang.kernel import clock, ids
from lianfang.kernel.evidence import PHOTO_FIELD
from lianfang.kernel.kinds import Kind, Presence
from lianfang.kernel.problems import CONFLICT, Refused
from lianfang.kernel.words import Words, w
from lianfang.shell.days import kept_day
from lianfang.shell.files.fields import FilesField
from lianfang.shell.files.shown import Shown
from lianfang.shell.forms import ActForm, FilterForm
from lianfang.shell.kinds import pickers
from lianfang.shell.kinds.fields import NOT_A_MOMENT, MomentField, as_data, as_initial, ask_when, field_of, offer
from lianfang.shell.kinds.form_schema import Spec, asked_of, walk
from lianfang.shell.kinds.grid import source_columns
from lianfang.shell.kinds.wording import at, put
from lianfang.shell.ledger.actions import Said

REASON_LONGEST = 500


class KindForm(ActForm):
    """One entry of a kind. The id is minted with the form, so that sending it twice records it once."""

    field_for: Mapping[str, str] = {
        "place_required": "place",
        "place_of_another_kind": "place",
        "person_required": "person",
        "stream_closed": "stream",
        "stream_moved": "stream",
        "thing_of_another_kind": "stream",
        "thing_of_another_unit": "stream",
        "thing_and_exercise": "stream",
        "from_the_future": "occurred_at",
        "before_campaign": "occurred_at",
        "reason_missing": "reason",
        "not_allowed": "unit",
    }
    entry_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, kind: Kind, choices: pickers.Choices, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.choices, self.now = kind, choices, now
        self.error_css_class = "has-error"
        self.fields["entry_id"].initial = ids.mint(now)
        self._envelope_first()
        known = dict(self.specs)
        for name, spec in self.specs:
            self.fields[f"data.{name}"] = field_of(spec)
            if spec.when is not None:
                ask_when(self.fields[f"data.{name}"], spec.when, known[spec.when.field])
        self._envelope_last()

    @property
    def specs(self) -> list[tuple[str, Spec]]:
        """The payload's fields with those first that the kind calls primary."""
        listed = list(walk(asked_of(self.kind.payload)))
        first = {name: i for i, name in enumerate(self.kind.primary)}
        return sorted(listed, key=lambda each: first.get(each[0].split(".")[0], len(first)))

    def _envelope_first(self) -> None:
        if self.kind.goes_on:
            self.fields["stream"] = self.choices.thing(self.kind)
        if self.kind.person is Presence.REQUIRED:
            self.fields["person"] = self.choices.person(required=True)
        if self.kind.place is Presence.REQUIRED:
            self.fields["place"] = self.choices.place(required=True)

    def _envelope_last(self) -> None:
        if self.kind.person is Presence.OPTIONAL:
            self.fields["person"] = self.choices.person(required=False)
        if self.kind.place is Presence.OPTIONAL:
            self.fields["place"] = self.choices.place(required=False)
        occurred = MomentField(label=w("发生时间", "When it happened").say(), initial=self.now)
        occurred.error_messages.update(required=NOT_A_MOMENT.say(), invalid=NOT_A_MOMENT.say())
        self.fields["occurred_at"] = occurred
        if self.kind.goes_on:  # the thing says whose it is; those of drills are not offered
            return
        self.fields["unit"] = self.choices.unit(by_place=self.kind.place is Presence.REQUIRED)
        self.fields["exercise"] = forms.BooleanField(
            label=w("这是演练，不计入统计", "This is an exercise and is not counted").say(), required=False
        )

    def folded(self) -> list[forms.BoundField]:
        """What is filled in already or may be left out: shown closed, opened where something in it does not hold.

        A kind that names its primary fields thereby says which of the optional ones are always asked.
        """
        asked = {name for name in self.fields if name.removeprefix("data.").split(".")[0] in self.kind.primary}
        spare = [
            name for name, field in self.fields.items()
            if self.kind.primary and name.startswith("data.") and not field.required and name not in asked
            and not isinstance(field, FilesField)
        ]  # fmt: skip
        named = {"place": self.kind.place, "person": self.kind.person}
        spare += [name for name, needs in named.items() if needs is Presence.OPTIONAL and not self.initial.get(name)]
        filled = ("unit", "exercise") if self.asks_when else ("occurred_at", "unit", "exercise")
        return [self[name] for name in (*spare, *filled) if name in self.fields]

    @property
    def asks_when(self) -> bool:
        """Whether it is not known when it happened, so that this is asked for before anything is recorded."""
        return "occurred_at" in self.initial and not self.initial["occurred_at"]

    def open_fields(self) -> list[forms.BoundField]:
        """What a person at the place answers."""
        folded = {bound.name for bound in self.folded()}
        return [bound for bound in self.visible_fields() if bound.name not in folded]

    @property
    def folded_has_errors(self) -> bool:
        return any(bound.errors for bound in self.folded())

    def clean(self) -> dict[str, Any]:
        """The place as its code, and the unit that the thing or place says where nobody chose another."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("stream"):
            thing = self.choices.thing_meant(self.kind, cleaned["stream"])
            if isinstance(thing, Words):
                self.add_error("stream", thing.say())
            else:
                cleaned |= {"stream": thing.id, "unit": thing.unit}
        if cleaned.get("place"):
            cleaned["place"] = self.choices.place_code(cleaned["place"])
        if "unit" in self.fields and not cleaned.get("unit") and "unit" not in self.errors and cleaned.get("place"):
            cleaned["unit"] = self.choices.unit_of_place(cleaned["place"])
            if cleaned["unit"] is None:
                self.add_error("place", w("没有找到这个地点", "No such place was found").say())
        return cleaned

    def data_said(self) -> dict[str, Any]:
        """The payload's data as it was answered; what was left open is absent."""
        found: dict[str, Any] = {}
        for name, spec in self.specs:
            value = as_data(spec, self.cleaned_data.get(f"data.{name}"))
            if value is not None:
                put(found, name, value)
        return found

    def entry_said(self) -> Said:
        """What the form says, for an action."""
        cleaned = self.cleaned_data
        return Said(
            id=cleaned["entry_id"],
            unit=cleaned.get("unit") or "",
            occurred_at=cleaned["occurred_at"],
            data=self.data_said(),
            place=cleaned.get("place") or None,
            person=UUID(cleaned["person"]) if cleaned.get("person") else None,
            exercise=bool(cleaned.get("exercise")),
            stream=cleaned.get("stream") or None,
        )

    def shows_photo(self) -> bool:
        """Whether a photo was brought that the form names: what its evidence is then claimed to be."""
        hashes = self.cleaned_data.get(f"data.{PHOTO_FIELD}") or []
        kept = self.fields[f"data.{PHOTO_FIELD}"].widget.kept if hashes else {}
        there = (each.file for sha256, each in kept.items() if sha256 in hashes and each.there)
        found = (*files.waiting(self.choices.actor, hashes).values(), *there)
        return any(file is not None and file.photo for file in found)

    def refuse(self, refused: Refused) -> None:
        """As of any form; where its id was used for something else, it gets a new one."""
        if refused.problem is CONFLICT:
            self._renew_id()
        super().refuse(refused)

    def _renew_id(self) -> None:
        renewed: Any = self.data.copy()  # type: ignore[attr-defined]
        renewed["entry_id"] = str(ids.mint(self.now))
        self.data = renewed


class CorrectionForm(KindForm):
    """The same form, filled in with what stands, and a reason. Unit, thing and exercise stay those of the original."""

    def __init__(self, *args: Any, original_data: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("unit", "stream", "exercise"):
            self.fields.pop(name, None)
        self.fields["reason"] = reason_field()
        for name, spec in self.specs:
            value = at(original_data, name)
            if value is not None:
                self.fields[f"data.{name}"].initial = as_initial(spec, value)
                offer(self.fields[f"data.{name}"], spec, value)

    def keeps(self, shown: Mapping[str, Shown]) -> None:
        """The files of the entry that is corrected, which the form then shows."""
        for field in self.fields.values():
            if isinstance(field, FilesField):
                field.widget.kept = shown

    def folded(self) -> list[forms.BoundField]:
        return []


class WithdrawalForm(ActForm):
    """A reason why an entry is taken back."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry_id"].initial = ids.mint(now)
        self.fields["reason"] = reason_field()


class ListFilter(FilterForm):
    """What narrows a kind's list."""

    day = kept_day()

    def __init__(self, kind: Kind, choices: pickers.Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = choices.unit_filter()
        if kind.place is not Presence.FORBIDDEN:
            self.fields["place"] = forms.CharField(
                label=w("地点编号", "Place code").say(), required=False, max_length=80
            )
        if kind.person is not Presence.FORBIDDEN:
            self.fields["person"] = forms.UUIDField(widget=forms.HiddenInput, required=False)
        for column in source_columns(kind):
            self.fields["source"] = forms.CharField(label=column.words.say(), required=False, max_length=80)
        self.fields["standing"] = forms.ChoiceField(
            label=w("状态", "State").say(),
            required=False,
            choices=[
                ("", w("现行有效", "Valid").say()),
                ("all", w("含已更正、撤回", "Include corrected and withdrawn").say()),
            ],
        )


def reason_field() -> forms.CharField:
    """Why something is corrected or withdrawn; never left out."""
    field = forms.CharField(
        label=w("原因", "Reason").say(),
        max_length=REASON_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=w("将与更正一起永久保留", "It is kept permanently with the correction").say(),
    )
    field.error_messages["required"] = w("请写明原因", "Give the reason").say()
    return field


def day_window(day: date | None) -> tuple[datetime | None, datetime | None]:
    """The window of a reporting day, open on both sides where no day is given."""
    if day is None:
        return None, None
    window = clock.reporting_day(day)
    return window.from_at, window.to_at
