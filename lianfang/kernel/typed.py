"""kernel · typed: what people type and spreadsheets write as days, moments and numbers, read in one way everywhere.

What can mean two things is never guessed: `Unclear` says what is wrong and how it would be right.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from lianfang.kernel import clock
from lianfang.kernel.characters import plain_number
from lianfang.kernel.words import Words, w

_DAY = re.compile(r"(?P<y>\d{4})(?P<mark>[-/.年])(?P<m>\d{1,2})(?P<mark2>[-/.月])(?P<d>\d{1,2})[日号]?")
_SOLID = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})")
_NO_YEAR = re.compile(r"\d{1,2}[-/.月]\d{1,2}[日号]?")
_YEAR_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})")
_TIME = re.compile(
    r"(?P<half>上午|下午|晚上|凌晨|中午)?\s*(?P<h>\d{1,2})(?:[:时点](?P<min>\d{1,2})?)(?:[:分](?P<s>\d{1,2})?秒?)?\s*(?P<ap>[AaPp][Mm])?"
)
_ZONED = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_SIGNED = re.compile(r"(?P<number>[+-]?[\d.,]+)\s*(?P<sign>[^\d\s.,+-].*)")
# Days that a spreadsheet counts from here; it takes 1900 for a leap year, which no day we keep is old enough to see.
_SERIAL_FROM, _SERIALS = date(1899, 12, 30), range(36526, 109575)  # the years 2000 to 2199
# What people write for yes and no; “未查” and “不详” are neither.
_YES = frozenset(
    "是|有|对|已|已戴|佩戴|已佩戴|已做|已完成|已落实|√|✓|✔|☑|■|y|yes|true|on|1".split("|")  # noqa: SIM905
)
_NO = frozenset(
    "否|无|没有|不|未|未戴|没戴|未佩戴|未做|未完成|未落实|×|✗|✘|☒|□|n|no|false|off|0".split("|")  # noqa: SIM905
)
_ALIKE = {"°C": "℃", "C": "℃", "度": "℃"}

YEAR_LAST = w("“{said}”分不清年月日的先后，请写成 2020-08-09", "“{said}”: which is the month? Write 2020-08-09")
NO_YEAR = w("“{said}”缺年份，请写成 2020-08-09", "“{said}” lacks the year; write 2020-08-09")
NO_DAY = w("“{said}”不是日期，请写成 2020-08-09", "“{said}” is not a date; write 2020-08-09")
NOT_THERE = w("没有“{said}”这一天", "there is no such day as “{said}”")
NO_HOURS = w(
    "“{said}”只有日期，缺几点几分；请写成 2020-08-10 16:40（零点写 00:00）",
    "“{said}” is a date without a time; write 2020-08-10 16:40 (midnight is 00:00)",
)
NO_MOMENT = w("“{said}”不是时间，请写成 2020-08-10 16:40", "“{said}” is not a time; write 2020-08-10 16:40")
NO_DATE = w(
    "“{said}”只有时间，没有日期；请写成 2020-08-10 8:05", "“{said}” is a time without a date; write 2020-08-10 8:05"
)
NO_FLAG = w(
    "“{said}”看不出是或否；可写 是/否、有/无、√/×、Y/N、1/0",
    "“{said}” is neither yes nor no; write yes/no, √/×, Y/N or 1/0",
)
NO_NUMBER = w("“{said}”不是数字，请写成 36.5 这样", "“{said}” is not a number; write it like 36.5")
COMMA = w("“{said}”的逗号是小数点还是千分位？小数请写成 36.5", "“{said}”: decimals are written 36.5, thousands 1,200")
OTHER_SIGN = w("“{said}”的单位应是 {sign}", "“{said}” should be in {sign}")


class Unclear(ValueError):
    """What was typed says nothing, or more than one thing; `words` tell what, and how it would be right."""

    def __init__(self, says: Words, said: object, **slots: object) -> None:
        self.says = says
        self.words = says.fill(said=str(said)[:40], **slots)
        super().__init__(self.words.en)


def day(said: str | float) -> date:
    """A day: 2020-08-09, 2020/8/9, 2020.8.9, 20200809, 2020年8月9日, or the number that a spreadsheet keeps."""
    if isinstance(said, int | float):
        return _serial(said).date()
    plain = plain_number(said).replace(" ", "")
    found = _DAY.fullmatch(plain) or _SOLID.fullmatch(plain)
    if found is None:
        says = NO_YEAR if _NO_YEAR.fullmatch(plain) else YEAR_LAST if _YEAR_LAST.fullmatch(plain) else NO_DAY
        raise Unclear(says, said)
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        raise Unclear(NOT_THERE, said) from None


def moment(said: str | float) -> datetime:
    """A day with its hour, aware: on the duty room's clock, unless it says its own zone. Seconds may be left out."""
    if isinstance(said, int | float):
        found = _serial(said)
        if found.time() == time() and float(said).is_integer():
            raise Unclear(NO_HOURS, f"{found:%Y-%m-%d}")
        return found.replace(tzinfo=clock.zone())
    plain = plain_number(said)
    if _ZONED.search(plain) and "T" in plain.upper():
        try:
            return datetime.fromisoformat(plain.replace("z", "Z"))
        except ValueError:
            raise Unclear(NO_MOMENT, said) from None
    if _TIME.fullmatch(plain):
        raise Unclear(NO_DATE, said)
    days, hours = _parted(plain)
    try:
        on = day(days)
    except Unclear as unclear:
        raise Unclear(NO_MOMENT if unclear.says is NO_DAY else unclear.says, said) from None
    if not hours:
        raise Unclear(NO_HOURS, said)
    return datetime.combine(on, _time(hours, said), clock.zone())


