"""newspaper · kinds: what they have in common: their verbs, and the columns of a step's table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from django.db.models import JSONField
from pydantic import Field

from lianfang.kernel.payloads import Line, Text
from lianfang.kernel.words import Words

# To see the desk; to hand in and mend one's own texts; to edit, proof and plan; to approve, sign off and withdraw.
SEE, WRITE, EDIT, APPROVE = "newspaper.see", "newspaper.write", "newspaper.edit", "newspaper.approve"
Said = Annotated[Line, Field(min_length=1)]
Why = Annotated[Text, Field(min_length=1)]


class Data(JSONField):
    """A payload as it was accepted; psycopg has already parsed it when it arrives."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value


def cut(words: Words) -> Callable[[Mapping[str, Any]], Words]:
    """A sentence with the first 80 characters of each field that it says."""
    return lambda data: words.fill(**{name: str(value)[:80] for name, value in data.items()})
