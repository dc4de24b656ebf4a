"""reporting · queries of signing: which step a report waits for, who may take it, and in which right.

The steps are the playbook's (`Form.signing`). A step is over what its taker had before him: it counts only as long as
figures and events are still those, so that nobody's name stands under what he did not see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final
from uuid import UUID

from lianfang.areas.reporting import problems
from lianfang.areas.reporting.kinds import CONFIRM, FILLED, REVIEWED, SENT_BACK, UNSIGNED
from lianfang.areas.reporting.queries import Report
from lianfang.areas.reporting.queries_acts import Act
from lianfang.areas.reporting.rules import STEP_WORDS
from lianfang.ground.access import queries as access
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.access.queries import Holder
from lianfang.ground.access.roles import verbs_of, words_of
from lianfang.kernel import clock, reading
from lianfang.kernel.problems import Refused, existing
from lianfang.kernel.scope import Actor, Held
from lianfang.kernel.words import Words, listed, w
from lianfang.playbook import DAILY
from lianfang.playbook.forms import Signing, SigningStep

FILL: Final = "fill"
REVIEW: Final = "review"
SIGN: Final = "sign"
TAKES = {FILLED: FILL, REVIEWED: REVIEW}
_IN_ONE = Signing(kinds=("unit",), steps=(SigningStep(step="sign"),), one_person="always")
_NOBODY = w("上级单位", "the superior unit")


@dataclass(frozen=True, slots=True)
class Right:
    """In which right somebody takes a step; `stands_for` says whose place it is, where it is not his own."""

    stands: str = "own"
    stands_for: str = ""


@dataclass(frozen=True)
class Stand:
    """How the version in hand stands: its steps taken in their order, and the next."""

    report: Report
    plan: Signing
    taken: tuple[Act, ...]

    @property
    def number(self) -> int:
        return self.report.filing.number + 1

    @cached_property
    def deputyships(self) -> tuple[Deputyship, ...]:
        """Who stands in for whom today on this form, where the form has that."""
        return deputyships(self.report.actor, self.report) if "deputy" in self.plan.stand_in else ()

    def deputies(self, step: SigningStep) -> dict[str, str]:
        """Login of the deputy → login of who named him, who could take the step himself: nobody lends what he has
        not."""
        may = self.takers(step)
        return {each.deputy: each.principal for each in self.deputyships if each.principal in may}

    def takers(self, step: SigningStep) -> set[str]:
        """Whoever may take a step by a role of his own at the unit."""
        return {each.login for each in self.holders if not step.roles or each.role in step.roles}

    @cached_property
    def holders(self) -> tuple[Holder, ...]:
        """Whoever may file at the unit itself, by a role there."""
        found = access.holders(self.report.actor, [self.report.unit.code], at=self.report.now)
        return tuple(each for each in found if CONFIRM in verbs_of(each.role))

    @cached_property
    def good(self) -> tuple[Act, ...]:
        """The steps that are over what the records give now."""
        seen = self.report.seen
        fresh: list[Act] = []
        for act in self.taken:
            if not f"{act.seen}.".startswith(f"{seen}."):
                break
            fresh.append(act)
        return tuple(fresh)

    @property
    def stale(self) -> Act | None:
        """The first step that was taken over other figures or events than there are now."""
        return self.taken[len(self.good)] if len(self.taken) > len(self.good) else None

    @property
    def missing(self) -> tuple[SigningStep, ...]:
        """The steps that are left, the sign-off last."""
        done = {TAKES[act.kind] for act in self.good}
        return tuple(step for step in self.plan.steps if step.step not in done)

    @property
    def next(self) -> SigningStep:
        return self.missing[0]

    @property
    def filled(self) -> Act | None:
        """What was filled in for the version in hand, whether or not figures have moved since."""
        return self.taken[0] if self.taken else None

    def signed_by_others(self, login: str) -> Act | None:
        """The newest step that somebody else has taken over the words as they were filled in: they stand then."""
        return next((act for act in reversed(self.good) if act.by != login), None)


def stand(report: Report) -> Stand:
    """How the signing of a report's next version stands."""
    return Stand(report, report.form.signing_of(report.unit.kind) or _IN_ONE, _taken(report.acts))


