"""playbook · quoted: what is marked as said stands, word for word, in what the source says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lianfang.playbook.faults import Path
from lianfang.playbook.source import Document, items

Documents = Mapping[str, Document]


def check(documents: Documents) -> None:
    """A statement marked S quotes a clause of its source; one that was found holds no day before its source appeared.

    What tells of the past, as the article does, may be younger than what it tells of.
    """
    sources = {str(each.get("code")): each for _, each in items(documents.get("sources.yaml"), "sources")}
    for _, document in sorted(documents.items()):
        for path, said in _marked(document.data, ()):
            source = sources.get(str(said.get("source")), {})
            if said.get("mark") == "S":
                _quote(document, path, said, source)
            elif said.get("mark") == "F":
                _later(document, path, said, source)


def _quote(document: Document, path: Path, said: Mapping[str, Any], source: Mapping[str, Any]) -> None:
    quote, clauses = said.get("quote"), source.get("clauses")
    if not isinstance(quote, str):
        document.fault("quote_missing", (*path, "mark"), source=said.get("source"))
    elif not any(quote in clause for clause in clauses or () if isinstance(clause, str)):
        document.fault("quote_unknown", (*path, "quote"), given=quote, source=said.get("source"))


def _later(document: Document, path: Path, said: Mapping[str, Any], source: Mapping[str, Any]) -> None:
    begins, issued = said.get("valid_from"), source.get("issued_on")
    if type(begins) is date and type(issued) is date and begins < issued:
        day = issued.isoformat()
        document.fault("before_source", (*path, "valid_from"), given=begins.isoformat(), source=said["source"], day=day)


def _marked(data: Any, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Everything in a document that says how it is known."""
    if isinstance(data, dict):
        if "mark" in data:
            yield path, data
        for key, value in data.items():
            yield from _marked(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _marked(value, (*path, index))
