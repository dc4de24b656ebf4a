"""incidents · gaps: proposals nobody answered, steps and reports past their clocks, plans that hold no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from lianfang.areas.incidents import policy, queries, queries_plans
from lianfang.areas.incidents.queries import Brief, marked
from lianfang.areas.incidents.rules import REPORTED, Act, Standing, TellStands, steps_of, tells_of
from lianfang.kernel import clock
from lianfang.kernel.gaps import Gap, GapSource, Severity
from lianfang.kernel.scope import acting_actor
from lianfang.kernel.words import Words, w


def unanswered(now: datetime, since: datetime) -> Iterator[Gap]:
    """Proposals that waited longer than their procedure allows."""
    for one in queries.unsettled():
        procedure = policy.found(one.code, policy.day_of(one.known_at))
        due = one.proposed_at + timedelta(minutes=procedure.answer.minutes if procedure else 0)
        if one.state == "proposed" and since <= due < now:
            words = w("无人受理：{what}", "Nobody has accepted: {what}").fill(what=one.kept_words)
            yield _gap(f"incidents.proposed_unanswered|{one.id}", one, due, words, "officer")


def overdue_steps(now: datetime, since: datetime) -> Iterator[Gap]:
    """Steps of open incidents past their clocks; each role answers for its own."""
    running = [each for each in queries.unsettled() if each.state == "open"]
    acts = queries.standing_acts([each.id for each in running])
    for one in running:
        for each in steps_of(policy.steps(one.code, one.known_at), acts[one.id], one.known_at, now):
            if each.standing is Standing.OVERDUE and each.due_at is not None and each.due_at >= since:
                words = w("超时：{what}，{step}", "Overdue: {what}, {step}").fill(
                    what=one.kept_words, step=each.step.words
                )
                key = f"incidents.step_overdue|{one.id}|{each.step.code}"
                yield _gap(key, one, each.due_at, words, each.step.owner_at(one.unit_kind), f"#step-{each.step.code}")


def overdue_reports(now: datetime, since: datetime) -> Iterator[Gap]:
    """Somebody who must be told was not told in time."""
    running = [each for each in queries.unsettled() if each.state == "open"]
    acts = queries.standing_acts([each.id for each in running])
    for one in running:
        procedure = policy.found(one.code, policy.day_of(one.known_at))
        for each in tells_of(procedure, acts[one.id], one.known_at, now) if procedure else ():
            if _late(each, since):
                words = w("未按时报告：{what}，{whom}", "Not told in time: {what}, {whom}")
                key = f"incidents.report_overdue|{one.id}|{each.tell.code}"
                filled = words.fill(what=one.kept_words, whom=each.tell.words_at(one.unit_kind))
                yield _gap(key, one, each.due_at or one.known_at, filled, "officer", "#told")


def _late(each: TellStands, since: datetime) -> bool:
    return each.standing is Standing.OVERDUE and each.due_at is not None and each.due_at >= since


def _gap(key: str, one: Brief, since: datetime, words: Words, role: str, part: str = "") -> Gap:
    return Gap(
        key, one.unit, one.path, since, words, Severity.URGENT, role, one.href + part, exercise=one.exercise,
    )  # fmt: skip


def expired_plans(now: datetime, since: datetime) -> Iterator[Gap]:
    """Plans of which no version is in force: the last one expired, or none was ever approved."""
    day = policy.day_of(now)
    for (unit, plan), group in groupby(queries_plans.every(acting_actor()), key=lambda each: (each.unit, each.plan)):
        found = [each for each in group if each.state != "withdrawn"]
        if not found or queries_plans.holding(found, day) or any(each.standing(day) == "ahead" for each in found):
            continue
        ended = max((each.effective_to for each in found if each.effective_to), default=None)
        at = _day_after(ended) if ended else found[-1].made_at
        said = (
            w("方案已过期：{plan}", "Plan expired: {plan}")
            if ended
            else w("方案未批准：{plan}", "Plan not approved: {plan}")
        )
        if since <= at <= now:
            yield Gap(
                f"incidents.plan_expired|{unit}|{plan}|{ended or 'never'}", unit, found[0].path, at,
                marked(said.fill(plan=Words(found[0].zh, found[0].en)), False), Severity.WARNING, "commander",
                f"/incidents/plans/{unit}/{plan}/",
            )  # fmt: skip


def answered(keys: Sequence[str]) -> Mapping[str, UUID]:
    """Which entry closed a gap: the answer, the step, the call or the report."""
    named = {key: key.split("|") for key in keys}
    streams = sorted({UUID(parts[1]) for parts in named.values()})
    acts, answers = queries.standing_acts(streams), queries.answers(streams)
    found: dict[str, UUID] = {}
    for key, (source, stream, *rest) in named.items():
        which = UUID(stream)
        if source == "incidents.proposed_unanswered":
            entry = answers.get(which)
        elif source == "incidents.step_overdue":
            entry = next((act.entry for act in acts[which] if act.data.get("step") == rest[0]), None)
        else:
            entry = next((act.entry for act in acts[which] if _told(act, rest[0])), None)
        if entry is not None:
            found[key] = entry
    return found


def _told(act: Act, to: str) -> bool:
    """A report is the telling in writing that the procedure's codes end with."""
    return act.data.get("to") == to or (act.kind == REPORTED and to.endswith("written"))


def _day_after(ended: object) -> datetime:
    return datetime.combine(ended, time(0), clock.zone()) + timedelta(days=1)  # type: ignore[arg-type]


GAPS = (
    GapSource("incidents.proposed_unanswered", w("突发情况无人受理", "incident not accepted"), unanswered, answered),
    GapSource("incidents.step_overdue", w("处置步骤超时", "step overdue"), overdue_steps, answered),
    GapSource("incidents.report_overdue", w("突发情况未按时报告", "not reported in time"), overdue_reports, answered),
    GapSource("incidents.plan_expired", w("方案过期或未批准", "plan expired or not approved"), expired_plans),
)
