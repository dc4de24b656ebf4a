"""reporting · actions: a report is confirmed, amended, received, returned and asked for here and nowhere else."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection, transaction
from pydantic import ValidationError

from lianfang.areas.reporting import kinds, problems, queries, queries_signing, rules
from lianfang.areas.reporting.kinds import (
    AMENDED,
    CONFIRM,
    CONFIRMED,
    RECEIVE,
    RECEIVED,
    REMIND,
    REMINDED,
    RETURNED,
    SEE,
)
from lianfang.areas.reporting.queries import Report
from lianfang.areas.reporting.queries_signing import TAKES, Stand
from lianfang.areas.reporting.rules import STEP_WORDS, Say
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.units.queries import Unit
from lianfang.ground.units.queries import unit as unit_on
from lianfang.kernel import clock, heads, kept, reading
from lianfang.kernel.entries import Receipt
from lianfang.kernel.faults import faults_of
from lianfang.kernel.indicators import Figures
from lianfang.kernel.kinds import KINDS, Origin
from lianfang.kernel.problems import INVALID, NOT_ALLOWED, Fault, Refused, existing
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor, Held
from lianfang.kernel.steps import next_version, takes_step
from lianfang.kernel.words import w
from lianfang.playbook import DAILY, current

_NARRATIVE_MAX = 4000


class Done(NamedTuple):
    """What became of an act on a report: its entry, whose report it is, and whether it was done past the cut-off."""

    receipt: Receipt
    unit: Unit
    late: bool


@takes_step
def confirm_report(
    actor: Actor,
    *,
    unit: str,
    day: date,
    form: str = DAILY,
    narrative: str = "",
    late_reason: str = "",
    seen: str | None = None,
    on_behalf: str = "",
    how: Recording = Recording(),
) -> Done:
    """Signs the first version of a unit's report off, with the figures that the ledger gives at this moment.

    The steps before it are taken by others (`actions_signing`), or along with it where one person may take several.
    `on_behalf` says for whom and why, where the unit above signs. What was filled in stands where nothing else is said.

    `seen` is the `Report.token` that the person had before them: if the ledger has moved since, nothing is filed.
    Raises `report_window_open`, `report_already_confirmed`, `report_late_needs_reason`, `report_not_yours`,
    `report_figures_moved`, `report_events_moved`, `report_unit_moved`, `report_steps_moved`, `report_words_signed`,
    `report_not_due`, `report_step_missing`, `report_review_again`, `report_same_person`, `report_not_signer`,
    `report_denies_events`, `not_found`, `not_allowed`, `invalid`.
    """
    turn = Turn(actor, CONFIRMED, unit, day, form, how)
    report = turn.report
    check_files(actor, report, on_behalf=on_behalf)
    of = queries_signing.stand(report)
    narrative, late_reason = filled_in(actor, of, narrative=narrative, late_reason=late_reason)
    rules.check_confirm(
        report.filing, now=report.now, closes_at=report.day.to_at, due_at=report.due_at, late_reason=late_reason,
        say=say(report),
    )  # fmt: skip
    check_seen(report, seen)
    signed = sign_off(actor, of, on_behalf)
    check_narrative(report, narrative)
    return turn.take(_filed(kinds.Confirmed, report, turn.how, signed, narrative=narrative, late_reason=late_reason))


@takes_step
def amend_report(
    actor: Actor,
    *,
    unit: str,
    day: date,
    why: str,
    form: str = DAILY,
    narrative: str = "",
    seen: str | None = None,
    on_behalf: str = "",
    how: Recording = Recording(),
) -> Done:
    """Signs a further version (更正报) off with its reason. Raises as `confirm_report`, and `report_not_confirmed`."""
    turn = Turn(actor, AMENDED, unit, day, form, how)
    report = turn.report
    check_files(actor, report, on_behalf=on_behalf)
    of = queries_signing.stand(report)
    narrative, why = filled_in(actor, of, narrative=narrative, why=why)
    rules.check_amend(report.filing, now=report.now, why=why, say=say(report))
    check_seen(report, seen)
    signed = sign_off(actor, of, on_behalf)
    check_narrative(report, narrative)
    return turn.take(_filed(kinds.Amended, report, turn.how, signed, narrative=narrative, why=why))


@takes_step
def receive_report(actor: Actor, *, unit: str, day: date, form: str = DAILY, how: Recording = Recording()) -> Done:
    """The unit above receives the newest version: an entry of its own, in its own chain of seals.

    Raises `report_own`, `report_not_confirmed`, `report_already_received`, `report_recalled`, `report_signed_yourself`.
    """
    turn = Turn(actor, RECEIVED, unit, day, form, how, by=_receiver(actor, unit, day, how.now))
    check_handles(actor, turn.report)
    rules.check_receive(turn.report.filing, say=say(turn.report))
    if turn.report.signed_by(actor.login):
        raise Refused(problems.SIGNED_YOURSELF, number=turn.report.filing.number)
    return turn.take(kinds.Received(**_handled(turn.report, how)))


@takes_step
def return_report(
    actor: Actor, *, unit: str, day: date, why: str, form: str = DAILY, how: Recording = Recording()
) -> Done:
    """The unit above asks for another version and says why. Raises as `receive_report`, `report_already_returned`,
    `report_reason_needed`."""
    turn = Turn(actor, RETURNED, unit, day, form, how, by=_receiver(actor, unit, day, how.now))
    check_handles(actor, turn.report)
    rules.check_return(turn.report.filing, why=why, say=say(turn.report))
    return turn.take(valid(kinds.Returned, {**_handled(turn.report, how), "why": why.strip()}))


@takes_step
def remind_unit(actor: Actor, *, unit: str, day: date, form: str = DAILY, how: Recording = Recording()) -> Done:
    """Reminds a unit of a report that is not there; never twice within half an hour, whoever asks.

    Raises `report_nothing_to_remind`, `report_reminded_already`.
    """
    turn = Turn(actor, REMINDED, unit, day, form, how)
    report = turn.report
    actor.must(REMIND, report.unit.path)
    rules.check_remind(report.filing, now=report.now, closes_at=report.day.to_at, say=say(report))
    return turn.take(kinds.Reminded(**about(report), due_at=report.due_at))


class Turn:
    """One act on a report; `by` is the unit whose entry it is, where it is not the report's own.

    Acts on one report wait for each other, whoever takes them: what is recalled is not received at the same moment. The
    step is counted before the report is read, so that whoever decides on what has moved on since, loses.
    """

    def __init__(
        self, actor: Actor, kind: str, unit: str, day: date, form: str, how: Recording, *, by: str = ""
    ) -> None:
        self.actor, self.kind, self.how, self.by = actor, kind, how.standing(), by or unit
        self.stream = _stream(kind, unit, day, form, by)
        with connection.cursor() as cursor:
            cursor.execute("SELECT kernel_wait_for(%s)", (f"report:{unit}:{day}:{form}",))
        self.version = next_version(self.stream)
        self.report = queries.report(actor, unit, day, now=self.how.now, form=form)

    def take(self, said: kinds.About) -> Done:
        """Records it as the next step of the report's life."""
        report = self.report
        receipt = record_act(self.actor, self.kind, self.by, said, self.how, stream=self.stream, version=self.version)
        transaction.on_commit(kept.forget)
        return Done(receipt, report.unit, report.now > report.due_at)


