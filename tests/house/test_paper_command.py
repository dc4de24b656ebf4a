"""tests · house: `lianfang paper` reads what it is told; what it does then stands in the newspaper's own tests."""

from __future__ import annotations

from datetime import date

import pytest

from lianfang.config.cli.main import parser, registry


def test_the_paper_is_written_as_it_is_asked_for() -> None:
    words = parser(registry())
    args = words.parse_args(["paper", "export", "X"])
    assert (args.part, args.first, args.last, args.site, args.json) == ("export", None, None, None, False)
    args = words.parse_args(
        ["paper", "export", "X", "--from", "2020-08-01", "--site", "https://paper.example/", "--json"]
    )
    assert (args.first, args.site, args.json) == (date(2020, 8, 1), "https://paper.example", True)
    assert words.parse_args(["paper", "--json", "import", "X", "--unit", "T161"]).json
    for wrong in ("paper.example", "https://paper.example/news", "file:///x"):
        with pytest.raises(SystemExit):
            words.parse_args(["paper", "export", "X", "--site", wrong])
