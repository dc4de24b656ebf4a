"""boards · tests: what stands at the head of the command page is what the playbook's daily form says."""

from __future__ import annotations

import pytest

from lianfang.boards import charts
from lianfang.playbook import current, load
from lianfang.playbook.current import folder_of, working_by


@pytest.mark.parametrize(
    ("playbook", "by_unit", "drawn"),
    [
        ("covid-2020", ["H1", "H2", "H4", "E1", "R1"], ("H1", "H2", "E1")),
        ("influenza-school", ["H1", "H2", "H3", "H4", "E1"], ("H1", "H2", "E1")),
        ("chikungunya-2025", ["V1", "V2", "V4", "V3", "V5", "V8"], ("V1", "V4")),
    ],
)
def test_the_head_of_the_page_is_the_playbooks(playbook: str, by_unit: list[str], drawn: tuple[str, ...]) -> None:
    with working_by(load(folder_of(playbook))):
        said = current().headlines
        assert [code for code, (_, headline) in said.items() if headline.by_unit] == by_unit
        assert charts.codes() == drawn


def test_a_form_without_headlines_puts_nothing_there() -> None:
    playbook = load(folder_of("covid-2020"))
    with working_by(playbook.model_copy(update={"forms": ()})):
        assert current().headlines == {}
        assert charts.drawn({}, {}, [], playbook.meta.valid_from) == []
