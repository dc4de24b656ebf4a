"""screening · tests' crew: eighteen people of a unit on a list, an hour that a test moves on, and taps on the list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client

from lianfang.areas.screening.kinds_temperature_check import TEMPERATURE_CHECK
from lianfang.kernel import reading, scope
from lianfang.kernel.scope import Actor

CREW, PAD = "T161-LOG", "/screening/temperature-check/pad/"
MANY = 18
MORNING = datetime.fromisoformat("2020-08-10T08:20:00+08:00")


class Hour:
    """What time it is for the server, which a test moves on."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def readings(system: Actor) -> list[Any]:
    with scope.acting(system):
        found = reading.objects(system, TEMPERATURE_CHECK.model).filter(superseded_at=None)
        return list(found.order_by("occurred_at", "entry"))


def tap(client: Client, page: Any, **said: str) -> Any:
    """Sends the pad's form as the page holds it, with what was tapped."""
    form = page.context
    data = {"subject": form["row"].target, "entry_id": str(form["keys"]["entry_id"]), "once.site": "forehead", **said}
    if form["keys"]["step"]:
        data["step"] = form["keys"]["step"].name
    if form["keys"]["again"]:
        data["again"] = str(form["keys"]["again"].entry)
    return client.post(PAD + form["action"], data, follow=True)
