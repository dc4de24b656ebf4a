"""upkeep · forms: the plan of backups."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from lianfang.areas.upkeep.kinds import PLAN
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell import asking
from lianfang.shell.forms import ActForm
from lianfang.shell.kinds.pickers import Choices

_NUMBERS = (
    ("every_hours", w("每隔几小时备份一次", "Every so many hours"), 1, 168),
    ("keep_days", w("保留最近几日的", "Days of which one is kept"), 0, 120),
    ("keep_weeks", w("保留最近几周的", "Weeks of which one is kept"), 0, 120),
    ("keep_months", w("保留最近几月的", "Months of which one is kept"), 0, 120),
)


class PlanForm(ActForm):
    """Where to, how often, how many."""

    def __init__(self, actor: Actor, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = Choices(actor, PLAN, day=today).unit()
        self.fields["folder"] = forms.RegexField(
            r"^/",
            label=w("文件夹（另一块盘或共享）", "Folder on a second disk or share").say(),
            max_length=200,
            help_text=w("须已存在且为空，或是本系统的备份文件夹", "It must exist, empty or with our backups").say(),
            error_messages={"invalid": w("请写完整路径，以 / 开头", "Give the full path, starting with /").say()},
        )
        for name, label, least, most in _NUMBERS:
            self.fields[name] = forms.IntegerField(label=label.say(), min_value=least, max_value=most)
        self.fields["keep_log"] = asking.tick(
            "留存日志，可恢复到某一秒", "Keep the log, to come back to a given second"
        )
