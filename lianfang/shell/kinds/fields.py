"""shell · kind fields: the form field for each shape of a payload's field, and its value as the payload takes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lianfang.kernel import clock, typed
from lianfang.kernel.payloads import PAPERS_MOST
from lianfang.kernel.words import Words, w
from lianfang.shell.days import MomentInput, TypedDay, as_typed
from lianfang.shell.files.fields import FilesField
from lianfang.shell.kinds.form_schema import FieldType, Spec, When

FEW = 7  # up to this many choices all are shown; more go into a list that opens
REQUIRED = w("请填写", "Fill this in")
CHOOSE = w("请选择", "Choose one")
NOT_A_NUMBER = w("请填数字", "Give a number")
NOT_WHOLE = w("请填整数", "Give a whole number")
NOT_A_DATE = w("请填日期，如 2020-08-10", "Give a date such as 2020-08-10")
NOT_A_MOMENT = w("请填日期和时间，如 2020-08-10 16:40", "Give date and time such as 2020-08-10 16:40")
NONE_OF_THEM = "none_of_them"
_NUMBER_DIGITS = 30


class MomentField(forms.DateTimeField):
    """A moment on the duty room's wall clock; what comes out is aware."""

    widget = MomentInput

    def prepare_value(self, value: Any) -> Any:
        return clock.local(value).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value

    def to_python(self, value: Any) -> datetime | None:
        if not isinstance(value, str) or value.strip() in self.empty_values:
            return super().to_python(value)
        return as_typed(typed.moment, value)


class LinesField(forms.CharField):
    """A list of short texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(one) for one in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class NumberField(forms.DecimalField):
    """A decimal number as it was typed, perhaps with the field's own sign behind it."""

    unit: Words | str | None = None

    def clean(self, value: Any) -> Any:
        return super().clean(_read(value, self.unit))


class WholeField(forms.IntegerField):
    """A whole number as it was typed, perhaps with the field's own sign behind it."""

    unit: Words | str | None = None

    def clean(self, value: Any) -> Any:
        return super().clean(_read(value, self.unit))


def signs(unit: Words | str | None) -> tuple[str, ...]:
    """The signs that may stand behind a number of that unit."""
    return () if not unit else (unit.zh, unit.en) if isinstance(unit, Words) else (unit,)


def _read(value: Any, unit: Words | str | None) -> Any:
    if not isinstance(value, str) or not value.strip():
        return value
    if len(value) > _NUMBER_DIGITS:
        raise ValidationError(NOT_A_NUMBER.say())
    return as_typed(lambda said: typed.number(said, *signs(unit)), value)


def field_of(spec: Spec) -> forms.Field:
    """The form field of one payload field, in the language active now."""
    made = _MAKERS.get(spec.shape, _line)(spec)
    made.label = spec.words.say()
    made.unit = spec.unit  # type: ignore[attr-defined]
    made.required = spec.required and not isinstance(made, LinesField)
    made.widget.is_required = made.required
    if spec.default is not None and not isinstance(spec.default, list | tuple):
        made.initial = as_initial(spec, spec.default)
    made.error_messages["required"] = (CHOOSE if spec.choices or spec.shape is FieldType.YES_NO else REQUIRED).say()
    made.error_messages["invalid_choice"] = CHOOSE.say()
    return made


def offer(field: forms.Field, spec: Spec, value: Any) -> None:
    """What stands already may be chosen again, though nothing offers it any more."""
    if isinstance(field, forms.ChoiceField | forms.MultipleChoiceField) and spec.choices is not None:
        listed = value if isinstance(value, list) else [value]
        gone = [(str(one), str(one)) for one in listed if str(one) not in spec.choices]
        field.choices = [*field.choices, *gone]  # type: ignore[misc]


def ask_when(field: forms.Field, when: When, other: Spec) -> None:
    """Says when the field is asked; a page with a script shows it only then, and the payload holds it anyway."""
    pause = w("、", " or ").say()
    said = pause.join(_one_said(other, value) for value in when.any_of)
    words = (
        w("“{field}”为“{said}”时必填，否则不填", "Required where “{field}” is {said}; otherwise leave it empty")
        if when.required
        else w("仅在“{field}”为“{said}”时填写", "Only where “{field}” is {said}")
    )
    field.help_text = words.fill(field=other.words, said=said).say()
    field.asked_by = f"data.{other.name}"  # type: ignore[attr-defined]
    field.asked_at = " ".join(str(as_initial(other, value)) for value in when.any_of)  # type: ignore[attr-defined]


def _one_said(spec: Spec, value: Any) -> str:
    if spec.shape is FieldType.YES_NO:
        return (w("是", "Yes") if value else w("否", "No")).say()
    said = spec.in_words(value)
    return said.say() if isinstance(said, Words) else said


