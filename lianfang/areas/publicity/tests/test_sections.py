"""publicity · sections: what is wrong with the channels of a playbook is said with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lianfang.areas.publicity.payloads import BY_PHOTO, CHANNELS
from lianfang.playbook import load
from lianfang.playbook.faults import PlaybookFaults

SHIPPED = Path(__file__).resolve().parents[4] / "playbooks"
KNOWN = "source: house, mark: H, verified: false"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{code: wall, words: {zh: 墙, en: wall}, form: place, proof: photo, at: [moon], %s}", "unknown_place_kind"),
        ("{code: wall, words: {zh: 墙, en: wall}, form: group, proof: word, at: [gate], %s}", "invalid"),
        ("{code: wall, words: {zh: 墙, en: wall}, form: air, proof: word, %s}", "choice"),
        ("{code: wall, words: {zh: 墙, en: wall}, form: place, proof: photo, source: nobody, mark: H, verified: false}",
         "unknown_source"),
    ],
)  # fmt: skip
def test_a_channel_that_does_not_hold_is_told(line: str, code: str, tmp_path: Path) -> None:
    folder = tmp_path / "covid-2020"
    shutil.copytree(SHIPPED / "covid-2020", folder)
    said = line % KNOWN if "%s" in line else line
    (folder / "channels.yaml").write_text(f"channels:\n  - {said}\n", encoding="utf-8")
    with pytest.raises(PlaybookFaults) as faults:
        load(folder)
    assert {each.code for each in faults.value.faults} == {code}


@pytest.mark.parametrize("name", ["covid-2020", "influenza-school", "chikungunya-2025"])
def test_every_playbook_that_we_ship_has_the_six(name: str) -> None:
    playbook = load(SHIPPED / name)
    terms = playbook.terms["channels"]
    assert [*terms] == ["screen", "banner", "notice_board", "wechat", "qq", "loudspeaker"]
    assert {code for code, term in terms.items() if "group" in term.traits} == {"wechat", "qq"}


@pytest.mark.django_db
def test_the_vocabulary_is_what_the_playbook_in_force_says() -> None:
    assert CHANNELS.having(BY_PHOTO) == ["screen", "banner", "notice_board"]
