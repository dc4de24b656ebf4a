"""playbook · tests: what another playbook changes, what it may not, and what stands in the database of it."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from lianfang.kernel.problems import Refused
from lianfang.playbook import applying, current, load, number_sql, start, stored
from lianfang.playbook.applying import Effect
from lianfang.playbook.current import forget, named, working_by
from lianfang.playbook.faults import Unreadable
from lianfang.playbook.verify import discrepancies

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
COVID = Path(__file__).resolve().parents[3] / "playbooks" / "covid-2020"
TODAY = date(2020, 8, 11)
AT = datetime(2020, 8, 11, 2, tzinfo=UTC)
_FEVER = (
    "      - {value: 37.3, source: public_excerpts, mark: F, verified: false, valid_from: 2020-03-07, valid_to: null}\n"
)
Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """`edited(file, old, new)`: a copy of the playbook with that change, once for each call on top of the last."""
    folder = Path(shutil.copytree(COVID, tmp_path / "copy"))

    def edit(name: str, old: str, new: str) -> Path:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return edit


def _effect(folder: Path, today: date = TODAY, first: date = date.min) -> tuple[Effect, list[str]]:
    old, new = load(COVID), load(folder)
    found = applying.effect(old, new, today, first)
    return found, [each.problem.code for each in applying.refusals(old, new, found, today)]


def _fever(folder: Edit, *, closed: str, begins: str) -> Path:
    fresh = _FEVER.replace("37.3", "37.5").replace("2020-03-07", begins)
    return folder("thresholds.yaml", _FEVER, _FEVER.replace("valid_to: null", f"valid_to: {closed}") + fresh)


def test_a_version_from_today_on_is_no_past(edited: Edit) -> None:
    found, refused = _effect(_fever(edited, closed="2020-08-10", begins="2020-08-11"))
    assert (found.since, found.rewritten, refused) == (TODAY, (), [])


@pytest.mark.parametrize(("closed", "begins"), [("2020-08-09", "2020-08-10"), ("2020-08-08", "2020-08-11")])
def test_a_version_that_reaches_into_yesterday_is_refused(edited: Edit, closed: str, begins: str) -> None:
    found, refused = _effect(_fever(edited, closed=closed, begins=begins))
    assert [each.rule for each in found.rewritten] == ["thresholds[fever_celsius]"]
    assert refused == ["playbook_rewrites_past"]


def test_days_before_the_first_record_were_never_judged(edited: Edit) -> None:
    folder = edited("thresholds.yaml", "value: 37.3", "value: 37.2")
    assert _effect(folder, first=TODAY)[1] == []
    found, refused = _effect(folder, first=date(2020, 8, 10))
    assert [(each.rule, each.day) for each in found.rewritten] == [("thresholds[fever_celsius]", date(2020, 8, 10))]
    assert refused == ["playbook_rewrites_past"]
    assert _effect(folder, today=date(2026, 3, 1), first=date(2026, 1, 5))[1] == [], (
        "past its last day it judged nothing"
    )
    assert found.since == date(2020, 3, 7), "what is derived is made again all the same"


def test_a_version_that_began_is_not_altered_but_what_is_said_of_it_may_be(edited: Edit) -> None:
    assert _effect(edited("thresholds.yaml", "value: 37.3", "value: 37.2"))[1] == ["playbook_rewrites_past"]
    found, refused = _effect(edited("thresholds.yaml", "value: 37.2", "value: 37.3"))
    assert (found.changes, refused) == ((), [])
    found, refused = _effect(edited("thresholds.yaml", "note: Stated for", "note: Said for"))
    assert (len(found.changes), found.since, refused) == (1, None, [])


def test_what_bears_no_date_holds_for_all_days_and_another_outbreak_is_another_installation(edited: Edit) -> None:
    found, refused = _effect(edited("units.yaml", "zh: ", "zh: 某"))
    assert (found.since, refused) == (date.min, [])
    assert _effect(COVID.parent / "influenza-school")[1] == ["playbook_other_outbreak"]


def test_a_better_wording_is_no_other_rule(edited: Edit) -> None:
    found, refused = _effect(edited("cases.yaml", "Determined by the health", "Confirmed by the health"))
    assert (found.since, found.rewritten, refused) == (None, (), [])


def test_an_end_in_the_past_is_refused_and_one_in_the_future_is_not() -> None:
    old = load(COVID)
    for last, codes in ((date(2020, 9, 30), set()), (date(2020, 8, 1), {"playbook_rewrites_past"})):
        new = old.model_copy(update={"meta": old.meta.model_copy(update={"valid_to": last})})
        found = applying.effect(old, new, TODAY)
        assert {each.problem.code for each in applying.refusals(old, new, found, TODAY)} == codes


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("playbook.yaml", "timezone: Asia/Shanghai", "timezone: Asia/Tokyo"),
        ("cutoffs.yaml", 'at: "16:00"', 'at: "18:00"'),
        (
            "cutoffs.yaml",
            '{at: "16:00", source: house, mark: H, verified: false, valid_from: 2020-03-07',
            '{at: "18:00", source: house, mark: H, verified: false, valid_from: 2020-08-12',
        ),
    ],
)  # fmt: skip
def test_the_days_of_the_ledger_keep_their_close(edited: Edit, file: str, old: str, new: str) -> None:
    """Also from tomorrow on: what bears an hour in yesterday's day would stand in another day afterwards."""
    folder, before = edited(file, old, new), load(COVID)
    after = load(folder)
    found = applying.effect(before, after, TODAY)
    (refused,) = applying.refusals(before, after, found, TODAY)
    assert refused.problem.code == "playbook_day_moves"
    assert "16:00 (Asia/Shanghai)" in refused.says.zh


