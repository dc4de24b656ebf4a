"""governance · kinds: what they have in common: their verbs, and texts that say something."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lianfang.kernel.payloads import Line, Text

SEE, DIRECT, ANSWER = "governance.see", "governance.direct", "governance.answer"
Words1 = Annotated[Line, Field(min_length=1)]
Said = Annotated[Text, Field(min_length=1)]
