"""kernel · windows by the clock: near ones by the part of the day, others by date, never by a reporting day."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from lianfang.kernel import clock, spans

NOW = datetime(2020, 8, 10, 17, 6, tzinfo=clock.zone())


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 8, day, hour, minute, tzinfo=clock.zone())


@pytest.mark.parametrize(
    ("from_at", "to_at", "zh", "en"),
    [
        (at(10, 18), at(10, 22), "今晚 18:00—22:00", "tonight 18:00–22:00"),
        (at(10, 16), at(10, 22), "今天 16:00—22:00", "today 16:00–22:00"),
        (at(11, 6), at(11, 9), "明早 06:00—09:00", "tomorrow morning 06:00–09:00"),
        (at(11, 5), at(11, 10), "明早 05:00—10:00", "tomorrow morning 05:00–10:00"),
        (at(9, 19), at(9, 20, 15), "昨晚 19:00—20:15", "last night 19:00–20:15"),
        (at(10, 11), at(10, 15), "今天 11:00—15:00", "today 11:00–15:00"),
        (at(10, 14), at(10, 16), "今天下午 14:00—16:00", "this afternoon 14:00–16:00"),
        (at(10, 20), at(11, 0), "今晚 20:00—24:00", "tonight 20:00–24:00"),
        (at(10, 16), at(11, 15, 30), "今天 16:00—明天 15:30", "today 16:00 – tomorrow 15:30"),
        (at(13, 5), at(13, 10), "8月13日 05:00—10:00", "13 Aug 05:00–10:00"),
        (at(8, 18), at(8, 22), "8月8日 18:00—22:00", "8 Aug 18:00–22:00"),
    ],
)
def test_a_window_is_said_as_somebody_on_duty_says_it(from_at: datetime, to_at: datetime, zh: str, en: str) -> None:
    said = spans.span(from_at, to_at, NOW)
    assert (said.zh, said.en) == (zh, en)


def test_what_is_kept_or_sent_has_its_date() -> None:
    assert spans.span(at(10, 18), at(10, 22)).zh == "8月10日 18:00—22:00"
    assert spans.span(at(10, 16), at(11, 12)).en == "10 Aug 16:00 – 11 Aug 12:00"
    assert spans.span(at(10, 18), at(10, 22)).say("fr") == "08-10 18:00—22:00"


def test_after_midnight_tonight_is_last_night() -> None:
    said = spans.span(at(10, 18), at(10, 22), at(11, 0, 5))
    assert (said.zh, said.en) == ("昨晚 18:00—22:00", "last night 18:00–22:00")


def test_a_reporting_day_is_its_window_and_a_day_of_the_calendar_its_date() -> None:
    assert spans.reporting_day(date(2020, 8, 11)).zh == "8月10日 16:00 至次日 16:00"
    assert spans.reporting_day(date(2020, 8, 11)).en == "10 Aug 16:00 to 16:00 next day"
    assert spans.day(at(10, 0), at(11, 0)).zh == "8月10日"
