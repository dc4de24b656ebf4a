"""records · card: kinds, figures, verbs and pages are those of the playbook in force; its own is one source of gaps."""

from __future__ import annotations

from collections.abc import Callable

from lianfang.areas.records.gaps import GAPS
from lianfang.areas.records.home import home_of
from lianfang.areas.records.indicators import indicator_of, page_of, slug_of, source_of
from lianfang.areas.records.kinds import kind_of, verbs_of
from lianfang.areas.records.projections import DAYS, ROWS
from lianfang.areas.records.queries_coverage import coverages_of
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import Card, Declared
from lianfang.kernel.words import begun
from lianfang.playbook import Playbook, current
from lianfang.playbook.start import at_start

_FIRST = 100  # behind the pages of the areas, in the order of the playbook


def declared_by(playbook: Playbook, in_force: Callable[[], Playbook] | None = None) -> Declared:
    """What a playbook adds to the house; `in_force` is asked for the one by which entries are taken now."""
    kinds = tuple(kind_of(each, in_force) for each in playbook.records)
    return Declared(
        kinds=kinds,
        indicators=tuple(indicator_of(rule) for rule in playbook.indicators),
        sources=tuple(source_of(rule, playbook.records) for rule in playbook.indicators),
        coverages=coverages_of(
            playbook.indicators, playbook.records, {each.kind for rule in playbook.duties for each in rule.versions}
        ),
        verbs=verbs_of(playbook.records),
        nav=tuple(
            NavItem(
                begun(kind.words), f"records:{slug_of(kind.code)}-list", "clipboard-list", NavSection.WORK,
                frozenset({kind.see}), order=_FIRST + number,
            )
            for number, kind in enumerate(kinds)
        ),
        behind={rule.code: page_of(rule) for rule in playbook.indicators},
        home=home_of(kinds, tuple(dict.fromkeys(role for each in playbook.records for role in each.record))),
    )  # fmt: skip


CARD = Card(
    area="records", declares=lambda: declared_by(at_start(), current), tables=(ROWS, DAYS), gaps=GAPS,
)  # fmt: skip
