"""reporting · scripted: the acts of a campaign's script on the reports of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from lianfang.areas.reporting import actions, actions_signing, problems, queries
from lianfang.areas.reporting.kinds import FILLED
from lianfang.areas.reporting.queries_signing import stand
from lianfang.ground.access import queries as access
from lianfang.kernel import scope
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.scripted import Doing, Scripted


def _on(action: Callable[..., object]) -> Doing:
    """The report is named by its unit, its day and the form's code.

    Where figures have moved since somebody signed, that somebody looks again and signs once more, as people would.
    """

    def step(actor: Actor, act: Scripted, how: Recording) -> object:
        said = dict(act.data)
        if "reason" in said:
            said["why"] = said.pop("reason")
        day = date.fromisoformat(said.pop("date"))
        try:
            return action(actor, unit=act.unit, day=day, form=act.kind, how=how, **said)
        except Refused as refused:
            if refused.problem is not problems.REVIEW_AGAIN:
                raise
        _again(actor, act, day, how)
        return action(actor, unit=act.unit, day=day, form=act.kind, how=how, **said)

    return step


def _again(actor: Actor, act: Scripted, day: date, how: Recording) -> None:
    """The steps before are taken again, each by whoever took it, over the figures that stand now."""
    for before in stand(queries.report(actor, act.unit, day, now=how.now, form=act.kind)).taken:
        by = access.actor_named(before.by)
        with scope.acting(by):
            if before.kind == FILLED:
                actions_signing.fill_report(
                    by, unit=act.unit, day=day, form=act.kind, narrative=before.narrative,
                    late_reason=before.late_reason, why=before.why, how=how,
                )  # fmt: skip
            else:
                actions_signing.review_report(by, unit=act.unit, day=day, form=act.kind, how=how)


SCRIPTED: dict[str, Doing] = {
    "reporting.fill": _on(actions_signing.fill_report),
    "reporting.review": _on(actions_signing.review_report),
    "reporting.confirm": _on(actions.confirm_report),
    "reporting.receive": _on(actions.receive_report),
    "reporting.return": _on(actions.return_report),
    "reporting.amend": _on(actions.amend_report),
}
