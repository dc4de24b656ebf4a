"""shell · taking files: what was sent, read no further than a file may be large, and how it is named from then on."""

from __future__ import annotations

import re
from typing import Any

from lianfang.ground.files import actions
from lianfang.ground.files.limits import SIZE_LIMIT, SIZE_WORDS
from lianfang.ground.files.problems import FILE_TOO_LARGE
from lianfang.kernel.problems import Refused

_HASH = re.compile("[0-9a-f]{64}")


def is_hash(said: str) -> bool:
    """Whether a file can be called so."""
    return _HASH.fullmatch(said) is not None


def content_of(sent: Any) -> bytes:
    """The content of an uploaded file. Raises `file_too_large` before any of it is read."""
    if (sent.size or 0) > SIZE_LIMIT:
        raise Refused(FILE_TOO_LARGE, name=actions.plain_name(sent.name or ""), limit=SIZE_WORDS)
    content: bytes = sent.read()
    return content
