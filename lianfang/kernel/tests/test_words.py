"""kernel · tests · words: a third language is said from its catalogue, and Chinese where that says nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from lianfang.kernel import catalogues
from lianfang.kernel.quantity import Qualifier, Quantity
from lianfang.kernel.words import Words, listed, w

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def catalogue(tmp_path: Path, settings: Any) -> Any:
    """Writes the catalogue of Uyghur; the words in it are made up."""

    def write(*entries: str, head: str = HEAD) -> None:
        (tmp_path / "ug.po").write_text(head + "\n\n".join(entries) + "\n", encoding="utf-8")
        settings.LOCALE_PATHS = [tmp_path]
        catalogues._sayings.cache_clear()

    yield write
    catalogues._sayings.cache_clear()


def entry(zh: str, said: str, context: str = "") -> str:
    return (f'msgctxt "{context}"\n' if context else "") + f'msgid "{zh}"\nmsgstr "{said}"'


def test_what_a_catalogue_has_is_said_and_the_rest_in_chinese(catalogue: Any) -> None:
    catalogue(entry("停用", "ئا"), entry("启用", ""))
    assert w("停用", "closed").say("ug") == "ئا"
    assert w("启用", "in use").say("ug") == "启用"
    assert w("台账", "ledger").say("ug") == "台账"
    with translation.override("ug"):
        assert str(w("停用", "closed")) == "ئا"


def test_one_chinese_with_two_meanings_is_told_apart_by_its_english(catalogue: Any) -> None:
    catalogue(entry("停用", "ئا"), entry("停用", "ب", context="retired"))
    assert w("停用", "closed").say("ug") == "ئا"
    assert w("停用", "retired").say("ug") == "ب"


def test_slots_are_filled_in_the_language_itself(catalogue: Any) -> None:
    catalogue(
        entry("{unit}缺{what}", "{what} ج {unit}"),
        entry("口罩", "د"),
        entry("、", "، "),
        entry("近{n}{unit}", "{unit} {n} ئا"),
    )
    lacks = listed([w("口罩", "masks"), w("手套", "gloves")])
    said = w("{unit}缺{what}", "{unit} lacks {what}").fill(unit="T161", what=lacks)
    assert (said.zh, said.en) == ("T161缺口罩、手套", "T161 lacks masks, gloves")
    assert said.say("ug") == "د، 手套 ج T161"
    assert w("{a}：{b}", "{a}: {b}").fill(a=w("口罩", "masks"), b=3).say("ug") == "د：3"
    assert Quantity(2000, Qualifier.ABOUT, w("口罩", "masks")).words().say("ug") == "د 2,000 ئا"  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["ئا {m}", "ئا", "ئا {n} {n.x}", "ئا {n", "ئا {n:>9}", "<b>{n}</b>"])
def test_a_translation_with_other_slots_or_with_markup_is_not_used(catalogue: Any, wrong: str) -> None:
    catalogue(entry("已报{n}家", wrong))
    assert w("已报{n}家", "{n} reported").fill(n=3).say("ug") == "已报3家"


def test_what_is_marked_fuzzy_is_not_used(catalogue: Any) -> None:
    catalogue("#, fuzzy\n" + entry("停用", "ئا"))
    assert w("停用", "closed").say("ug") == "停用"


def test_a_catalogue_that_cannot_be_read_leaves_the_chinese(catalogue: Any, settings: Any) -> None:
    catalogue(entry("停用", "ئا"))
    file = Path(settings.LOCALE_PATHS[0]) / "ug.po"
    file.write_bytes(file.read_bytes() + b'\nmsgid "\xff"\n')
    assert w("停用", "closed").say("ug") == "停用"


def test_chinese_and_english_ask_no_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "said", None)
    said = listed([w("停用", "closed"), w("启用", "in use")])
    assert [said.say(lang) for lang in ("zh-hans", "zh", "en", "en-gb")] == ["停用、启用"] * 2 + ["closed, in use"] * 2


def test_how_words_were_made_is_no_part_of_what_they_are() -> None:
    filled = w("已报{n}家", "{n} reported").fill(n=3)
    assert filled == Words("已报3家", "3 reported")
    assert hash(filled) == hash(Words("已报3家", "3 reported"))
    assert repr(filled) == "Words(zh='已报3家', en='3 reported')"