def _taken(acts: Iterable[Act]) -> tuple[Act, ...]:
    found: list[Act] = []
    for act in acts:
        if act.files or act.kind == SENT_BACK:
            found = []
        elif act.kind == UNSIGNED:
            found = found[:-1]
        elif act.kind == FILLED:
            found = [act]
        elif act.kind == REVIEWED:
            found.append(act)
    return tuple(found)


def right(actor: Actor, of: Stand, step: SigningStep, *, on_behalf: str = "") -> Right | None:
    """In which right the actor takes a step now; None where he may not at all. `on_behalf` is said from above."""
    unit = of.report.unit
    own = [held for held in actor.held if CONFIRM in held.verbs and held.unit in (unit.code, "")]
    if any(_suits(held, step) for held in own):
        return Right()
    principal = of.deputies(step).get(actor.login)
    if principal is not None:
        return Right("deputy", principal)
    if own and not _others(of, step):
        return Right()  # nobody at the unit has the role: whoever files there does it
    above = "above" in of.plan.stand_in and on_behalf.strip()
    if above and any(_suits(held, step) and held.covers(unit.path) for held in _above(actor, unit.code)):
        return Right("above", on_behalf.strip())
    return None


def _above(actor: Actor, unit: str) -> list[Held]:
    return [held for held in actor.held if CONFIRM in held.verbs and held.unit not in (unit, "")]


def _suits(held: Held, step: SigningStep) -> bool:
    return not step.roles or held.role in step.roles or held.unit == ""


def others(actor: Actor, of: Stand, step: SigningStep) -> list[str]:
    """The logins of everybody else who may take the step at the unit today."""
    return sorted(_others(of, step) - {actor.login})


def _others(of: Stand, step: SigningStep) -> set[str]:
    """Who may take it by a role at the unit, or as a deputy; the actor may be among them. Whoever has a deputy today is
    away: nobody waits for him, though he may sign if he is there."""
    deputies = of.deputies(step)
    return of.takers(step) - set(deputies.values()) | set(deputies)


def takes_several(actor: Actor, of: Stand, step: SigningStep) -> bool:
    """Whether whoever took a step before may take this one as well."""
    rule = of.plan.one_person
    return rule == "always" or (rule == "if_alone" and not others(actor, of, step))


@dataclass(frozen=True, slots=True)
class Deputyship:
    """Somebody signs one form of a unit in another's place on some days."""

    entry: UUID
    deputy: str
    principal: str
    from_day: date
    to_day: date
    why: str


def deputyships(actor: Actor, report: Report) -> tuple[Deputyship, ...]:
    """Who stands in for whom today, on the report's own form at its unit."""
    today = clock.local(report.now).date()
    found = standing_deputies(actor, report.unit.code, report.form.code, today)
    return tuple(each for each in found if each.from_day <= today)


def standing_deputies(actor: Actor, unit: str, form: str, today: date) -> list[Deputyship]:
    """Who stands in for whom on a form today or on later days, in the order in which they were named."""
    found = reading.rows(
        actor,
        "SELECT d.entry, d.deputy, e.recorded_by, d.from_day, d.to_day, d.why "
        "FROM reporting_deputy d JOIN ledger_entry e ON e.id = d.entry "
        "WHERE d.unit = %(unit)s AND d.form = %(form)s AND d.to_day >= %(today)s AND d.superseded_at IS NULL "
        "AND NOT d.exercise AND NOT EXISTS (SELECT 1 FROM reporting_deputy_end x WHERE x.naming = d.entry "
        "AND x.superseded_at IS NULL AND NOT x.exercise) ORDER BY d.recorded_at",
        unit=unit, form=form, today=today,
    )  # fmt: skip
    return [Deputyship(*row) for row in found]


def bars(actor: Actor, of: Stand, step: SigningStep, *, on_behalf: str = "") -> Refused | None:
    """What stands against the actor's taking a step: `report_not_signer`, `report_same_person`, or nothing."""
    if right(actor, of, step, on_behalf=on_behalf) is None:
        return Refused(
            problems.NOT_SIGNER, unit=of.report.unit.words, step=STEP_WORDS[step.step], roles=roles_said(step),
            who=who_said(actor, of, step),
        )  # fmt: skip
    before = next((act for act in of.good if act.by == actor.login), None)
    if before is not None and not takes_several(actor, of, step):
        return Refused(
            problems.SAME_PERSON, who=login_names.who(actor.login), done=STEP_WORDS[TAKES[before.kind]],
            number=of.number, step=STEP_WORDS[step.step], others=who_said(actor, of, step),
        )  # fmt: skip
    return None