def _handled(report: Report, how: Recording) -> dict[str, Any]:
    """What a receipt says besides its words; it ties the unit above to the version, so that whatever is exchanged below
    afterwards contradicts it."""
    version = report.version
    return {
        **about(report),
        "number": report.filing.number,
        "of": report.unit.code,
        "report": version.digest if version else None,
        "seal": report.seal or None,
        "head": _head_digest(how),
    }


def _states_head(how: Recording) -> bool:
    """A replay states no head: one is signed with the installation's own key, and the same seed gives the same ledger
    in every installation."""
    return how.origin is not Origin.REPLAY


def _head_digest(how: Recording) -> str | None:
    """The digest of the installation's newest head, where there is one to state."""
    head = heads.newest(connection) if _states_head(how) else None
    return head.digest.hex() if head else None


def _stream(kind: str, unit: str, day: date, form: str, by: str) -> UUID:
    """The life of one report. Its reminders, and what each unit above says of it, are lives of their own: a step stands
    in the scope of whoever takes it, and none may stand in a filing's way."""
    stream = uuid5(NAMESPACE_URL, f"lianfang:report:{unit}:{day}:{form}")
    if kind == REMINDED:
        return uuid5(stream, "reminders")
    return uuid5(stream, f"handled by {by}") if by else stream


