"""alerts · forms: how the list is narrowed, what people say about an alert, and a channel's set-up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from lianfang.areas.alerts.kinds import CHANNELS, SEE
from lianfang.areas.alerts.kinds_channel_set import LANGUAGES
from lianfang.areas.alerts.payloads import SEVERITIES
from lianfang.areas.alerts.presenters import STATES, WHICH
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import asking
from lianfang.shell.forms import ActForm, FilterForm
from lianfang.shell.kinds.pickers import Choices


class Narrowing(FilterForm):
    """Whose, unit, severity, source, state."""

    def __init__(self, actor: Actor, today: date, sources: dict[str, Words], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"] = asking.choice("范围", "Which", WHICH, required=False)
        self.fields["unit"] = Choices(actor, SEE, day=today).unit_filter()
        self.fields["severity"] = asking.choice("级别", "Severity", SEVERITIES, first=asking.ALL, required=False)
        self.fields["source"] = asking.choice("来源", "Source", sources, first=asking.ALL, required=False)
        self.fields["state"] = asking.choice("状态", "State", STATES, first=asking.ALL, required=False)


class _AlertForm(ActForm):
    """What is said of an alert; where the alert has moved on meanwhile, that is the page's answer."""

    def shows(self, refused: Refused) -> bool:
        return refused.problem.status == 422


class NoteForm(_AlertForm):
    """A word on taking or reopening an alert."""

    def __init__(self, label: Words, *args: Any, required: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"] = asking.text(label.zh, label.en, required=required, rows=2)


class HandOnForm(NoteForm):
    """To which post or person, and why."""

    def __init__(self, posts: list[tuple[str, Words]], *args: Any, **kwargs: Any) -> None:
        super().__init__(w("转交说明", "What they must know"), *args, **kwargs)
        self.fields["to"] = asking.choice("交给", "Hand on to", posts)
        self.order_fields(["to", "note"])


class ResolveForm(NoteForm):
    """How it was settled: an entry, or words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(w("怎样办结的", "How it was settled"), *args, **kwargs)
        self.fields["evidence"] = forms.UUIDField(
            label=w("凭据：记录编号", "Proof: the id of an entry").say(),
            required=False,
            help_text=w(
                "从台账的记录页复制；没有记录就写明怎样办结的",
                "Copy it from the entry's page in the ledger; without one, say how it was settled",
            ).say(),
            error_messages={"invalid": w("这不是记录编号", "This is not the id of an entry").say()},
        )


class ChannelForm(ActForm):
    """A channel: its unit, name and address, and from which severity it is told. The address is never filled in."""

    field_for: Mapping[str, str] = {"bad_address": "url"}

    def __init__(self, actor: Actor, today: date, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fixed = fixed
        if not fixed:
            self.fields["unit"] = Choices(actor, CHANNELS, day=today).unit()
            self.fields["unit"].label = w("通知哪个单位（含下级）的提醒", "Alerts of this unit and below").say()
        self.fields["name"] = asking.line("名称", "Name")
        self.fields["url"] = forms.CharField(
            label=w("地址（含密钥）", "Address with its key").say(),
            required=not fixed,
            max_length=2000,
            widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
            help_text=(
                w(
                    "保存后不再显示；不改就留空",
                    "Never shown once it is saved; leave empty to keep the present one",
                )
                if fixed
                else w(
                    "企业微信 wecombot://密钥 · 钉钉 dingtalk://令牌 · 飞书 feishu://令牌 · 邮件 "
                    "mailtos://账号:密码@域名?to=收件人。保存后不再显示",
                    "WeCom wecombot://KEY · DingTalk dingtalk://TOKEN · Feishu feishu://TOKEN · mail "
                    "mailtos://user:password@domain?to=address. Never shown once it is saved",
                )
            ).say(),
        )
        self.fields["min_severity"] = asking.choice("最低级别", "Minimum severity", SEVERITIES, few=True)
        self.fields["language"] = asking.choice("消息语言", "Language of messages", LANGUAGES, few=True)
