"""bench · find: the one box among a million people, for whoever sees all of them, a few thousand, or a hundred.

The people are made up, with names that are shared as names are. They are written straight into the tables that follow
from the ledger, as the owner: it is the search that is measured here, and `sheets` measures how people come in.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.db import connections
from django.test import Client

from lianfang.bench import seed
from lianfang.bench.pages import SECONDS_MOST
from lianfang.bench.report import Line, p95, say, seconds
from lianfang.ground.access import actions as access
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role
from lianfang.ground.people import identities, queries_search, rules
from lianfang.kernel import clock, ids, keyring, reading, scope

PEOPLE, PER_HOME = 1_000_000, 3
TIMES = 12
# The commonest family names of China, the first seven of them about 40 % of all; given names of one or two characters.
FAMILIES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰国建文志海红梅春云飞鹏辉波宁"
WEIGHTS = [max(1, 100 - 4 * place) for place in range(len(FAMILIES))]
READERS = {"bench-all": seed.ROOT, "bench-group": "G000", "bench-leaf": "U00000"}
# What is typed: a family name, initials, pinyin, a whole name, digits; a door, a unit, a page, an act, nothing known.
PERSONS = ("王", "w", "wang", "wwm", "王伟", "王伟明", "wangweiming", "伟明", "0123")
TYPED = (
    *PERSONS,
    "3栋2单元301",
    "U00042-B01",
    "U00042",
    "测温",
    "催报",
    "催报 U00042",
    "测温 王伟",
    "查无此人",
    "3fa9c1",
)
_MOST_WRITTEN = "people_membership, people_mask, people_gram, people_household, kernel_person_key"


def lines(people: int = PEOPLE) -> Iterator[Line]:
    """The box for three readers, what it asks the database, and its search of people beside a look-up by key."""
    say(f"{people:,} made-up people and {people // PER_HOME:,} homes: {seconds(lambda: plant(people)):.0f} s")
    clients = {login: _client(login, unit) for login, unit in READERS.items()}
    with clock.standing_at(seed.NOW):
        for login, client in clients.items():
            taken = {typed: p95(lambda c=client, t=typed: _ask(c, t), TIMES) for typed in TYPED}  # type: ignore[misc]
            say(f"{login}: " + ", ".join(f"{typed} {1000 * each:.0f} ms" for typed, each in taken.items()))
            yield Line(f"find_p95_{login[6:]}", max(taken.values()), "s", SECONDS_MOST, 1.0, at_least=False)
        yield _beside_a_key()


def _beside_a_key() -> Line:
    """The search of people by itself, against reading one row by its key, both under the policies."""
    actor = seed.actor("bench-leaf")
    with scope.acting(actor):
        one = reading.value(actor, "SELECT person FROM people_membership WHERE unit = 'U00000' LIMIT 1")
        key = p95(lambda: reading.value(actor, "SELECT shown FROM people_mask WHERE person = %(one)s", one=one), 300)
        sought = max(p95(lambda t=typed: queries_search.among(actor, t, limit=7), 60) for typed in PERSONS)  # type: ignore[misc]
    return Line("find_people_to_key", sought, "s", key, 40.0, at_least=False)


def _client(login: str, unit: str) -> Client:
    system = scope.system_actor("bench")
    with scope.acting(system), clock.standing_at(seed.OPENED_AT):
        access.create_user(system, login=login, unit=unit)
        access.give_grant(system, login=login, role=Role.OFFICER, unit=unit, at=clock.FixedClock(seed.OPENED_AT))
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _ask(client: Client, typed: str) -> None:
    answer = client.post("/find/", {"q": typed}, headers={"x-lianfang-box": "1"})
    if answer.status_code != 200:
        raise RuntimeError(f"{typed}: {answer.status_code}")


def plant(people: int) -> None:
    """People over all units of the tree, and their homes; with keys, masks and fingerprints as they are made."""
    drawn = random.Random(161)
    with connections["owner"].cursor() as cursor:
        # What keeps a person from counting twice is asked when somebody is registered, and never by a search.
        cursor.execute("ALTER TABLE people_membership DROP CONSTRAINT people_membership_counts_once")
        cursor.execute("ALTER TABLE people_gram DROP CONSTRAINT people_gram_pkey")
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'people_gram'")
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute("SELECT code, path FROM units_unit WHERE code LIKE 'U%' ORDER BY code")
        units = cursor.fetchall()
        cursor.execute("CREATE TEMP TABLE named (no int, gram bytea); CREATE TEMP TABLE meant (person uuid, no int)")
        names = [_name(drawn) for _ in range(60_000)]
        _copy("named (no, gram)", ((no, part) for no, name in enumerate(names) for part in _parts(name)))
        rows = [_Row(drawn, units, number, drawn.randrange(len(names))) for number in range(people)]
        day = date(2020, 3, 1)
        _copy(
            "people_membership (person, unit, path, since_day, until_day, counts, household, erased)",
            ((r.person, r.unit, r.path, day, date(9999, 12, 31), r.counts, r.home, False) for r in rows),
        )
        _copy("kernel_person_key (person, path, wrapped)", ((r.person, r.path, r.wrapped) for r in rows))
        _copy(
            "people_mask (person, unit, path, shown)",
            ((r.person, r.unit, r.path, r.conceal(names[r.name])) for r in rows),
        )
        _copy("meant (person, no)", ((r.person, r.name) for r in rows))
        tails = ((identities.blind_tail(f"{number % 10_000:04d}"), r.person, r.path) for number, r in enumerate(rows))
        _copy("people_gram (gram, person, path)", tails)
        cursor.execute(
            "INSERT INTO people_gram (gram, person, path) SELECT n.gram, p.person, m.path FROM meant p "
            "JOIN named n ON n.no = p.no JOIN people_mask m ON m.person = p.person"
        )
        cursor.execute(
            "INSERT INTO people_household (code, unit, path, place, residency, entrance, floor, door, opened_on) "
            "SELECT DISTINCT ON (m.household) m.household, m.unit, m.path, NULL, 'resident', "
            "split_part(m.household, '-', 3)::int, left(split_part(m.household, '-', 4), 1)::int, "
            "split_part(m.household, '-', 4), '2020-03-01'::date FROM people_membership m WHERE m.household IS NOT NULL"
        )
        for _, made in indexes:
            cursor.execute(made)
        cursor.execute("ALTER TABLE people_gram ADD PRIMARY KEY (gram, person)")
        cursor.execute(f"VACUUM ANALYZE {_MOST_WRITTEN}")


class _Row:
    """One made-up person: most are counted by their unit, one in ten by another."""

    __slots__ = ("counts", "home", "key", "name", "path", "person", "unit", "wrapped")

    def __init__(self, drawn: random.Random, units: list[tuple[str, str]], number: int, name: int) -> None:
        self.person: UUID = ids.mint(seed.OPENED_AT)
        self.unit, self.path = units[number % len(units)]
        self.counts, self.name = number % 10 != 0, name
        home = number // len(units) // PER_HOME
        self.home = f"{self.unit}-B{home // 24 + 1:02d}-{home // 12 % 2 + 1}-{home // 2 % 6 + 1}0{home % 2 + 1}"
        self.key = drawn.randbytes(64)
        self.wrapped = keyring.wrap(self.person, self.key)

    def conceal(self, name: str) -> str:
        return keyring.conceal(AESSIV(self.key), f"{self.person}:shown", rules.concealed_name(name))


def _name(drawn: random.Random) -> str:
    family = drawn.choices(FAMILIES, WEIGHTS)[0]
    return family + "".join(drawn.choices(GIVEN, k=drawn.choice((1, 2, 2, 2))))


def _parts(name: str) -> list[bytes]:
    return [identities.blind_part(part) for part in rules.name_parts(name)]


def _copy(into: str, rows: Iterator[tuple[object, ...]]) -> None:
    with connections["owner"].cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
