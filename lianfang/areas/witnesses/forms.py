"""witnesses · forms: a keeper's set-up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from lianfang.areas.witnesses.kinds import KEEP
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell import asking
from lianfang.shell.forms import ActForm
from lianfang.shell.kinds.pickers import Choices


class HolderForm(ActForm):
    """Whose seals are witnessed, by what name, and where. The address is never filled in."""

    field_for: Mapping[str, str] = dict.fromkeys(
        ("bad_address", "witness_no_folder", "witness_beside_database"), "address"
    )

    def __init__(self, actor: Actor, today: date, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not fixed:
            self.fields["unit"] = Choices(actor, KEEP, day=today).unit()
            self.fields["unit"].label = w(
                "列出哪个单位（含下级）的封印", "Lists the seals of this unit and below"
            ).say()
        self.fields["name"] = asking.line("名称", "Name")
        self.fields["address"] = forms.CharField(
            label=w("存放位置", "Where to").say(),
            required=not fixed,
            max_length=2000,
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            help_text=(
                w("保存后不再显示；不改就留空", "Never shown once it is saved; leave empty to keep the present one")
                if fixed
                else w(
                    "共享盘目录 /mnt/witness · 邮件 mailtos://账号:密码@域名?to=收件人 · 企业微信 wecombot://密钥。保存后不再显示",
                    "A share's folder /mnt/witness · mail mailtos://user:password@domain?to=address · "
                    "WeCom wecombot://KEY. Never shown once it is saved",
                )
            ).say(),
        )
