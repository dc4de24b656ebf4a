"""witnesses · payloads: what is said when somebody is to keep witnesses, or no longer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lianfang.kernel.payloads import Line, Payload, fact

FOLDER = "folder"
Name = Annotated[str, Field(max_length=80, pattern=r"^[a-z][a-z0-9_.-]*$")]


class HolderSet(Payload):
    """Who keeps witnesses: a folder on another disk or share, or an address. An address itself is kept apart, under
    the house's key."""

    name: Line = fact("名称", "name", min_length=1)
    service: Name = fact("方式", "way")
    fingerprint: Name = fact("地址指纹", "fingerprint of the address")
    open: bool = fact("启用", "in use")