def number(said: str, *signs: str) -> str:
    """A number as digits: full-width ones, thousands (1,200) and one of the field's own `signs` behind it (36.5℃)."""
    plain = plain_number(said).replace(" ", "").replace("，", ",")
    with_sign = _SIGNED.fullmatch(plain)
    if with_sign is not None and not _NUMBER.fullmatch(plain):
        if _alike(with_sign["sign"]) not in map(_alike, signs):
            raise Unclear(OTHER_SIGN, said, sign=signs[0]) if signs else Unclear(NO_NUMBER, said)
        plain = with_sign["number"]
    if _GROUPED.fullmatch(plain):
        return plain.replace(",", "")
    if _COMMA.fullmatch(plain):
        raise Unclear(COMMA, said)
    if not _NUMBER.fullmatch(plain):
        raise Unclear(NO_NUMBER, said)
    return plain


def flag(said: str) -> bool:
    """Yes or no as people mark it on a sheet, in either language."""
    plain = said.strip()
    for word in (plain, plain_number(plain)):
        if word.casefold() in _YES | _NO:
            return word.casefold() in _YES
    raise Unclear(NO_FLAG, said)


def _serial(said: float) -> datetime:
    if int(said) not in _SERIALS:
        raise Unclear(NO_DAY, said)
    whole = datetime.combine(_SERIAL_FROM, time()) + timedelta(days=int(said))
    return whole + timedelta(seconds=round((said - int(said)) * 86_400))


def _parted(plain: str) -> tuple[str, str]:
    """The day and the hour of a text, each perhaps empty."""
    for mark in ("T", "t", " ", "日", "号"):
        days, there, hours = plain.partition(mark)
        if there and days[:1].isdigit():
            return days + (there if mark in "日号" else ""), hours.strip()
    return plain, ""


def _time(hours: str, said: str) -> time:
    found = _TIME.fullmatch(hours)
    if found is None:
        raise Unclear(NO_MOMENT, said)
    hour, half = int(found["h"]), found["half"] or (found["ap"] or "").upper()
    if half in ("下午", "晚上", "PM") and hour < 12:
        hour += 12
    elif half in ("上午", "凌晨", "AM") and hour == 12:
        hour = 0
    try:
        return time(hour, int(found["min"] or 0), int(found["s"] or 0))
    except ValueError:
        raise Unclear(NO_MOMENT, said) from None


def _alike(sign: str) -> str:
    return _ALIKE.get(sign, sign).casefold()