def check_step(actor: Actor, of: Stand, step: SigningStep, *, on_behalf: str = "") -> Right:
    """The right in which the actor takes a step. Raises what `bars` it."""
    barred = bars(actor, of, step, on_behalf=on_behalf)
    if barred is not None:
        raise barred
    return existing(right(actor, of, step, on_behalf=on_behalf))


def roles_said(step: SigningStep) -> Words:
    """The roles of a step in words."""
    return listed([words_of(role) for role in step.roles]) if step.roles else w("本单位填报人员", "whoever files there")


def who_said(actor: Actor, of: Stand, step: SigningStep) -> Words:
    """Who else may take it, by name."""
    called = login_names.called(actor, others(actor, of, step))
    return listed([each.words for each in called.values()]) if called else _NOBODY


def may_sign_off(actor: Actor, of: Stand, *, on_behalf: str = "") -> bool:
    """Whether the actor can sign the version off now, with every step that is missing before."""
    *before, last = of.missing
    return bars(actor, of, last, on_behalf=on_behalf) is None and (
        not before or takes_all(actor, of, on_behalf=on_behalf)
    )


def takes_all(actor: Actor, of: Stand, *, on_behalf: str = "") -> bool:
    """Whether one person may take every step that is missing."""
    return all(
        right(actor, of, step, on_behalf=on_behalf) is not None and takes_several(actor, of, step)
        for step in of.missing
    )


def may_take(actor: Actor, of: Stand) -> bool:
    """Whether the actor can take the next step."""
    return bars(actor, of, of.next) is None


def may_amend(actor: Actor, of: Stand) -> bool:
    """Whether the actor can put a further version in hand: sign it off alone, or fill it in for others. Once it waits
    for the next to sign, its words stand, and who may fill can only fill it in again."""
    if of.report.version is None:
        return False
    fills = next((step for step in of.plan.steps if step.step == FILL), of.plan.steps[-1])
    return may_fill(actor, of, fills) or (of.filled is None and may_sign_off(actor, of))


def may_fill(actor: Actor, of: Stand, step: SigningStep) -> bool:
    """Whether the actor can fill the version in hand in, the first time or again."""
    return bars(actor, Stand(of.report, of.plan, ()), step) is None


def lends(actor: Actor, of: Stand) -> bool:
    """Whether the actor has a step of his own that a deputy could take for him."""
    return "deputy" in of.plan.stand_in and any(actor.login in of.takers(step) for step in of.plan.steps)


def days_in_hand(actor: Actor, unit: str, *, before: date, form: str = DAILY, most: int = 5) -> list[date]:
    """The newest days before one on which a version is filled in that nobody has signed off yet."""
    return reading.column(
        actor,
        "SELECT DISTINCT s.report_day FROM reporting_step s LEFT JOIN reporting_report r ON r.unit = s.report_unit "
        "AND r.report_day = s.report_day AND r.form = s.form WHERE s.report_unit = %(unit)s AND s.form = %(form)s "
        "AND s.report_day < %(before)s AND s.kind = %(filled)s AND s.superseded_at IS NULL AND NOT s.exercise "
        "AND s.number > coalesce(r.number, 0) ORDER BY s.report_day DESC LIMIT %(most)s",
        unit=unit, form=form, before=before, filled=FILLED, most=most,
    )  # fmt: skip


def unready(actor: Actor, of: Stand) -> Refused:
    """Why a version cannot be signed off yet: a step is missing, or was taken over other figures."""
    step = of.next
    if of.stale is not None:
        stale = of.stale
        return Refused(
            problems.REVIEW_AGAIN, by=login_names.who(stale.by), done=STEP_WORDS[TAKES[stale.kind]],
            again=STEP_WORDS[step.step],
        )  # fmt: skip
    return Refused(
        problems.STEP_MISSING, number=of.number, missing=STEP_WORDS[step.step], step=STEP_WORDS[SIGN],
        who=who_said(actor, of, step),
    )  # fmt: skip
