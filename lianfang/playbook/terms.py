"""playbook.terms: the vocabularies that the playbook in force declares, for whoever shows or takes a code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lianfang.kernel.vocabulary import Term
from lianfang.playbook.current import current

_NONE: Mapping[str, Term] = MappingProxyType({})


def declared(vocabulary: str) -> Mapping[str, Term]:
    """The terms of a vocabulary in the order of the file; none where the playbook has no such part."""
    return current().terms.get(vocabulary, _NONE)
