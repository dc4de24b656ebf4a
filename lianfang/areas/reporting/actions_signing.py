"""reporting · actions of signing: filling in, reviewing, sending back, taking a signature back, naming a deputy."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from lianfang.areas.reporting import kinds, problems, queries_signing, rules
from lianfang.areas.reporting.actions import Done, Turn, about, check_files, check_narrative, check_seen, say, valid
from lianfang.areas.reporting.kinds import (
    CONFIRM,
    DEPUTISED,
    DEPUTY_ENDED,
    FILLED,
    RECALLED,
    REVIEWED,
    SENT_BACK,
    UNSIGNED,
)
from lianfang.areas.reporting.queries_signing import FILL, SIGN, TAKES, Stand, check_step, stand
from lianfang.areas.reporting.rules import STEP_WORDS
from lianfang.ground.access import queries as access
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.access.roles import verbs_of
from lianfang.ground.units.queries import unit as unit_on
from lianfang.kernel import clock
from lianfang.kernel.entries import Receipt
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import takes_step
from lianfang.playbook import DAILY
from lianfang.playbook.forms import SigningStep

DEPUTY_DAYS_MOST = 31


@takes_step
def fill_report(
    actor: Actor,
    *,
    unit: str,
    day: date,
    form: str = DAILY,
    narrative: str = "",
    late_reason: str = "",
    why: str = "",
    seen: str | None = None,
    how: Recording = Recording(),
) -> Done:
    """Fills a version in for others to review or sign: the first step. An amendment says `why`.

    Raises as `confirm_report` but for what concerns the other steps.
    """
    turn = Turn(actor, FILLED, unit, day, form, how)
    report = turn.report
    check_files(actor, report)
    if report.filing.number:
        rules.check_amend(report.filing, now=report.now, why=why, say=say(report))
    else:
        rules.check_confirm(
            report.filing, now=report.now, closes_at=report.day.to_at, due_at=report.due_at, late_reason=late_reason,
            say=say(report),
        )  # fmt: skip
    check_seen(report, seen)
    of = stand(report)
    first = next((step for step in of.plan.steps if step.step == FILL), SigningStep(step=FILL))
    right = check_step(actor, Stand(report, of.plan, ()), first)
    check_narrative(report, narrative)
    said = {"narrative": narrative, "late_reason": late_reason, "why": why}
    return turn.take(
        valid(
            kinds.Filled,
            {**_step(of, right), **{name: text.strip() for name, text in said.items() if text.strip()}},
        )
    )


@takes_step
def review_report(
    actor: Actor, *, unit: str, day: date, form: str = DAILY, seen: str | None = None, how: Recording = Recording()
) -> Done:
    """Reviews what was filled in, over the figures and events that stand now.

    Raises `report_step_missing`, `report_step_taken`, `report_review_again`, `report_same_person`,
    `report_not_signer`, `report_figures_moved`, `report_events_moved`.
    """
    turn = Turn(actor, REVIEWED, unit, day, form, how)
    report = turn.report
    check_files(actor, report)
    check_seen(report, seen)
    of = stand(report)
    if of.next.step == FILL:
        raise queries_signing.unready(actor, of)
    if of.next.step == SIGN:
        raise _taken_already(of)
    right = check_step(actor, of, of.next)
    return turn.take(valid(kinds.Reviewed, _step(of, right)))


@takes_step
def send_back(actor: Actor, *, unit: str, day: date, why: str, form: str = DAILY, how: Recording = Recording()) -> Done:
    """Sends what was filled in back to whoever filled it in, with the reason, in place of reviewing or signing.

    Raises `report_step_missing`, `report_not_signer`, `report_reason_needed`.
    """
    turn = Turn(actor, SENT_BACK, unit, day, form, how)
    report = turn.report
    check_files(actor, report)
    of = stand(report)
    if of.filled is None:
        raise queries_signing.unready(actor, of)
    step = of.next if of.next.step != FILL else of.plan.steps[-1]
    if queries_signing.right(actor, of, step) is None:
        check_step(actor, of, step)
    rules.check_reason(why)
    return turn.take(valid(kinds.SentBack, {**about(report), "number": of.number, "why": why.strip()}))


@takes_step
def withdraw_signature(
    actor: Actor, *, unit: str, day: date, why: str, form: str = DAILY, how: Recording = Recording()
) -> Done:
    """Takes a signature back: the last step before the sign-off, by whoever took it; or the sign-off itself, as long as
    the unit above has not received the version, by whoever may sign. Then another version is due.

    Raises `report_nothing_signed`, `report_not_your_signature`, `report_received_stands`, `report_back_already`,
    `report_reason_needed`.
    """
    of = stand(Turn(actor, UNSIGNED, unit, day, form, how).report)
    turn = Turn(actor, UNSIGNED if of.taken else RECALLED, unit, day, form, how)
    report = turn.report
    check_files(actor, report)
    if of.taken:
        last = of.taken[-1]
        if last.by != actor.login:
            raise Refused(problems.NOT_YOUR_SIGNATURE, by=login_names.who(last.by))
        rules.check_reason(why)
        return turn.take(valid(kinds.Unsigned, {**about(report), "number": of.number, "why": why.strip()}))
    if report.version is None:
        raise Refused(problems.NOTHING_SIGNED, **say(report).report)
    rules.check_recall(report.filing, why=why, say=say(report))
    check_step(actor, Stand(report, of.plan, ()), of.plan.steps[-1])
    return turn.take(valid(kinds.Recalled, {**about(report), "number": report.filing.number, "why": why.strip()}))


@takes_step
def name_deputy(
    actor: Actor,
    *,
    unit: str,
    deputy: str,
    from_day: date,
    to_day: date,
    why: str,
    form: str = DAILY,
    how: Recording = Recording(),
) -> Receipt:
    """Whoever signs for a unit names who does so in his place from one day to another.

    Raises `report_deputy_days`, `report_deputy_may_not`, `report_reason_needed`, `not_allowed`, `not_found`.
    """
    how = how.standing()
    today = clock.local(how.now).date()
    stood = unit_on(actor, unit, day=clock.day_of(how.now).date)
    actor.must(CONFIRM, stood.path)
    if not any(CONFIRM in held.verbs and held.unit in (unit, "") for held in actor.held):
        raise Refused(problems.NOT_YOUR_REPORT, unit=stood.words)
    rules.check_reason(why)
    if not today <= from_day <= to_day < from_day + timedelta(days=DEPUTY_DAYS_MOST):
        raise Refused(problems.DEPUTY_DAYS, most=DEPUTY_DAYS_MOST)
    may = {each.login for each in access.holders(actor, [unit], at=how.now) if CONFIRM in verbs_of(each.role)}
    if deputy not in may - {actor.login}:
        raise Refused(problems.DEPUTY_MAY_NOT, login=login_names.who(deputy), unit=stood.words)
    said = kinds.Deputised(form=form, path=stood.path, deputy=deputy, from_day=from_day, to_day=to_day, why=why.strip())
    return record_act(actor, DEPUTISED, unit, said, how)


@takes_step
def end_deputy(
    actor: Actor, *, unit: str, naming: UUID, why: str, form: str = DAILY, how: Recording = Recording()
) -> Receipt:
    """Ends a deputy's days at once, by whoever named him or himself. What he has signed stands.

    Raises `report_deputy_none`, `report_not_your_deputy`, `report_reason_needed`, `not_allowed`, `not_found`.
    """
    how = how.standing()
    stood = unit_on(actor, unit, day=clock.day_of(how.now).date)
    actor.must(CONFIRM, stood.path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_wait_for(%s)", (f"report_deputy:{naming}",))
    found = queries_signing.standing_deputies(actor, unit, form, clock.local(how.now).date())
    one = next((each for each in found if each.entry == naming), None)
    if one is None:
        raise Refused(problems.DEPUTY_NONE)
    if actor.login not in (one.principal, one.deputy):
        raise Refused(
            problems.NOT_YOUR_DEPUTY, principal=login_names.who(one.principal), deputy=login_names.who(one.deputy)
        )
    rules.check_reason(why)
    said = kinds.DeputyEnded(form=form, path=stood.path, naming=naming, deputy=one.deputy, why=why.strip())
    return record_act(actor, DEPUTY_ENDED, unit, said, how)


def _step(of: Stand, right: queries_signing.Right) -> dict[str, object]:
    return {
        **about(of.report), "number": of.number, "seen": of.report.token, "stands": right.stands,
        "stands_for": right.stands_for or None,
    }  # fmt: skip


def _taken_already(of: Stand) -> Refused:
    last = of.good[-1]
    return Refused(
        problems.STEP_TAKEN, number=of.number, by=login_names.who(last.by), done=STEP_WORDS[TAKES[last.kind]],
        next=STEP_WORDS[of.next.step],
    )  # fmt: skip
