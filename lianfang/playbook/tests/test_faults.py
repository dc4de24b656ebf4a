"""playbook · tests: each fault stands at its line and column, in both languages, and all come at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.playbook import PlaybookFaults, check, load
from lianfang.playbook.faults import CATALOGUE
from lianfang.playbook.tests.conftest import SMALL, Spoil, write

VALUE = "thresholds[0].versions[0].value"
START = "thresholds[0].versions[0].valid_from"
T, F, C, U = "thresholds.yaml", "forms/daily.yaml", "cutoffs.yaml", "units.yaml"

# file, old, new → code, line, column, path
CASES = [
    (T, "value: 37.3", "value: hot", "type", 6, 16, VALUE),
    (T, "value: 37.3", 'value: "37.3"', "type", 6, 16, VALUE),
    (T, "value: 37.3", "value: .nan", "type", 6, 16, VALUE),
    (T, "value: 37.3", "value: true", "type", 6, 16, VALUE),
    (T, "      - value: 37.3\n        source", "      - source", "field.missing", 6, 9, VALUE),
    (T, "verified: false", "verified: yes", "type", 9, 19, "thresholds[0].versions[0].verified"),
    (T, "verified: false", "verified: true", "cannot_be_verified", 6, 9, "thresholds[0].versions[0]"),
    (T, "mark: H", "mark: X", "choice", 8, 15, "thresholds[0].versions[0].mark"),
    (T, "source: house", "source: rumour", "unknown_source", 7, 17, "thresholds[0].versions[0].source"),
    (T, "valid_to: 2020-08-31", "valid_to: 2020-09-01", "overlap", 16, 21, "thresholds[0].versions[1].valid_from"),
    (T, "valid_to: 2020-08-31", "valid_to: 2020-06-30", "period", 6, 9, "thresholds[0].versions[0]"),
    (T, "valid_from: 2020-07-01", "valid_from: 2020-02-31", "yaml.value", 10, 21, START),
    (T, "code: coverage_staff", "code: fever_celsius", "duplicate_code", 18, 11, "thresholds[1].code"),
    (T, "code: fever_celsius", "code: Fever", "pattern", 2, 11, "thresholds[0].code"),
    (T, "en: Fever", "en: ''", "empty", 3, 25, "thresholds[0].words.en"),
    (T, "    unit: {zh: ℃, en: °C}", "    units: {zh: ℃, en: °C}", "extra", 4, 5, "thresholds[0].units"),
    (F, "indicator: H1", "indicator: H99", "unknown_indicator", 12, 20, "sections[0].fields[0].indicator"),
    (F, "filled_by: [site]", "filled_by: [camp]", "unknown_unit_kind", 16, 21, "sections[0].fields[0].filled_by[0]"),
    (F, "filled_by: [site]", "filled_by: []", "empty", 16, 9, "sections[0].fields[0].filled_by"),
    (F, "coverage: coverage_staff", "coverage: some", "unknown_coverage", 15, 19, "sections[0].fields[0].coverage"),
    (F, "code: daily", "code: daily\ncode: again", "yaml.duplicate_key", 2, 1, "code"),
    (C, 'at: "16:00"', "at: 57600", "type", 5, 12, "day_closes.versions[0].at"),
    (C, 'due: "16:30"', 'due: "25:00"', "type", 10, 15, "cutoffs[0].versions[0].due"),
    (C, "code: site", "code: Village", "pattern", 7, 11, "cutoffs[0].code"),
    (U, "level: site", "level: village", "unknown_level", 3, 70, "unit_kinds[1].level"),
    (U, "level: site,", "level: site, reviews: village,", "unknown_level", 3, 85, "unit_kinds[1].reviews"),
    (U, "parents: [team]", "parents: [clan]", "unknown_unit_kind", 3, 56, "unit_kinds[1].parents[0]"),
    (U, "parents: []", "parents: [site]", "parent_loop", 2, 44, "unit_kinds[0].parents"),
    (U, "files: [daily]", "files: [weekly]", "unknown_form", 2, 80, "unit_kinds[0].files[0]"),
    ("playbook.yaml", "timezone: Asia/Shanghai", "timezone: Mars/Base", "timezone", 4, 11, "timezone"),
    ("playbook.yaml", "valid_from: 2020-07-01", "valid_from: 20200701", "type", 5, 13, "valid_from"),
    ("playbook.yaml", "version: 1.0.0", "version: 1.0", "type", 3, 10, "version"),
    ("calendar.yaml", "overrides: []", "overrides: [", "yaml.syntax", 3, 1, ""),
    ("verdicts.yaml", "verdicts: []", "a: &a [1]\nb: *a", "yaml.anchor", 2, 1, "b"),
    ("verdicts.yaml", "verdicts: []", "verdicts: !!python/name:os.system ''", "yaml.tag", 1, 11, "verdicts"),
    ("verdicts.yaml", "verdicts: []\n", "", "yaml.empty", 1, 1, ""),
]


@pytest.mark.parametrize(("file", "old", "new", "code", "line", "column", "path"), CASES)
def test_fault_stands_at_its_place(
    spoil: Spoil, file: str, old: str, new: str, code: str, line: int, column: int, path: str
) -> None:
    faults = spoil(file, old, new, known_indicators={"H1"})
    assert any((f.code, f.file, f.line, f.column, f.path) == (code, file, line, column, path) for f in faults), faults
    assert all(f.zh and f.en and (f.code == "pattern" or "{" not in f.zh + f.en) for f in faults)


def test_small_playbook_holds(small: Path) -> None:
    assert check(small, {"H1"}) == []


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    """Faults of different files, and of different sorts within a file, are in one list in reading order."""
    changed = dict(SMALL)
    for old, new in (("37.3", "hot"), ("mark: H", "mark: X"), ("source: house", "source: x")):
        changed[T] = changed[T].replace(old, new, 1)
    changed[F] = changed[F].replace("H1", "H99").replace("[site]", "[camp]")
    changed["zz.yaml"] = "a: 1\n"
    faults = check(write(tmp_path, changed), {"H1"})
    assert [(f.file, f.line, f.code) for f in faults] == [
        (F, 12, "unknown_indicator"),
        (F, 16, "unknown_unit_kind"),
        (T, 6, "type"),
        (T, 7, "unknown_source"),
        (T, 8, "choice"),
        ("zz.yaml", 1, "file.unknown"),
    ]
    with pytest.raises(PlaybookFaults) as refused:
        load(tmp_path, {"H1"})
    assert refused.value.faults == faults
    assert str(refused.value).splitlines()[0].startswith("forms/daily.yaml:12:20: sections[0].fields[0].indicator: ")


def test_missing_files_are_each_named(tmp_path: Path) -> None:
    faults = check(tmp_path)
    assert {f.file for f in faults} == {*SMALL, "forms"} - {F, "doses.yaml"}
    assert {f.code for f in faults} == {"file.missing"}
    assert check(tmp_path / "nowhere")[0].code == "folder.missing"


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        (U, b"unit_kinds:\n\t- {code: team}\n", "yaml.syntax"),
        (U, b"", "yaml.empty"),
        (U, "单位".encode("gbk"), "file.encoding"),
        ("sources.yaml", None, "file.missing"),
    ],
)
def test_of_a_file_that_cannot_be_read_no_other_is_blamed(
    small: Path, file: str, content: bytes | None, code: str
) -> None:
    if content is None:
        (small / file).unlink()
    else:
        (small / file).write_bytes(content)
    assert [(fault.file, fault.code) for fault in check(small, {"H1"})] == [(file, code)]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("value: 37.3", 'value: "37.3"', ["类型不对，应为数字"]),
        ("mark: H", "mark: X", ["只能是：'S', 'F', 'M', 'H'"]),
        ("verified: false", "verifed: false", ["缺少必填项“verified”", "不认识的项“verifed”"]),
    ],
)
def test_what_is_wrong_in_a_list_is_told_there_and_the_list_is_not_called_empty(
    spoil: Spoil, old: str, new: str, says: list[str]
) -> None:
    assert [fault.zh for fault in spoil(T, old, new)] == says


def test_how_a_code_is_written_is_said_in_words(spoil: Spoil) -> None:
    [fault] = spoil(T, "code: fever_celsius", "code: Fever")
    assert "如 fever_celsius" in fault.zh
    assert "such as fever_celsius" in fault.en
    [fault] = spoil("playbook.yaml", "version: 1.0.0", 'version: "1.0"')
    assert (fault.zh, "three numbers, such as 1.0.0" in fault.en) == ("写法不对，应为三段数字，如 1.0.0", True)


def test_intent_is_never_software(spoil: Spoil) -> None:
    rule = """\
