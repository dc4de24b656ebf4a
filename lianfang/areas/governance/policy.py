"""governance · policy: by when each step is due where nobody has said: the playbook's hours, by the day of receipt."""

from __future__ import annotations

from datetime import datetime, timedelta

from lianfang.areas.governance.rules import Spans
from lianfang.areas.governance.sections import GovernancePart
from lianfang.kernel import clock
from lianfang.playbook import current
from lianfang.playbook.shapes import NoRuleOn

# Where a playbook leaves the part out nothing is ever due by itself; a far time says so without a second way to ask.
_NEVER = timedelta(days=36500)


def spans_at(moment: datetime) -> Spans:
    """The spans that held when something was received or assigned."""
    day = clock.local(moment).date()
    hours: dict[str, timedelta] = {}
    for rule in current().part(GovernancePart).directive_hours:
        try:
            hours[rule.code] = timedelta(hours=float(rule.on(day).value))
        except NoRuleOn:
            continue
    return Spans(
        acknowledge=hours.get("acknowledge_hours", _NEVER),
        measure=hours.get("measure_hours", _NEVER),
        measure_acknowledge=hours.get("measure_acknowledge_hours", _NEVER),
        report=hours.get("report_hours", _NEVER),
    )
