"""kernel · tests of scripted acts: what a script says becomes the call of an action."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Scripted, doing


def test_labels_days_and_moments_become_what_the_action_takes() -> None:
    said: list[dict[str, Any]] = []

    def action(actor: Actor, *, how: Recording, **named: Any) -> None:
        said.append(named)

    drill, who, how = uuid4(), Actor("somebody", 1, ()), Recording()
    data = {"drill": "first", "on": "2020-08-10", "at": "2020-08-10T16:40:00+08:00", "note": "x"}
    act = Scripted("T161", "", data, {"first": drill})
    doing(action, refers="drill", days=("on", "due_on"), moments=("at",))(who, act, how)
    doing(action, at_unit=False)(who, Scripted("T161", "", {"note": "y"}, {}), how)
    assert said == [
        {
            "drill": drill, "on": date(2020, 8, 10), "at": datetime.fromisoformat(data["at"]), "note": "x",
            "unit": "T161",
        },
        {"note": "y"},
    ]  # fmt: skip
    assert act.data is data
