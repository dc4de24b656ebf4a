"""shell · directory: the tree of units, opened step by step, so that ten thousand of them open as fast as ten."""

from __future__ import annotations

from dataclasses import dataclass, field

from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Branch, Unit
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words
from lianfang.shell.directory.links import unit_href
from lianfang.shell.directory.unit_forms import kind_words

_ROWS = 60  # rows that a tree opens by itself
_CHILDREN = 500  # children that one step shows; beyond them the list is better


@dataclass
class Node:
    """A unit as the tree draws it. `open` with its children in `nodes`; else they are fetched when asked for."""

    unit: Unit
    below: int
    nodes: list[Node] = field(default_factory=list)

    @property
    def href(self) -> str:
        return unit_href(self.unit.code)

    @property
    def kind(self) -> Words:
        return kind_words(self.unit.kind)

    @property
    def open(self) -> bool:
        return bool(self.nodes)

    @property
    def hidden(self) -> int:
        """How many children stand below that this step does not show."""
        return self.below - len(self.nodes) if self.nodes else 0


def roots(actor: Actor, at: str = "") -> list[Node]:
    """The tree from the actor's highest units down: open to the unit `at`, and as far as fits on a page."""
    tops = _tops(actor)
    counts = units.below_counts(actor, [each.code for each in tops])
    made = [Node(each, counts.get(each.code, 0)) for each in tops]
    wanted = _way_to(actor, at)
    level, shown = made, len(made)
    while level:
        opened = [node for node in level if node.below and (node.unit.code in wanted or level is made)]
        rest = [node for node in level if node.below and node not in opened]
        if shown + sum(node.below for node in (*opened, *rest)) <= _ROWS:
            opened += rest
        level = grow(actor, opened)
        shown += len(level)
    return made


def grow(actor: Actor, nodes: list[Node]) -> list[Node]:
    """Gives each of the nodes its children; gives all of these."""
    if not nodes:
        return []
    found = units.branches(actor, [node.unit.code for node in nodes], limit=_CHILDREN)
    for node in nodes:
        node.nodes = [_node(branch) for branch in found.get(node.unit.code, ())]
    return [child for node in nodes for child in node.nodes]


def below(actor: Actor, code: str) -> Node:
    """A unit with the step below it. Raises `not_found` outside the scope."""
    unit = units.unit(actor, code)
    node = Node(unit, units.below_counts(actor, [code]).get(code, 0))
    grow(actor, [node])
    return node


def _node(branch: Branch) -> Node:
    return Node(branch.unit, branch.below)


def _tops(actor: Actor) -> list[Unit]:
    """The units over which the actor holds something, none that stands below another of them."""
    codes = [prefix.rstrip("/").rpartition("/")[2] for prefix in actor.prefixes()]
    if "" in codes:  # the product's own hand sees everything
        return units.tops(actor)
    found = sorted(units.units(actor, codes).values(), key=lambda each: each.path)
    kept: list[Unit] = []
    for each in found:
        if not kept or not each.path.startswith(kept[-1].path):
            kept.append(each)
    return kept


def _way_to(actor: Actor, code: str) -> frozenset[str]:
    """The codes of a unit and of everything above it; none for a unit that the actor does not see."""
    if not code:
        return frozenset()
    try:
        return frozenset(units.unit(actor, code).path.split("/"))
    except Refused:
        return frozenset()
