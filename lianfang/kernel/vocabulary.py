"""kernel · vocabulary: codes whose words an outbreak declares: kinds of places, agents, items, symptoms and others.

A field that takes such a code says `choices=Vocabulary("place_kinds")` with a type built on `Coded`. New entries take
the codes that are declared now; whatever the ledger holds stays as it is, and a code that is no longer declared is
shown as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from lianfang.kernel.ports import Answered
from lianfang.kernel.words import Words

Coded = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]


@dataclass(frozen=True, slots=True)
class Term:
    """One declared code. `unit` is what it is counted or measured in, `packs` how many of these each of its packs
    holds; `traits` are what the house knows to do with it; `refers` names terms of other vocabularies, by what they
    are to this one."""

    code: str
    words: Words
    unit: Words | None = None
    traits: frozenset[str] = frozenset()
    refers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    packs: tuple[tuple[Words, Decimal], ...] = ()


# Answers with the terms of a vocabulary, in the order in which they are offered; none where nothing declares any.
DECLARED = Answered[Callable[[str], Mapping[str, Term]]]("declared")


VOCABULARIES: dict[str, Vocabulary] = {}


class Vocabulary(Mapping[str, Words]):
    """The words of each declared code, asked for whenever they are needed; `own` are the house's, offered last."""

    def __init__(self, name: str, own: Mapping[str, Words] | None = None) -> None:
        if name in VOCABULARIES:
            raise RuntimeError(f"the vocabulary {name} is there already: use that one")
        VOCABULARIES[name] = self
        self.name = name
        self._own = {code: Term(code, words) for code, words in (own or {}).items()}

    def terms(self) -> Mapping[str, Term]:
        """Every term by its code."""
        declared = DECLARED.asked(self.name)
        return {**declared, **{code: term for code, term in self._own.items() if code not in declared}}

    def words_of(self, code: str) -> Words:
        """The words of a code; a code that is not declared is said as it stands."""
        term = self.terms().get(code)
        return Words(code, code) if term is None else term.words

    def having(self, trait: str) -> list[str]:
        """The codes of the terms that have a trait."""
        return [code for code, term in self.terms().items() if trait in term.traits]

    def __getitem__(self, code: str) -> Words:
        return self.terms()[code].words

    def __iter__(self) -> Iterator[str]:
        return iter(self.terms())

    def __len__(self) -> int:
        return len(self.terms())

    def __repr__(self) -> str:
        return f"Vocabulary({self.name!r})"


# What is asked in this outbreak and not in every one: a field that `asks` one of these is there where it is declared.
QUESTIONS = Vocabulary("questions")
