"""alerts · tests · rules: a look changes what it must and nothing twice; who is next is never who was passed over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as house
from hypothesis import given
from hypothesis import strategies as st

from lianfang.areas.alerts.rules import OWN, Post, Standing, climb, first_owner, is_storm, look, quiet_until
from lianfang.areas.alerts.sections import Escalation, Quiet, escalation, held_on
from lianfang.areas.alerts.tests.conftest import NOON, gap
from lianfang.ground.access.roles import Role
from lianfang.kernel import clock
from lianfang.playbook import load

DAY = date(2020, 8, 10)
COVID = load(Path(house.BASE_DIR, "playbooks", "covid-2020"))
LINE = [("T161-D01", "drill_crew"), ("T161-P01", "project_dept"), ("T161", "team"), ("XJCG", "superior")]
_KEYS = st.sampled_from("abcdef")
_STOOD = st.tuples(st.integers(1, 5), st.sampled_from((None, "mended", "person")))
_GAPS = st.dictionaries(_KEYS, st.integers(1, 5))


def rule(severity: str = "warning") -> Escalation:
    found = escalation(COVID.escalations, "trial.gap", severity, DAY)
    assert found is not None
    return found


@given(
    before=st.dictionaries(_KEYS, st.tuples(st.integers(1, 5), st.sampled_from((None, "mended", "person")))), now=_GAPS
)
def test_a_second_look_finds_nothing_to_do(before: dict[str, tuple[int, str | None]], now: dict[str, int]) -> None:
    gaps = [gap(key, count=count) for key, count in now.items()]
    standing = {
        gap(key).key: Standing(key, gap(key).key, NOON, count, "甲", "a", ended)
        for key, (count, ended) in before.items()
    }
    changes = look(gaps, standing, NOON)
    for each in changes.open:
        standing[each.key] = Standing(each.key, each.key, NOON, each.count, "甲", "a", None)
    for known, each in (*changes.grow, *changes.reopen):
        standing[known.key] = Standing(known.alert, known.key, NOON, each.count, "甲", "a", None)
    for known in changes.mend:
        standing[known.key] = Standing(known.alert, known.key, NOON, known.count, "甲", "a", "mended")
    again = look([*gaps, *gaps], standing, NOON)
    assert (again.open, again.grow, again.mend, again.reopen) == ([], [], [], [])
    open_now = {key for key, known in standing.items() if known.ended_how is None}
    assert open_now <= {each.key for each in gaps}
    assert {each.key for each in gaps} - open_now <= {k for k, known in standing.items() if known.ended_how == "person"}


def test_what_was_not_asked_for_is_not_taken_for_gone() -> None:
    old = Standing("a", gap().key, NOON - timedelta(days=3), 1, "甲", "a", None)
    assert look([], {old.key: old}, NOON).mend == []
    assert look([], {old.key: old}, NOON - timedelta(days=3)).mend == [old]


@given(held=st.sets(st.builds(Post, st.sampled_from([*Role]), st.sampled_from([unit for unit, _ in LINE]))))
def test_every_climb_ends_and_tells_only_who_is_there(held: set[Post]) -> None:
    for severity in ("notice", "warning", "urgent"):
        answer = first_owner("site", LINE, held, rule(severity))
        told = []
        while answer.post is not None:
            assert answer.post in held
            assert answer.post not in told
            assert not set(answer.vacant) & held
            told.append(answer.post)
            answer = climb(rule(severity), answer.level, answer.post, LINE, held)
        assert len(told) <= len(rule(severity).steps) + 1
        wanted = {Post(step.role, unit) for step in rule(severity).steps for unit, kind in LINE if kind == step.at}
        assert {post for post in wanted if post in held} <= set(told)


def test_a_step_at_a_kind_of_unit_that_is_not_there_is_no_step() -> None:
    short = LINE[2:]
    answer = climb(rule(), -1, None, short[1:], {Post("superior", "XJCG"), Post("officer", "T161")})
    assert (answer.post, answer.vacant) == (Post("superior", "XJCG"), ())


@pytest.mark.parametrize(
    ("severity", "at", "until"),
    [
        ("notice", "2020-08-10T23:00", "2020-08-11T07:00"), ("warning", "2020-08-11T06:59", "2020-08-11T07:00"),
        ("warning", "2020-08-11T07:00", None), ("notice", "2020-08-10T22:29", None),
        ("notice", "2020-08-10T22:30", "2020-08-11T07:00"), ("urgent", "2020-08-10T23:00", None),
    ],
)  # fmt: skip
def test_the_night(severity: str, at: str, until: str | None) -> None:
    quiet = held_on(COVID.quiet_hours, DAY)
    assert isinstance(quiet, Quiet)
    local = datetime.fromisoformat(at).replace(tzinfo=clock.zone())
    expected = datetime.fromisoformat(until).replace(tzinfo=clock.zone()) if until else None
    assert quiet_until(quiet, severity, local) == expected
    assert quiet_until(None, severity, local.astimezone(UTC)) is None


def test_a_storm_begins_after_as_many_as_allowed() -> None:
    assert not is_storm(2, 3, 5)
    assert is_storm(3, 3, 5)


@pytest.mark.parametrize("folder", ["covid-2020", "influenza-school"])
def test_the_roles_of_every_step_exist(folder: str) -> None:
    playbook = load(Path(house.BASE_DIR, "playbooks", folder))
    kinds = {kind.code for kind in playbook.unit_kinds} | {OWN}
    steps = [step for one in playbook.escalations for version in one.versions for step in version.steps]
    assert steps
    assert {step.role for step in steps} <= {str(role) for role in Role}
    assert {step.at for step in steps} <= kinds
    for severity in ("notice", "warning", "urgent"):
        assert escalation(playbook.escalations, "any.thing", severity, date(2020, 11, 1)) is not None
