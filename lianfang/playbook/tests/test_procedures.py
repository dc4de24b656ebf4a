"""playbook · tests: procedures and plans hold or say at which line they do not; the article's set is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.playbook import check, load
from lianfang.playbook.procedures import Timer
from lianfang.playbook.tests.conftest import SMALL, write

COVID = Path(__file__).resolve().parents[3] / "playbooks" / "covid-2020"
PROCEDURE = """\
code: fever
event: E01
words: {zh: 发热, en: Fever}
source: house
mark: H
verified: false
valid_from: 2020-07-01
valid_to: null
answer: {minutes: 5, source: house, mark: H, verified: false}
results:
  - {code: negative, words: {zh: 阴性, en: Negative}}
steps:
  - code: detect
    words: {zh: 发现, en: Detect}
    owner: gate
    clock: null
    skip: never
    source: house
    mark: H
    verified: false
    valid_from: 2020-07-01
    valid_to: null
  - code: review
    words: {zh: 复盘, en: Review}
    owner: officer
    clock: {minutes: 60, after: detect, source: house, mark: H, verified: false}
    skip: with_reason
    source: house
    mark: H
    verified: false
    valid_from: 2020-07-01
    valid_to: null
"""
PLAN = """\
code: watch
sort: watch
words: {zh: 值守方案, en: Watch plan}
source: house
mark: H
verified: false
valid_from: 2020-07-01
valid_to: null
sections:
  - code: general
    words: {zh: 总则, en: General}
    clauses:
      - {says: {zh: 有人值守, en: A}, source: house, mark: H, verified: false, valid_from: 2020-07-01, valid_to: null}
"""
FILE, PLANS = "procedures/fever.yaml", "plans/watch.yaml"

# file, old, new → code, line, path
CASES = [
    (FILE, "owner: gate", "owner: nobody", "choice", 15, "steps[0].owner"),
    (FILE, "    owner: gate\n", "", "field.missing", 13, "steps[0].owner"),
    (FILE, "after: detect", "after: arrive", "unknown_step", 26, "steps[1].clock.after"),
    (FILE, "after: detect", "after: review", "unknown_step", 26, "steps[1].clock.after"),
    (FILE, "minutes: 60", "minutes: -1", "range", 26, "steps[1].clock.minutes"),
    (FILE, "minutes: 60", 'minutes: "60"', "type", 26, "steps[1].clock.minutes"),
    (FILE, "minutes: 60, after: detect, source: house", "minutes: 60, source: rumour", "unknown_source", 26,
     "steps[1].clock.source"),
    (FILE, "mark: H, verified: false}\n    skip", "mark: H, verified: true}\n    skip", "cannot_be_verified", 26,
     "steps[1].clock"),
    (FILE, "code: review", "code: detect", "duplicate_code", 23, "steps[1].code"),
    (FILE, "skip: never", "skip: maybe", "choice", 17, "steps[0].skip"),
    (FILE, "    skip: with_reason", "    tells: [nobody]\n    skip: with_reason", "unknown_tell", 27,
     "steps[1].tells[0]"),
    (FILE, "    skip: never", "    closes: true\n    skip: never", "closes_early", 17, "steps[0].closes"),
    (FILE, "event: E01", "event: fever", "pattern", 2, "event"),
    (FILE, "    clock: null", "    clock: null\n    answer: {form: choice, words: {zh: 选, en: P}}", "answer_choices",
     17, "steps[0].answer"),
    (FILE, "source: house\nmark", "source: rumour\nmark", "unknown_source", 4, "source"),
    (PLANS, "source: house, mark", "source: rumour, mark", "unknown_source", 13, "sections[0].clauses[0].source"),
    (PLANS, "sort: watch", "sort: party", "choice", 2, "sort"),
    (PLANS, "    clauses:\n      - {says", "    clauses: []\n    more:\n      - {says", "empty", 12,
     "sections[0].clauses"),
]  # fmt: skip


def written(folder: Path, **more: str) -> Path:
    write(folder, {**SMALL, FILE: PROCEDURE, PLANS: PLAN, **more})
    return folder


def test_a_procedure_and_a_plan_that_hold(tmp_path: Path) -> None:
    folder = written(tmp_path)
    assert check(folder) == []
    book = load(folder)
    assert [step.code for step in book.procedures[0].steps] == ["detect", "review"]
    assert book.plans[0].sections[0].clauses[0].says.zh == "有人值守"


@pytest.mark.parametrize(("file", "old", "new", "code", "line", "path"), CASES)
def test_each_fault_stands_at_its_line(
    tmp_path: Path, file: str, old: str, new: str, code: str, line: int, path: str
) -> None:
    text = {FILE: PROCEDURE, PLANS: PLAN}[file]
    assert old in text
    found = check(written(tmp_path, **{file: text.replace(old, new, 1)}))
    assert (file, line, code, path) in [(each.file, each.line, each.code, each.path) for each in found], found


def test_two_procedures_for_one_event_are_told_by_file_and_line(tmp_path: Path) -> None:
    again = PROCEDURE.replace("code: fever", "code: again")
    (found,) = check(written(tmp_path, **{"procedures/z.yaml": again}))
    assert (found.file, found.line, found.code) == ("procedures/z.yaml", 2, "duplicate_code")
    assert "procedures/fever.yaml:2" in found.en


def test_the_articles_set_is_in_the_playbook() -> None:
    book = load(COVID)
    assert [each.event for each in book.procedures] == [f"E{n:02}" for n in range(1, 16)]
    assert {each.sort for each in book.plans} == {"watch", "contingency", "procedure"}
    assert len(book.procedures[0].steps) == 9


def test_every_minute_is_the_houses_own_unless_a_source_gives_it() -> None:
    book = load(COVID)
    clocks = [
        clock
        for each in book.procedures
        for clock in (each.answer, *(t.clock for t in each.tells), *(s.clock for s in each.steps))
        if isinstance(clock, Timer)
    ]
    assert len(clocks) > 60
    assert all((clock.source, clock.mark, clock.verified) == ("house", "H", False) for clock in clocks)
