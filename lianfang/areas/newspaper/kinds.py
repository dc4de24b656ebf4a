"""newspaper · kinds: what they have in common: their verbs, and texts that say something."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lianfang.kernel.payloads import Line, Text

# To see the desk; to hand in and mend one's own texts; to edit, proof and plan; to approve, sign off and withdraw.
SEE, WRITE, EDIT, APPROVE = "newspaper.see", "newspaper.write", "newspaper.edit", "newspaper.approve"
Said = Annotated[Line, Field(min_length=1)]
Why = Annotated[Text, Field(min_length=1)]