verdicts:
  - code: concealed
    words: {zh: 瞒报, en: Concealed}
    versions:
      - says: {zh: 故意, en: On purpose}
        decided_by: software
        source: house
        mark: H
        verified: false
        valid_from: 2020-07-01
        valid_to: null
"""
    [fault] = spoil("verdicts.yaml", "verdicts: []\n", rule)
    assert (fault.code, fault.line, fault.column) == ("intent_is_human", 2, 5)
    assert spoil("verdicts.yaml", "verdicts: []\n", rule.replace("software", "person")) == []


def test_encoding_size_and_depth(small: Path) -> None:
    (small / "doses.yaml").write_bytes("doses: []\n# 剂".encode() + b"\xff\n")
    [fault] = check(small)
    assert (fault.code, fault.line, fault.column) == ("file.encoding", 2, 6)
    (small / "doses.yaml").write_bytes(b"#" * (1 << 20) + b"\ndoses: []\n")
    assert [f.code for f in check(small)] == ["file.large"]
    (small / "doses.yaml").write_text("doses: " + "[" * 40 + "]" * 40)
    assert "yaml.deep" in {f.code for f in check(small)}
    (small / "doses.yaml").write_text("doses: " + "[" * 100_000)
    assert {f.code for f in check(small)} <= {"yaml.deep", "yaml.syntax"}


def test_two_forms_of_one_code(small: Path) -> None:
    (small / "forms" / "other.yaml").write_text(SMALL[F])
    [fault] = check(small)
    assert (fault.file, fault.code, fault.line) == ("forms/other.yaml", "duplicate_code", 1)
    assert "forms/daily.yaml:1" in fault.en


def test_json_of_a_fault(spoil: Spoil) -> None:
    [fault] = spoil(T, "value: 37.3", "value: hot")
    assert fault.as_json() == {
        "file": T,
        "line": 6,
        "column": 16,
        "path": "thresholds[0].versions[0].value",
        "code": "type",
        "message": {"zh": fault.zh, "en": fault.en},
    }


def test_catalogue_is_in_both_languages() -> None:
    for says in CATALOGUE.values():
        assert any("\u4e00" <= char <= "\u9fff" for char in says.zh)
        assert says.en.isascii()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(SMALL)), st.data())
def test_any_spoiling_gives_faults_and_never_a_crash(tmp_path: Path, file: str, data: st.DataObject) -> None:
    """Cut a file anywhere and put anything there: the answer is a list of faults that point into the file."""
    text = SMALL[file]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    junk = data.draw(st.text(max_size=12))
    try:
        changed = (text[:start] + junk + text[end:]).encode()
    except UnicodeEncodeError:
        changed = b"\xed\xa0\x80"
    folder = write(tmp_path / "spoiled", SMALL)
    (folder / file).write_bytes(changed)
    for fault in check(folder, {"H1"}):
        there = (folder / fault.file).read_bytes() if fault.file in SMALL else b""
        assert 1 <= fault.line <= there.count(b"\n") + len(junk) + 2
        assert fault.column >= 1
    (folder / file).write_text(text)
