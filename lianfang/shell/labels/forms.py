"""shell · labels forms: which labels are listed, why one is replaced, and what is typed instead of scanning."""

from __future__ import annotations

from typing import Any

from django import forms

from lianfang.kernel.labelled import LabelSource
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.components.text import later
from lianfang.shell.directory.forms import Filter, choices_of, search_field, unit_filter
from lianfang.shell.forms import ActForm

ALL, WITHOUT, WITH = "", "without", "with"


class LabelFilter(Filter):
    """What narrows the list of labels: the sort of thing, unit, kind, name or code, and whether it has a label."""

    q = search_field(later("名称、代码", "Name or code"))
    sort = forms.ChoiceField(label=later("对象", "Labels of"), required=False)
    kind = forms.ChoiceField(label=later("类别", "Kind"), required=False)
    has = forms.ChoiceField(label=later("标签", "Label"), required=False)
    field_order = ("sort", "q", "unit", "kind", "has")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)
        sources = REGISTRY.labelled()
        asked = self.data.get("sort")
        self.source: LabelSource = sources.get(asked or "", next(iter(sources.values())))
        self.fields["sort"].choices = [(code, each.words.say()) for code, each in sources.items()]  # type: ignore[attr-defined]
        self.fields["sort"].initial = self.source.code
        self.fields["unit"] = unit_filter(actor)
        if self.source.kinds is None:
            del self.fields["kind"]
        else:
            kinds = choices_of(self.source.kinds().items(), empty=w("全部", "All"))
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["has"].choices = [  # type: ignore[attr-defined]
            (ALL, w("全部", "All").say()),
            (WITHOUT, w("还没有标签", "Without one yet").say()),
            (WITH, w("已有标签", "With one").say()),
        ]
        self.order_fields(self.field_order)
        self.is_valid()


class WhyForm(ActForm):
    """Why the printed label of a thing is replaced or revoked."""

    why = forms.CharField(
        label=later("原因", "Reason"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}),
        help_text=later("如“标签照片外传”“被撕掉”", "Such as “a photo of it was shared” or “torn off”"),
    )  # fmt: skip


class SaidForm(ActForm):
    """What the camera or a hand scanner read, or somebody types: an address, a short code, or a code."""

    read = forms.CharField(
        label=later("短码或代码", "Short code or code"), max_length=300,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "enterkeyhint": "go"}
        ),
        help_text=later(
            "标签上的 6 位短码，如 K7M-3QX；扫码枪直接扫即可",
            "The 6 characters on the label, such as K7M-3QX; a hand scanner types them",
        ),
    )  # fmt: skip
    here = forms.BooleanField(required=False, widget=forms.HiddenInput)
