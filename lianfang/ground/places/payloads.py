"""places · payloads: what is recorded about a place."""

from __future__ import annotations

from datetime import date

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


class LabelReplaced(Payload):
    """The printed label of the entry's place is replaced: what the one before it says proves nothing any more."""

    why: Line = fact("原因", "why", min_length=1)


class PlaceClosed(Payload):
    """A place is out of use from the start of a reporting day; its code is never given again."""

    from_day: date = fact("自报告日起", "from reporting day")
