"""witnesses · forms: a keeper's set-up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from lianfang.areas.witnesses.kinds import KEEP
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.kinds.fields import REQUIRED
from lianfang.shell.kinds.pickers import Choices

_ADDRESS_PROBLEMS = {"bad_address", "witness_no_folder", "witness_beside_database"}


class HolderForm(forms.Form):
    """Whose seals are witnessed, by what name, and where. The address is never filled in."""

    def __init__(self, actor: Actor, today: date, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not fixed:
            self.fields["unit"] = Choices(actor, KEEP, day=today).unit()
            self.fields["unit"].label = w(
                "列出哪个单位（含下级）的封印", "Lists the seals of this unit and below"
            ).say()
        self.fields["name"] = forms.CharField(label=w("名称", "Name").say(), max_length=200)
        self.fields["address"] = forms.CharField(
            label=w("存到哪里", "Where to").say(),
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
        for field in self.fields.values():
            field.error_messages["required"] = REQUIRED.say()

    def refuse(self, refused: Refused) -> None:
        """Puts a refusal at its field, or above the form; what is no matter of the form is raised on."""
        if refused.problem.status not in (409, 422):
            raise refused
        for fault in refused.faults:
            name = fault.path.rpartition(".")[2]
            self.add_error(name if name in self.fields else None, fault.says.say())
        if not refused.faults:
            said = w("{says}。{remedy}", "{says}. {remedy}").fill(says=refused.says, remedy=refused.remedy)
            self.add_error("address" if refused.problem.code in _ADDRESS_PROBLEMS else None, said.say())
