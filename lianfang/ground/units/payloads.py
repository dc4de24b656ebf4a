"""units · payloads: what is recorded about a unit."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from lianfang.kernel.payloads import Code, Line, Payload, fact

KindCode = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
Pinyin = Annotated[str, Field(max_length=400)]


class UnitOpened(Payload):
    """A unit begins; the entry's own `unit` is its code.

    `kind` is one of the playbook's kinds of units. `pinyin` (syllables apart) and `initials` sort and find the
    Chinese name; they are recorded, because only people know how a name with polyphones is read.
    """

    kind: KindCode = fact("单位类别", "kind of unit")
    parent: Code | None = fact("上级单位", "parent unit", default=None)
    zh: Line = fact("名称", "name in Chinese", min_length=1)
    en: Line = fact("英文名称", "name in English", min_length=1)
    pinyin: Pinyin = fact("拼音", "pinyin")
    initials: Pinyin = fact("拼音首字母", "initials of the pinyin")
    aliases: tuple[Line, ...] = fact("别名", "aliases", default=(), max_length=20)


class UnitMoved(Payload):
    """A unit, with all that is below it, stands under another one from the start of a reporting day."""

    parent: Code = fact("新上级单位", "new parent unit")
    from_day: date = fact("自报告日起", "from reporting day")


class UnitRenamed(Payload):
    """A unit has another name from now on; the old one stays among its aliases."""

    zh: Line = fact("名称", "name in Chinese", min_length=1)
    en: Line = fact("英文名称", "name in English", min_length=1)
    pinyin: Pinyin = fact("拼音", "pinyin")
    initials: Pinyin = fact("拼音首字母", "initials of the pinyin")
    aliases: tuple[Line, ...] = fact("别名", "aliases", default=(), max_length=20)


class UnitClosed(Payload):
    """A unit stands no more from the start of a reporting day; its code is never given again."""

    from_day: date = fact("自报告日起", "from reporting day")


class UnitHosted(Payload):
    """Where a unit is, and which authority of that place it tells first; what was said before holds no more."""

    locality: Line = fact("所在地（县、乡镇、社区）", "where it is: county, township, community", min_length=1)
    authority: Line = fact("属地联系单位", "local authority", min_length=1)
    phone: Line | None = fact("联系电话", "telephone", default=None)
