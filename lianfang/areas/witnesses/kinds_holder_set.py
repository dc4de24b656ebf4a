"""witnesses · kinds: somebody is to keep witnesses, or no longer; one stream for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.db.models import UUIDField
from pydantic import Field

from lianfang.areas.witnesses.kinds import KEEP
from lianfang.kernel.declaring import declare_act
from lianfang.kernel.payloads import Line, Payload, fact
from lianfang.kernel.words import Words, w

FOLDER = "folder"
Name = Annotated[str, Field(max_length=80, pattern=r"^[a-z][a-z0-9_.-]*$")]


class HolderSet(Payload):
    """Who keeps witnesses: a folder on another disk or share, or an address. An address itself is kept apart, under
    the house's key."""

    name: Line = fact("名称", "name", min_length=1)
    service: Name = fact("方式", "method")
    fingerprint: Name = fact("地址指纹", "fingerprint of the address")
    open: bool = fact("启用", "in use")


def _said(data: Mapping[str, Any]) -> Words:
    words = w("封印凭证存到“{name}”", "witnesses are kept at “{name}”")
    ended = w("封印凭证不再存到“{name}”", "witnesses are no longer kept at “{name}”")
    return (words if data["open"] else ended).fill(name=data["name"])


HOLDER_SET = declare_act(
    "witnesses.holder_set",
    HolderSet,
    w("凭证存放处", "keeper of witnesses"),
    _said,
    record=KEEP,
    table="witnesses.holder_step",
    of_entry=("version",),
    columns={"holder": (UUIDField(), "e.stream")},
    indexes={"witnesses_holder_life": ("holder", "version")},
)
