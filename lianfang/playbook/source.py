"""playbook · source: one YAML file as plain data that remembers the line and column of everything in it.

Only what a person can check by eye is read: no anchors, no tags, no duplicate keys. The file is composed into
nodes (which carry positions) and then made into plain values, so that every fault can point at its place.

A playbook is read by each process that begins, so a plain text is taken apart by libyaml, many times as fast. What
libyaml does not take, or takes by a rule of its own (tags, anchors, directives), the slower parser reads, which also
says what is wrong.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml as libyaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.resolver import VersionedResolver

from lianfang.playbook.faults import Fault, Path, fault

BYTES_MAX = 1 << 20
DEPTH_MAX = 12
_PLAIN = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
)
_READ_APART = re.compile("[\t\x85\u2028\u2029\ufeff]")  # where libyaml goes by another edition of YAML
# What a word without quotes means, by its first character: a number, a day, yes or no, nothing.
_MEANS: dict[str, list[tuple[str, Any]]] = VersionedResolver().versioned_resolver


@dataclass(slots=True)
class Document:
    """A file that was read: `data` is plain Python, `places` maps a path to its (line, column), from 1."""

    file: str
    data: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def at(self, path: Path) -> tuple[int, int]:
        """Where `path` stands, or where the nearest thing around it begins."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def fault(self, code: str, path: Path, /, **slots: Any) -> None:
        self.faults.append(fault(code, self.file, self.at(path), path, **slots))


def listed(document: Document | None, key: str) -> list[dict[str, Any]]:
    """The mappings in a list at the top of a file; none where the file or the list is not there."""
    found = document.data.get(key) if document and isinstance(document.data, dict) else None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def items(document: Document | None, key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The mappings in a list at the top of a file, each with its path; whatever else stands there is passed over."""
    found = document.data.get(key) if document and isinstance(document.data, dict) else None
    for index, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, dict):
            yield (key, index), item


def read(folder: FilePath, name: str) -> Document:
    """Reads one file. Faults are collected in the document; `data` is None where nothing could be read."""
    document = Document(name)
    try:
        with (folder / name).open("rb") as stream:
            raw = stream.read(BYTES_MAX + 1)
    except OSError:
        document.fault("file.unreadable", ())
        return document
    if len(raw) > BYTES_MAX:
        document.fault("file.large", (), limit=BYTES_MAX)
        return document
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        document.places[()] = (before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        document.fault("file.encoding", ())
        return document
    node = compose_plain(text) or _compose(document, text)
    if node is not None:
        document.data = _Reader(document).value(node, ())
    return document


def compose_plain(text: str) -> Node | None:
    """The text's nodes by libyaml; None where it is not there, or the text is none that both parsers read alike."""
    if not libyaml.__with_libyaml__ or _READ_APART.search(text):
        return None
    events = libyaml.parse(text, Loader=libyaml.CBaseLoader)
    try:
        if not isinstance(next(events), libyaml.StreamStartEvent):
            return None
        begins = next(events)
        if not isinstance(begins, libyaml.DocumentStartEvent) or begins.version or begins.tags:
            return None
        node = _node(next(events), events, DEPTH_MAX)
        return node if [type(event) for event in events] == [libyaml.DocumentEndEvent, libyaml.StreamEndEvent] else None
    except (_NotPlain, libyaml.YAMLError):
        return None


class _NotPlain(Exception):
    """An anchor, a tag, a block of text, nothing where a value belongs, lists deeper in lists than any playbook's."""


def _node(event: Any, events: Iterator[Any], deeper: int) -> Node:
    if isinstance(event, libyaml.AliasEvent) or event.anchor or event.tag or deeper < 0:
        raise _NotPlain
    marks = event.start_mark, event.end_mark
    if isinstance(event, libyaml.ScalarEvent):
        if event.style in ("|", ">") or (event.implicit[0] and not event.value):
            raise _NotPlain
        means = _MEANS.get(event.value[:1], ()) if event.implicit[0] else ()
        tag = next((tag for tag, form in means if form.match(event.value)), VersionedResolver.DEFAULT_SCALAR_TAG)
        return ScalarNode(tag, event.value, *marks)
    inside = []
    while not isinstance(found := next(events), libyaml.CollectionEndEvent):
        inside.append(_node(found, events, deeper - 1))
    if isinstance(event, libyaml.SequenceStartEvent):
        return SequenceNode(VersionedResolver.DEFAULT_SEQUENCE_TAG, inside, *marks)
    return MappingNode(VersionedResolver.DEFAULT_MAPPING_TAG, list(zip(inside[::2], inside[1::2], strict=True)), *marks)


def _compose(document: Document, text: str) -> Node | None:
    yaml = YAML(typ="safe", pure=True)
    try:
        node: Node | None = yaml.compose(io.StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        document.places[()] = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        document.fault("yaml.syntax", (), detail=error.problem or error.context or "")
        return None
    except (YAMLError, ValueError) as error:
        document.fault("yaml.syntax", (), detail=str(error).splitlines()[0])
        return None
    except RecursionError:
        document.fault("yaml.deep", (), limit=DEPTH_MAX)
        return None
    if node is None:
        document.fault("yaml.empty", ())
    return node


class _Reader:
    """Makes plain values out of nodes and notes where each one stands."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._seen: set[int] = set()
        self._scalars = YAML(typ="safe", pure=True).constructor

    def value(self, node: Node, path: Path) -> Any:
        document = self._document
        if id(node) in self._seen:
            # An alias is the same node again, and that node stands elsewhere: the key is what can be pointed at.
            document.fault("yaml.anchor", path)
            return None
        document.places[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        self._seen.add(id(node))
        if str(node.tag) not in _PLAIN:
            document.fault("yaml.tag", path, tag=str(node.tag).rsplit(":", 1)[-1])
            return None
        if len(path) > DEPTH_MAX:
            document.fault("yaml.deep", path, limit=DEPTH_MAX)
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        keys: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            here = (line, key_node.start_mark.column + 1)
            if not isinstance(key_node, ScalarNode) or str(key_node.tag) != "tag:yaml.org,2002:str":
                self._document.faults.append(fault("yaml.key", self._document.file, here, path))
                continue
            key = key_node.value
            if key in keys:
                self._document.faults.append(
                    fault("yaml.duplicate_key", self._document.file, here, (*path, key), key=key, first=keys[key])
                )
                continue
            keys[key] = line
            self._document.places[(*path, key)] = here
            found[key] = self.value(value_node, (*path, key))
            if isinstance(value_node, MappingNode | SequenceNode):
                # A block begins on the line below its key; a reader looks for the key.
                self._document.places[(*path, key)] = here
        return found

    def _scalar(self, node: Node, path: Path) -> Any:
        try:
            return self._scalars.construct_object(node)
        except (ValueError, YAMLError):
            self._document.fault("yaml.value", path, text=str(node.value)[:40])
            return None
