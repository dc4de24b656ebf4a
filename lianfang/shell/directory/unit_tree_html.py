"""shell · directory: the tree of units as HTML; written in Python, because a step of it may hold hundreds of rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lianfang.kernel.words import w
from lianfang.shell.components.text import pick
from lianfang.shell.directory.links import href
from lianfang.shell.directory.unit_tree import Node

_SHOW = w("展开下级 {n} 个", "Show the {n} below")
_MORE = w("还有 {n} 个，按列表查看", "{n} more, as a list")
_FOLD = w("{u}的下级", "Units below {u}")
_BELOW = w("下级 {n}", "{n} below")


def tree_html(nodes: Iterable[Node]) -> SafeString:
    """A tree with these nodes at its top."""
    return format_html('<ul class="lf-tree">{}</ul>', _items(nodes))


def step_html(node: Node) -> SafeString:
    """The items of one step: the children of a node, and the way to those that it does not show."""
    return mark_safe(_items(node.nodes) + _hidden(node))


def _items(nodes: Iterable[Node]) -> SafeString:
    return mark_safe("".join(_item(node) for node in nodes))


def _item(node: Node) -> SafeString:
    """A row, and behind its triangle the step below. The link stands outside of the summary, which is a button."""
    if not node.below:
        return format_html("<li>{}</li>", _line(node))
    fold = _FOLD.fill(u=node.unit.words)
    if node.open:
        return format_html(
            '<li>{}<details open><summary><span class="visually-hidden">{}</span></summary><ul>{}</ul></details></li>',
            _line(node), fold, step_html(node),
        )  # fmt: skip
    # Without a script the link opens the tree at this unit; with one, the step is fetched when it is unfolded.
    way = f"{href('units', at=node.unit.code)}#{node.unit.code}"
    return format_html(
        '<li>{}<details><summary><span class="visually-hidden">{}</span></summary>'
        '<ul hx-get="{}" hx-trigger="toggle from:closest details once">'
        '<li class="lf-tree-more"><a href="{}">{}</a></li></ul></details></li>',
        _line(node), fold, href("unit-below", node.unit.code), way, _SHOW.fill(n=node.below),
    )  # fmt: skip


def _line(node: Node) -> SafeString:
    unit = node.unit
    beside = [node.kind.say()]
    beside += [_BELOW.fill(n=node.below).say()] if node.below else []
    beside += [pick("将撤销", "closing")] if unit.closed_on else []
    return format_html(
        '<div class="lf-tree-line"><a id="{}" href="{}">{}</a>'
        '<small><span class="lf-code">{}</span> {}</small></div>',
        unit.code, node.href, unit.words, unit.code, " · ".join(beside),
    )  # fmt: skip


def _hidden(node: Node) -> SafeString:
    if node.hidden <= 0:
        return SafeString("")
    way = href("units", under=node.unit.code)
    return format_html('<li class="lf-tree-more"><a href="{}">{}</a></li>', way, _MORE.fill(n=node.hidden))