def check_files(actor: Actor, report: Report, *, on_behalf: str = "") -> None:
    """A report is filed by its own unit: whoever stands above returns it, and writes it only `on_behalf` of somebody
    there who is absent, where the form has that."""
    actor.must(SEE, report.unit.path)
    if on_behalf.strip():
        actor.must(CONFIRM, report.unit.path)
    elif not any(CONFIRM in held.verbs and held.unit in (report.unit.code, "") for held in actor.held):
        if any(held.unit == report.unit.code for held in actor.held):
            raise Refused(NOT_ALLOWED, verb=CONFIRM)
        raise Refused(problems.NOT_YOUR_REPORT, unit=report.unit.words)


def check_handles(actor: Actor, report: Report) -> None:
    """A report is received or returned by who stands above its unit, where it stood then or stands now."""
    if _above(actor, report.unit.code, report.unit.path, report.path_now):
        return
    if any(RECEIVE in held.verbs or CONFIRM in held.verbs for held in actor.held if held.unit == report.unit.code):
        raise Refused(problems.OWN_REPORT)
    actor.must(RECEIVE, report.unit.path)


def _receiver(actor: Actor, unit: str, day: date, now: datetime) -> str:
    """The unit in whose name the actor receives or returns: of those above the report's the nearest; none, empty."""
    then, since = (unit_on(actor, unit, day=each).path for each in (day, clock.day_of(now).date))
    above = _above(actor, unit, then, since)
    if not above:
        return ""
    nearest = max(above, key=lambda held: max(len(prefix) for prefix in held.prefixes))
    return nearest.unit or then.split("/")[-3:][0]


def _above(actor: Actor, unit: str, *paths: str) -> list[Held]:
    """What the actor holds above a unit and may receive its reports by."""
    return [
        held
        for held in actor.held
        if RECEIVE in held.verbs and held.unit != unit and any(held.covers(path) for path in paths)
    ]


def check_seen(report: Report, seen: str | None) -> None:
    """Refuses what was decided before a page that no longer says how the report stands."""
    if seen is None or seen == report.token:
        return
    if not seen:
        raise Refused(problems.FIGURES_MOVED)
    then, now = seen.split("."), report.token.split(".")
    if then[1:2] != now[1:2]:
        raise Refused(problems.UNIT_MOVED, unit=report.unit.words, day=f"{report.day.date:%Y-%m-%d}")
    step = report.newest_step
    if step is not None and then[4:] != now[4:]:
        raise Refused(
            problems.STEPS_MOVED, by=login_names.who(step.by), at=clock.said(step.at),
            act=existing(KINDS.get(step.kind)).words,
        )  # fmt: skip
    if report.standing_events and then[:3] == now[:3]:
        newest = max(report.standing_events, key=lambda event: event.at)
        raise Refused(problems.EVENTS_MOVED, event=newest.words, at=clock.said(newest.at))
    raise Refused(problems.FIGURES_MOVED)


def filled_in(actor: Actor, of: Stand, **words: str) -> tuple[str, ...]:
    """What the version says: as it is said now, else as it was filled in. What others have signed stands as they did.

    Raises `report_words_signed`.
    """
    if of.filled is None:
        return tuple(words.values())
    filled = {name: getattr(of.filled, name) for name in words}
    said = {name: words[name].strip() or filled[name] for name in words}
    signed = of.signed_by_others(actor.login)
    if signed is not None and said != filled:
        raise Refused(problems.WORDS_SIGNED, by=login_names.who(signed.by), done=STEP_WORDS[TAKES[signed.kind]])
    return tuple(said.values())


def check_narrative(report: Report, narrative: str) -> None:
    """Nobody signs that nothing happened while an event stands."""
    events = [(clock.said(event.at), event.words) for event in report.standing_events]
    rules.check_narrative(narrative, report.form.denials, events, say(report))