def _number(code: str, day: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {number_sql(code)}", {"day": day})
        return cursor.fetchone()[0]


def test_sql_judges_by_the_rule_of_the_day_within_the_playbooks_own_period() -> None:
    assert float(_number("fever_celsius", "2020-08-11")) == 37.3
    assert _number("fever_celsius", "2020-03-06") is None
    assert _number("fever_celsius", "2021-01-01") is None  # past the playbook's last day
    assert _number("no_such_rule", "2020-08-11") is None


def test_nobody_but_the_owner_writes_them_and_what_was_applied_stays() -> None:
    for table in ("playbook_applied", "playbook_rule"):
        for what in (f"DELETE FROM {table}", f"UPDATE {table} SET digest = ''"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(what)
    with pytest.raises(DatabaseError), transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE playbook_applied SET digest = ''")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_another_is_in_force_in_a_process_that_runs(edited: Edit) -> None:
    folder, owner = _fever(edited, closed="2020-08-10", begins="2020-08-11"), connections["owner"]
    before = stored.newest_number()
    applying.put_in_force(owner, load(folder), stored.read_folder(folder), instead_of=before, by="tester", at=AT)
    assert [float(_number("fever_celsius", day)) for day in ("2020-08-10", "2020-08-11")] == [37.3, 37.5]
    assert list(discrepancies(owner)) == []
    with working_by(None):
        forget()
        assert float(current().number("fever_celsius", TODAY)) == 37.5
        assert current().digest == load(folder).digest == stored.history()[0].digest
    with pytest.raises(Refused) as refused:
        applying.put_in_force(owner, load(COVID), {}, instead_of=before, by="tester", at=AT)
    assert refused.value.problem.code == "playbook_applied_meanwhile"
    with owner.cursor() as cursor:
        cursor.execute("UPDATE playbook_rule SET value = 38 WHERE code = 'fever_celsius' AND last_day IS NOT NULL")
    assert {each.entry for each in discrepancies(owner)} == {"fever_celsius"}
    applying.bring_in(owner, "covid-2020")  # as `init` does: the rows again as the files say
    assert list(discrepancies(owner)) == []


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_begins_after_it_was_noticed_goes_by_it_in_a_process_that_knew_the_other(
    edited: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, owner, passed = _fever(edited, closed="2020-08-10", begins="2020-08-11"), connections["owner"], [0.0]
    monkeypatch.setattr(applying, "forget", lambda: None)  # another process applies it
    monkeypatch.setattr(applying, "time", SimpleNamespace(sleep=passed.append))
    monkeypatch.setattr(import_module(forget.__module__), "time", SimpleNamespace(monotonic=lambda: sum(passed)))
    with working_by(None):
        forget()
        before, newest = current().digest, stored.newest_number()
        applying.put_in_force(owner, load(folder), stored.read_folder(folder), instead_of=newest, by="tester", at=AT)
        assert current().digest == before  # no time has passed: this one still works by the other
        applying.noticed()
        assert current().digest == load(folder).digest != before
    forget()


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_an_edition_that_cannot_be_read_any_more_gives_way_to_the_programs_own() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO playbook_applied (code, version, digest, files, applied_by, applied_at) "
            "VALUES ('covid-2020', '0.1.0', 'old', %s, 'tester', %s)",
            (json.dumps({"playbook.yaml": "code: covid-2020"}), AT),
        )
    with working_by(None):
        forget()
        assert current().digest == named().digest  # a process starts, so that `init` can be run
    applying.bring_in(connections["owner"], "influenza-school")
    newest = stored.history()[0]
    assert (newest.code, newest.digest, newest.applied_by) == ("covid-2020", named().digest, "init")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_playbook_of_ones_own_that_cannot_be_read_any_more_is_exchanged_for_no_other() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO playbook_applied (code, version, digest, files, applied_by, applied_at) "
            "VALUES ('own-town', '0.1.0', 'old', %s, 'tester', %s)",
            (json.dumps({"playbook.yaml": "code: own-town"}), AT),
        )
    with working_by(None):
        forget()
        for ask in (current, lambda: applying.bring_in(connections["owner"], "covid-2020")):
            with pytest.raises(Unreadable) as wrong:
                ask()
            assert wrong.value.code == "own-town"
            assert "units.yaml" in {each.file for each in wrong.value.faults}
        assert start.at_start.__wrapped__().digest == named().digest, "a command begins, to apply one that can be read"
    assert stored.history()[0].code == "own-town"


def test_of_the_threads_of_a_process_one_alone_reads_what_was_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, second, go_on = (threading.Event() for _ in range(3))
    found, given = current(), []

    def load_files(of: stored.Files) -> Any:
        if reading.is_set():
            second.set()
        reading.set()
        assert go_on.wait(30)
        return found

    for name, answer in (("stands", True), ("newest_number", 7), ("files", {})):
        monkeypatch.setattr(stored, name, lambda *_, answer=answer: answer)
    monkeypatch.setattr(stored, "load_files", load_files)
    threads = [threading.Thread(target=lambda: given.append(current())) for _ in range(2)]
    with working_by(None):
        forget()
        try:
            threads[0].start()
            assert reading.wait(30)
            threads[1].start()
            assert not second.wait(0.5)
        finally:
            go_on.set()
            for each in threads:
                each.join()
            forget()
    assert len(given) == 2
    assert given[0] is given[1]
