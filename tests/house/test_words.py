"""tests · words: every saying is found where it stands, and a catalogue that does not fit the source is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lianfang.config import languages
from lianfang.config.catalogue_files import extracted, faults, written
from lianfang.config.cli.main import main
from lianfang.config.sayings import Saying, all_sayings
from lianfang.kernel.catalogues import read
from lianfang.shell.directory import verbs

SAYINGS = [
    Saying("停用", "closed", "a.py"),
    Saying("停用", "retired", "b.py"),
    Saying("已报{n}家", "{n} reported", "a.py"),
]


@pytest.fixture(scope="module")
def sayings() -> list[Saying]:
    return all_sayings()


def translated(file: Path, **words: str) -> None:
    text = written(extracted(file, SAYINGS)).decode()
    for zh, said in words.items():
        text = text.replace(f'msgid "{zh}"\nmsgstr ""', f'msgid "{zh}"\nmsgstr "{said}"')
    file.write_text(text, encoding="utf-8")


def test_sayings_are_found_in_python_in_templates_and_in_playbooks(sayings: list[Saying]) -> None:
    ends = {Path(each.file).suffix for each in sayings}
    assert ends == {".py", ".html", ".yaml"}
    said = {(each.zh, each.en) for each in sayings}
    assert ("跳到正文", "Skip to content") in said  # a template's tag
    assert ("没有找到，或不在您的范围内", "Not found, or outside your scope") in said  # a problem
    assert ("报告日", "Reporting day") in said  # a lazy label
    assert not [each for each in sayings if "tests" in Path(each.file).parts]
    assert not [each for each in sayings if not each.zh.strip() or re.fullmatch(r"(\{\w+\}\s*)+", each.zh)]


def test_the_shipped_catalogues_fit_the_source(sayings: list[Saying]) -> None:
    for file in languages.SHIPPED.glob("*.po"):
        assert list(faults(file, sayings)) == []


def test_extracting_keeps_what_is_translated_and_sets_aside_what_is_no_longer_said(tmp_path: Path) -> None:
    file = tmp_path / "ug.po"
    translated(file, 停用="ئا")
    file.write_text(file.read_text("utf-8") + '\nmsgctxt "retired"\nmsgid "停用"\nmsgstr "ب"\n', encoding="utf-8")
    file.write_text(file.read_text("utf-8") + '\nmsgid "从前"\nmsgstr "ج"\n', encoding="utf-8")
    again = extracted(file, SAYINGS)
    assert again.get("停用").string == "ئا"  # type: ignore[union-attr]
    assert again.get("停用", "retired").string == "ب"  # type: ignore[union-attr]
    assert again.get("停用").auto_comments == ["English: closed", "English: retired"]  # type: ignore[union-attr]
    file.write_bytes(written(again))
    assert '#~ msgid "从前"' in file.read_text("utf-8")
    assert list(faults(file, SAYINGS)) == []
    assert written(extracted(file, SAYINGS)) == file.read_bytes()
    assert len(read(file)) == 3


def test_what_does_not_fit_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "ug.po"
    translated(file, **{"已报{n}家": "{m} ئا"})
    file.write_text(file.read_text("utf-8") + '\nmsgid "从前"\nmsgstr "ج"\n', encoding="utf-8")
    file.write_text(file.read_text("utf-8") + '\nmsgctxt "shut"\nmsgid "停用"\nmsgstr "ب"\n', encoding="utf-8")
    found = list(faults(file, SAYINGS))
    assert [re.sub(r"^.*ug\.po:\d+: ", "", each) for each in found] == [
        "the translation of “已报{n}家” has other slots, or markup of its own; it would not be used",
        "the source no longer says “从前”; run lianfang words extract",
        "“停用” is nowhere “shut” in English; a msgctxt is one of: closed, retired",
    ]


def test_the_command_writes_a_catalogue_and_refuses_one_that_does_not_fit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sayings: list[Saying], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lianfang.config.sayings.all_sayings", lambda: sayings)  # found once, and not for each call
    file = tmp_path / "ug.po"
    assert main(["words", "extract", "ug", "--to", str(file)]) == 0
    assert main(["words", "check", str(file)]) == 0
    file.write_text(file.read_text("utf-8") + '\nmsgid "从前"\nmsgstr "ج"\n', encoding="utf-8")
    assert main(["words", "check", str(file)]) == 1
    assert "从前" in capsys.readouterr().out
    for call in (["xx"], ["en"], ["ug", "--to", str(tmp_path / "kk.po")]):
        assert main(["words", "extract", *call]) == 2
    file.write_bytes(b'msgid "a"\nmsgstr "\xff"\n')
    assert main(["words", "check", str(file)]) == 1
    assert main(["words", "extract", "ug", "--to", str(file)]) == 2


def test_a_language_is_offered_once_it_says_something_or_is_switched_on(tmp_path: Path) -> None:
    file = tmp_path / "ug.po"
    own = ["zh-hans", "en"]
    file.write_bytes(written(extracted(file, SAYINGS)))
    assert [code for code, _ in languages.offered([tmp_path], "")] == own
    assert [code for code, _ in languages.offered([tmp_path], "kk, en")] == [*own, "kk"]
    translated(file, 停用="ئا")
    assert languages.offered([tmp_path], "")[2:] == [("ug", "ئۇيغۇرچە")]
    (tmp_path / "xx.po").write_bytes(file.read_bytes())
    assert [code for code, _ in languages.offered([tmp_path], "")] == [*own, "ug"]
    with pytest.raises(languages.ImproperlyConfigured, match="no such language: xx"):
        languages.offered([tmp_path], "xx")


def test_what_a_role_may_do_is_said_in_words() -> None:
    """No verb stands by its own name on the page of roles."""
    assert [held.verb for held in verbs.table() if "." in held.words.zh or "." in held.words.en] == []