def sign_off(actor: Actor, of: Stand, on_behalf: str) -> tuple[dict[str, Any], ...]:
    """Every step of the version with who took it: those before, and those that the actor takes along with signing.

    Raises `report_review_again`, `report_step_missing`, `report_same_person`, `report_not_signer`.
    """
    *before, last = of.missing
    found = queries_signing.check_step(actor, of, last, on_behalf=on_behalf)
    rights = [queries_signing.right(actor, of, step, on_behalf=on_behalf) for step in before]
    if before and not queries_signing.takes_all(actor, of, on_behalf=on_behalf):
        raise queries_signing.unready(actor, of)
    now = of.report.now
    taken = [(TAKES[act.kind], act.by, act.at, act.stands, act.stands_for) for act in of.good]
    also = [
        (step.step, actor.login, now, each.stands, each.stands_for)
        for step, each in zip((*before, last), (*rights, found), strict=True)
        if each is not None
    ]
    return tuple(
        {"step": step, "login": login, "at": at, "stands": stands, "stands_for": whose or None}
        for step, login, at, stands, whose in (*taken, *also)
    )


def say(report: Report) -> Say:
    return Say(report.unit.words, f"{report.day.date:%Y-%m-%d}", clock.said)


def about(report: Report) -> dict[str, Any]:
    return {"form": report.form.code, "day": report.day.date, "path": report.unit.path}


def _filed(
    payload: type[kinds.Filed], report: Report, how: Recording, signed: tuple[dict[str, Any], ...], **extra: str
) -> kinds.Filed:
    """The version as it is frozen: every figure as if filed at this moment, under the newest compact witness."""
    playbook = current()
    said = {name: text.strip() for name, text in extra.items() if text.strip()}
    head = report.newest_head if _states_head(how) else ""
    made: kinds.Filed = valid(
        payload,
        {
            **about(report),
            "number": report.filing.number + 1,
            "from_at": report.day.from_at,
            "to_at": report.day.to_at,
            "due_at": report.due_at,
            "as_of": report.now,
            "figures": _figures(report.own.live),
            "below": _figures({line.code: line.live for line in report.lines}) if report.below else None,
            "children": _children(report) if report.below else (),
            "playbook": f"{playbook.meta.code} {playbook.meta.version} {playbook.digest[:16]}",
            "seal": report.seal or None,
            "head": head or None,
            "events": tuple(
                kinds.Event(
                    incident=each.id, code=each.code, unit=each.unit, at=each.at, state=each.state, open=each.open
                )
                for each in report.standing_events
            ),
            "signatures": signed,
            **said,
        },
    )
    return made


def _figures(figures: Figures) -> tuple[kinds.Figure, ...]:
    return tuple(
        kinds.Figure(
            code=code,
            value=None if m.value is None else Decimal(m.value),
            checked=m.checked,
            expected=m.expected,
            state=m.state,
        )
        for code, m in figures.items()
    )


def _children(report: Report) -> tuple[kinds.Child, ...]:
    """The newest version of each report from directly below, by its digest in the ledger."""
    found = reading.rows(
        report.actor,
        "SELECT r.unit, r.number, r.digest FROM reporting_report r WHERE r.report_day = %(day)s "
        "AND r.form = %(form)s AND r.path > %(low)s AND r.path < %(high)s AND r.number > 0 "
        "AND r.handling <> 'recalled' AND r.path = %(low)s || r.unit || '/' ORDER BY r.unit",
        **reading.under(report.unit.path), day=report.day.date, form=report.form.code,
    )  # fmt: skip
    return tuple(kinds.Child(unit=unit, version=version, digest=bytes(digest).hex()) for unit, version, digest in found)


def valid(payload: type[Any], data: dict[str, Any]) -> Any:
    """The payload, or the refusal that names each field at fault."""
    try:
        return payload(**data)
    except ValidationError as error:
        long = len(str(data.get("narrative", ""))) > _NARRATIVE_MAX
        said = (Fault("data.narrative", w("最多 4000 个字", "at most 4000 characters")),) if long else faults_of(error)
        raise Refused(INVALID, faults=said) from error
