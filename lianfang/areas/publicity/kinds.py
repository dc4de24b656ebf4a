"""publicity · kinds: what they have in common: their verbs, and texts that say something."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lianfang.kernel.payloads import Line, Text

# To see what is told; to write and mend one's own; to review; to sign off and withdraw; to put up and take down with
# proof; to follow rumours and tips, with the personal data of whoever told them.
SEE, WRITE, REVIEW = "publicity.see", "publicity.write", "publicity.review"
SIGN, POST, FOLLOW = "publicity.sign", "publicity.post", "publicity.follow"
Said = Annotated[Line, Field(min_length=1)]
Why = Annotated[Text, Field(min_length=1)]
