"""screening · kinds: a reading of one person's temperature."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from django.db.models import Index, Q

from lianfang.areas.screening.models import CelsiusField
from lianfang.areas.screening.payloads import WATCHED_FROM_CELSIUS, Celsius
from lianfang.areas.screening.projections import MEMBERS, MEMBERS_FOLLOW
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import Presence, Privacy
from lianfang.kernel.payloads import Line, Payload, fact
from lianfang.kernel.sums import count
from lianfang.kernel.words import Words, w

SITES = {
    "forehead": w("额温", "forehead"),
    "wrist": w("腕温", "wrist"),
    "axilla": w("腋温", "armpit"),
    "ear": w("耳温", "ear"),
}
_PEOPLE, _PERSON = (
    Path(__file__).with_name("sql").joinpath(f"{name}.sql").read_text("utf-8")
    .replace("{watched_from}", str(WATCHED_FROM_CELSIUS))
    for name in ("people_of_day", "people_of_reading")
)  # fmt: skip


class TemperatureCheck(Payload):
    """One reading of one person. `remeasure` marks the second reading that a high one asks for (domain B4 ②)."""

    celsius: Celsius = fact("体温", "temperature", unit="℃")
    site: Literal["forehead", "wrist", "axilla", "ear"] = fact("部位", "measured at", choices=SITES)
    instrument: Line | None = fact("测温仪编号", "thermometer", default=None)
    remeasure: bool = fact("复测", "second reading", default=False)


def _said(data: Mapping[str, Any]) -> Words:
    said = w("{site} {celsius} ℃", "{celsius} °C, {site}").fill(site=SITES[data["site"]], celsius=data["celsius"])
    return w("复测{said}", "second reading {said}").fill(said=said) if data["remeasure"] else said


TEMPERATURE_CHECK = declare_kind(
    "screening.temperature_check",
    TemperatureCheck,
    w("测温", "temperature check"),
    _said,
    privacy=Privacy(
        w("及早发现发热并复测、报告", "finding fevers early, to re-measure and report"), 60, sensitive=True
    ),
    see="screening.see_persons",
    person=Presence.REQUIRED,
    primary=("celsius", "site", "remeasure"),
    unprojected=("instrument",),
    columns={"celsius": CelsiusField()},
    # By person, so that a new reading finds what it changes of its day; the warm ones are few.
    indexes=(
        Index(fields=["unit", "day", "person"], name="screening_check_person"),
        Index(fields=["unit", "day", "person"], name="screening_check_warm", condition=Q(celsius__gte=37)),
        # Wherever the person was measured: whose member that is, is not the recorder's to know.
        Index(fields=["person", "day"], name="screening_check_cool_any", condition=Q(celsius__lt=37)),
        Index(fields=["person", "day"], name="screening_check_warm_any", condition=Q(celsius__gte=37)),
    ),
    sums={"screening_day": {"checks": count()}},
    then=(_PEOPLE, MEMBERS_FOLLOW),
    then_one=(_PERSON, MEMBERS_FOLLOW),
    also=MEMBERS,
)
