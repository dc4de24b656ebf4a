"""places · payloads: what is recorded about a place."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from lianfang.ground.places.sorts import PLACE_KINDS
from lianfang.kernel.payloads import Code, Line, Payload, fact
from lianfang.kernel.vocabulary import Coded


class PlaceOpened(Payload):
    """A place comes into use; the entry's unit answers for it. `parent` is the place that it is part of."""

    code: Code = fact("地点代码", "code of the place")
    kind: Coded = fact("地点类别", "kind of place", choices=PLACE_KINDS)
    zh: Line = fact("名称", "name in Chinese", min_length=1)
    en: Line = fact("英文名称", "name in English", min_length=1)
    parent: Code | None = fact("所属地点", "part of", default=None)


Sort = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
Short = Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{6}$")]


class LabelIssued(Payload):
    """A thing gets a printed label; `sort` is one that a card registers, `code` the thing's own, `short` for typing."""

    sort: Sort = fact("标签对象", "what it labels")
    code: Code = fact("对象代码", "code of the thing")
    short: Short = fact("短码", "short code")


class LabelReplaced(Payload):
    """The printed label of a thing is replaced: what the one before it says proves nothing any more.

    Without `code` it is that of the entry's place.
    """

    why: Line = fact("原因", "why", min_length=1)
    sort: Sort | None = fact("标签对象", "what it labels", default=None)
    code: Code | None = fact("对象代码", "code of the thing", default=None)
    short: Short | None = fact("短码", "short code", default=None)


class LabelRevoked(Payload):
    """The printed label of a thing is good no more, and no other takes its place until one is issued."""

    why: Line = fact("原因", "why", min_length=1)
    sort: Sort = fact("标签对象", "what it labels")
    code: Code = fact("对象代码", "code of the thing")


class PlaceClosed(Payload):
    """A place is out of use from the start of a reporting day; its code is never given again."""

    from_day: date = fact("自报告日起", "from reporting day")