def as_initial(spec: Spec, value: Any) -> Any:
    """A stored or default value as the form field starts with it."""
    if value is None:
        return None
    if spec.shape is FieldType.YES_NO:
        return "yes" if value else "no"
    if spec.shape is FieldType.CHOICE:
        return str(getattr(value, "value", value))
    if spec.shape is FieldType.MOMENT and isinstance(value, str):
        return datetime.fromisoformat(value)
    if spec.shape is FieldType.FILES:
        return [value] if isinstance(value, str) else list(value)
    return value


def as_data(spec: Spec, value: Any) -> Any:
    """A cleaned form value as the payload takes it; None where nothing was said."""
    if value in (None, "", []) and spec.shape is not FieldType.CHOICES and spec.shape is not FieldType.LINES:
        return None
    if spec.shape is FieldType.FILES:
        return value[0] if spec.longest == 1 else value
    if spec.shape is FieldType.YES_NO:
        return value == "yes"
    if spec.shape is FieldType.NUMBER and not spec.decimals:
        return float(value)
    if spec.shape is FieldType.CHOICE and spec.whole:
        return int(value)
    if spec.shape in (FieldType.CHOICES, FieldType.LINES) and not value and not spec.required and spec.default is None:
        return None
    return value


def _yes_no(spec: Spec) -> forms.Field:
    choices = [("yes", w("是", "Yes").say()), ("no", w("否", "No").say())]
    if not spec.required and spec.default is None:
        choices.append(("", w("未查", "Not checked").say()))
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)


def _choice(spec: Spec) -> forms.Field:
    choices = _said(spec.choices or {})
    few = len(choices) <= FEW
    if not spec.required and spec.default is None:
        choices.append(("", w("不填", "Not stated").say()))
    elif not few:
        choices.insert(0, ("", w("请选择", "Choose").say()))
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect if few else forms.Select)


class StatedChoices(forms.MultipleChoiceField):
    """Several of a list. That none applies is a statement of its own, never an untouched form."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[str]:
        chosen: list[str] = super().clean(value)
        if NONE_OF_THEM in chosen and len(chosen) > 1:
            raise ValidationError(
                w("“以上都没有”不能与其他选项同时选", "“None of these” cannot be combined with others").say()
            )
        return [one for one in chosen if one != NONE_OF_THEM]

    def prepare_value(self, value: Any) -> Any:
        return [NONE_OF_THEM] if value == [] and self.valid_value(NONE_OF_THEM) else value


def _choices(spec: Spec) -> forms.Field:
    choices = _said(spec.choices or {})
    if spec.required and not spec.least:
        choices.append((NONE_OF_THEM, w("以上都没有", "None of these").say()))
    return StatedChoices(choices=choices)


def _said(choices: Mapping[str, Words]) -> list[tuple[str, str]]:
    return [(value, words.say()) for value, words in choices.items()]


def _whole(spec: Spec) -> forms.Field:
    attrs = {"inputmode": "numeric", "autocomplete": "off", **_bounds(spec)}
    field = WholeField(widget=forms.NumberInput(attrs=attrs))
    field.error_messages["invalid"] = NOT_WHOLE.say()
    return field


def _number(spec: Spec) -> forms.Field:
    attrs = {"inputmode": "decimal", "autocomplete": "off", "step": "any", **_bounds(spec)}
    field = NumberField(widget=forms.NumberInput(attrs=attrs))
    field.error_messages["invalid"] = NOT_A_NUMBER.say()
    return field


def _bounds(spec: Spec) -> dict[str, str]:
    """The limits as the browser shows them; what does not hold is said by the payload itself."""
    return {name: str(value) for name, value in (("min", spec.low), ("max", spec.high)) if value is not None}


def _date(spec: Spec) -> forms.Field:
    return TypedDay()


def _moment(spec: Spec) -> forms.Field:
    field = MomentField()
    field.error_messages["invalid"] = NOT_A_MOMENT.say()
    return field


def _time(spec: Spec) -> forms.Field:
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def _text(spec: Spec) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))


def _line(spec: Spec) -> forms.Field:
    return forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off"}))


def _code(spec: Spec) -> forms.Field:
    return forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}))


def _lines(spec: Spec) -> forms.Field:
    field = LinesField()
    field.help_text = w("每行一项", "One on each line").say()
    return field


def _files(spec: Spec) -> forms.Field:
    assert spec.files is not None
    most = spec.longest or PAPERS_MOST
    return FilesField(photos_only=spec.files.photos_only, position=spec.files.position, most=most)


_MAKERS = {
    FieldType.FILES: _files,
    FieldType.YES_NO: _yes_no,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.WHOLE: _whole,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
    FieldType.MOMENT: _moment,
    FieldType.TIME: _time,
    FieldType.TEXT: _text,
    FieldType.CODE: _code,
    FieldType.LINES: _lines,
}
