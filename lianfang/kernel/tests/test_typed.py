"""kernel · tests: what people type is read as they meant it, or refused with what would be right."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.kernel import clock, typed
from lianfang.kernel.typed import Unclear

DAYS = st.dates(date(2000, 1, 1), date(2199, 12, 31))
WRITTEN = (
    "{0:%Y-%m-%d}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month}.{0.day}",
    "{0:%Y%m%d}",
    "{0.year}年{0.month}月{0.day}日",
)
WIDE = str.maketrans("0123456789-/.:", "０１２３４５６７８９－／．：")


@given(DAYS, st.sampled_from(WRITTEN), st.booleans())
def test_a_day_is_read_however_it_is_written(day: date, form: str, wide: bool) -> None:
    said = form.format(day)
    assert typed.day(said.translate(WIDE) if wide else said) == day
    assert typed.day((day - date(1899, 12, 30)).days) == day, "as a spreadsheet keeps it"


@pytest.mark.case(10)
@given(
    DAYS,
    st.times(),
    st.sampled_from(WRITTEN[:3]),
    st.sampled_from(["{0.hour}:{0.minute:02}", "{0:%H:%M:%S}", "{0.hour}时{0.minute}分"]),
)
def test_a_moment_is_read_however_it_is_written(day: date, at: time, form: str, hours: str) -> None:
    found = typed.moment(f"{form.format(day)} {hours.format(at)}")
    assert found.utcoffset() == timedelta(hours=8)
    assert (found.date(), found.hour, found.minute) == (day, at.hour, at.minute)


@pytest.mark.parametrize(
    ("said", "hour", "minute"),
    [
        ("2020年8月9日8时5分", 8, 5),
        ("2020年8月9日 下午3:20", 15, 20),
        ("2020/8/9 12:00 AM", 0, 0),
        ("2020-08-09T08:05", 8, 5),
        ("2020/8/9 3:05 PM", 15, 5),
        ("2020-08-09 8点", 8, 0),
        (44052.3368055556, 8, 5),
    ],
)
def test_hours_as_they_are_said(said: Any, hour: int, minute: int) -> None:
    found = typed.moment(said)
    assert (found.date(), found.hour, found.minute) == (date(2020, 8, 9), hour, minute)


@pytest.mark.case(19, 20, 21)
def test_a_zone_that_is_said_holds() -> None:
    assert typed.moment("2020-08-09T00:05:00Z") == datetime(2020, 8, 9, 0, 5, tzinfo=UTC)
    assert typed.moment("2020-08-09T08:05+08:00") == datetime(2020, 8, 9, 0, 5, tzinfo=UTC)
    assert clock.zone().key == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("9/8/2020", typed.YEAR_LAST),
        ("09-08-20", typed.YEAR_LAST),
        ("8月9日", typed.NO_YEAR),
        ("8/9", typed.NO_YEAR),
        ("2020-02-30", typed.NOT_THERE),
        ("2021/2/29", typed.NOT_THERE),
        ("yesterday", typed.NO_DAY),
        ("", typed.NO_DAY),
        ("2020-13-01", typed.NOT_THERE),
        ("12", typed.NO_DAY),
    ],
)
def test_a_day_that_is_none_or_could_be_two_is_never_guessed(said: str, says: Any) -> None:
    with pytest.raises(Unclear) as unclear:
        typed.day(said)
    assert unclear.value.words == says.fill(said=said)
    with pytest.raises(Unclear):
        typed.moment(f"{said} 8:05")


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("2020-08-09", typed.NO_HOURS),
        ("2020年8月9日", typed.NO_HOURS),
        ("2020/8/9 25:00", typed.NO_MOMENT),
        ("2020/8/9 8:75", typed.NO_MOMENT),
        ("2020/8/9 morning", typed.NO_MOMENT),
    ],
)
def test_a_moment_without_its_hour_is_none(said: str, says: Any) -> None:
    with pytest.raises(Unclear) as unclear:
        typed.moment(said)
    assert unclear.value.words == says.fill(said=said)


@pytest.mark.case(13, 30)
@pytest.mark.parametrize(
    ("said", "sign", "read"),
    [
        ("1,200", None, "1200"),
        ("1,200.5", None, "1200.5"),
        ("３６．５", "℃", "36.5"),
        ("36。5", "℃", "36.5"),
        ("36.5℃", "℃", "36.5"),
        ("36.5 °C", "℃", "36.5"),
        ("36.5度", "℃", "36.5"),
        ("300个", "个", "300"),
        ("500 mg/l", "mg/L", "500"),
        ("-3", None, "-3"),
        ("1e3", None, "1e3"),
        ("１，２００", None, "1200"),
    ],
)
def test_a_number_is_read_as_it_was_meant(said: str, sign: str | None, read: str) -> None:
    assert typed.number(said, *filter(None, [sign])) == read


@pytest.mark.parametrize(
    ("said", "sign", "says"),
    [
        ("36,5", "℃", typed.COMMA),
        ("1,20,0", None, typed.NO_NUMBER),
        ("正常", "℃", typed.NO_NUMBER),
        ("300盒", "个", typed.OTHER_SIGN),
        ("98.6℉", "℃", typed.OTHER_SIGN),
        ("300盒", None, typed.NO_NUMBER),
        ("", None, typed.NO_NUMBER),
        ("36.5.1", None, typed.NO_NUMBER),
    ],
)
def test_a_number_that_could_be_two_is_never_guessed(said: str, sign: str | None, says: Any) -> None:
    with pytest.raises(Unclear) as unclear:
        typed.number(said, *filter(None, [sign]))
    assert unclear.value.words == says.fill(said=said, sign=sign)


@pytest.mark.case(15)
@pytest.mark.parametrize(
    ("said", "means"),
    [(word, True) for word in ("√", "Y", "y", "有", "已戴", "是", "1", "１", "TRUE", " 是 ", "☑")]
    + [(word, False) for word in ("×", "N", "无", "未戴", "否", "0", "false", "没戴", "□")],
)
def test_a_mark_is_read_as_yes_or_no(said: str, means: bool) -> None:
    assert typed.flag(said) is means


@pytest.mark.parametrize("said", ["未查", "不详", "", "2", "正常", "-", "也许"])
def test_what_is_neither_yes_nor_no_is_never_guessed(said: str) -> None:
    with pytest.raises(Unclear) as unclear:
        typed.flag(said)
    assert unclear.value.says == typed.NO_FLAG


@pytest.mark.case(40)
@pytest.mark.parametrize("said", ["8:05", "８：０５", "下午3:20", "16时40分", "8点"])
def test_an_hour_without_its_day_is_asked_for(said: str) -> None:
    with pytest.raises(Unclear) as unclear:
        typed.moment(said)
    assert unclear.value.says == typed.NO_DATE
    assert "2020-08-10 8:05" in unclear.value.words.zh
