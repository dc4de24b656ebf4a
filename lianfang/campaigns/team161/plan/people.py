"""campaigns · team161.people: about two thousand people who do not exist, and look like it.

* A name begins with 样本 (sample), then a surname or a word from nature, circles for the given name, a number.
* An identity number passes the national check, but carries 650000, the address code of the province itself.
  Cards carry the code of a county (GB 11643), so this one is nobody's. [from memory]
* A telephone number begins with 1440000: 144 is given to machines, whose numbers have 13 digits, so one of 11
  digits reaches nobody. [from memory]
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Literal

from stdnum.cn import ric

from lianfang.campaigns.team161.plan.shapes import Household, Person, Unit, Volume
from lianfang.campaigns.team161.plan.units import SITE_KINDS

AREA = "650000"
PHONE = "1440000"
RESIDENTS = 1962  # synthetic; the article says 近2000, about two thousand
HOUSEHOLD_MAX = 6
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗"
LONG_SURNAMES = ("欧阳", "上官", "司马", "诸葛")
NATURE = ("天山", "青松", "白杨", "胡杨", "红柳", "雪莲", "博格达", "赛里木", "喀纳斯", "塔里木")


def people(seed: int, units: tuple[Unit, ...], homes: tuple[Household, ...], volume: Volume) -> tuple[Person, ...]:
    """Staff first, unit by unit, then the residents who work elsewhere; `index` is the place in the result."""
    chance = Random(f"{seed}/people")
    maker = _Maker(chance)
    rooms = _rooms(chance, homes)
    found: list[Person] = []
    for unit in units:
        for _ in range(unit.staff):
            # Crews and projects live in their camps; about three in four of the others live on the estate.
            at_home = unit.kind not in SITE_KINDS and chance.random() < 0.75
            found.append(maker.person(unit.code, (21, 59), True, rooms.pop() if at_home else None))
    while rooms:
        ages = (1, 17) if chance.random() < 0.18 else (18, 88)
        found.append(maker.person("C161", ages, volume.residents, rooms.pop()))
    return tuple(found)


def _rooms(chance: Random, homes: tuple[Household, ...]) -> list[str]:
    """One household code for each resident, shuffled: at least one in each household, at most six."""
    beds = Counter(home.code for home in homes)
    codes = [home.code for home in homes]
    while beds.total() < RESIDENTS:
        code = chance.choice(codes)
        if beds[code] < HOUSEHOLD_MAX:
            beds[code] += 1
    rooms = list(beds.elements())
    chance.shuffle(rooms)
    return rooms


class _Maker:
    """Makes one person after the other; nobody's number is ever given twice."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._count = 0
        self._orders: Counter[tuple[date, str]] = Counter()

    def person(self, unit: str, ages: tuple[int, int], counting: bool, home: str | None) -> Person:
        chance, index = self._chance, self._count
        self._count += 1
        sex: Literal["male", "female"] = "male" if chance.random() < 0.53 else "female"
        age = chance.randint(*ages)
        born_on = date(2020 - age, 1, 1) + timedelta(days=chance.randrange(365))
        return Person(
            index=index,
            name=self._name(index),
            sex=sex,
            born_on=born_on,
            id_number=self._id_number(born_on, sex),
            phone=f"{PHONE}{index:04d}",
            unit=unit,
            counting=counting,
            household=home,
        )

    def _name(self, index: int) -> str:
        chance = self._chance
        draw = chance.random()
        if draw < 0.06:
            return f"样本·{chance.choice(NATURE)}·{chance.choice(NATURE)}〇〇{index}"
        if draw < 0.10:
            return f"样本·{chance.choice(LONG_SURNAMES)}〇〇{index}"
        given = "〇" if draw < 0.35 else "〇〇"
        return f"样本·{chance.choice(SURNAMES)}{given}{index}"

    def _id_number(self, born_on: date, sex: str) -> str:
        nth = self._orders[(born_on, sex)]
        self._orders[(born_on, sex)] += 1
        order = 2 * nth + (1 if sex == "male" else 2)  # odd for men, even for women
        body = f"{AREA}{born_on:%Y%m%d}{order:03d}"
        return body + str(ric.calc_check_digit(body + "0"))
