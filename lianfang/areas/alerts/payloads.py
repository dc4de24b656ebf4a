"""alerts · payloads: what alerts and channels both say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lianfang.kernel.words import w

SEVERITIES = {"notice": w("提示", "notice"), "warning": w("预警", "warning"), "urgent": w("紧急", "urgent")}
Severity = Literal["notice", "warning", "urgent"]
Name = Annotated[str, Field(max_length=80, pattern=r"^[a-z][a-z0-9_.-]*$")]
