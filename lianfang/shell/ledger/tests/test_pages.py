"""shell · tests: the ledger's own pages: browser, entry, what was set aside, seals, verification."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.kernel import clock, heads, ids, journal, scope, seals, signing
from lianfang.kernel.entries import WITHDRAWAL, Draft
from lianfang.kernel.kinds import Origin
from lianfang.shell.kinds.detail_page import detail_context
from lianfang.shell.ledger import proofs, queries, set_aside
from lianfang.shell.ledger.queries import Asked
from lianfang.shell.testing import NOW, entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial_pages")]
YESTERDAY = NOW - timedelta(days=1)


def record(actor: Any, n: int = 1, at: Any = NOW, unit: str = "T161-LOG", **more: Any) -> UUID:
    draft = Draft(id=ids.mint(at), kind="trial.tally", unit=unit, occurred_at=at, data={"n": n}, **more)
    with scope.acting(actor):
        return journal.record_one(actor, draft, origin=Origin.CONSOLE, at=clock.FixedClock(at)).id


def test_the_browser_says_each_entry_in_its_own_sentence(browser_of: Any, stage: Any) -> None:
    record(stage.own, 17)
    page = browser_of("own").get("/ledger/")
    assert page.status_code == 200
    assert "点到17人" in page.content.decode()
    assert "点到17人" not in browser_of("sister").get("/ledger/").content.decode()
    english = browser_of("own").get("/ledger/", headers={"Accept-Language": "en"}).content.decode()
    assert "Counted 17" in english


def test_pages_go_on_and_back(browser_of: Any, stage: Any) -> None:
    with scope.acting(stage.own):
        drafts = [
            Draft(
                id=ids.mint(NOW - timedelta(seconds=n)),
                kind="trial.tally",
                unit="T161-LOG",
                occurred_at=NOW,
                data={"n": n},
            )
            for n in range(120)
        ]
        journal.record(stage.own, drafts, origin=Origin.IMPORT)
    browser, seen, address = browser_of("own"), [], "/ledger/?kind=trial.tally"
    pages = []
    while address:
        page = browser.get(address).context["page"]
        pages.append([each.id for each in page.items])
        seen += pages[-1]
        address = f"/ledger/?kind=trial.tally&cursor={page.next}" if page.next else ""
        last = page
    assert seen == sorted((draft.id for draft in drafts), reverse=True)
    back = browser.get(f"/ledger/?kind=trial.tally&cursor={last.previous}").context["page"]
    assert [each.id for each in back.items] == pages[-2]
    first = browser.get(f"/ledger/?kind=trial.tally&cursor={back.previous}").context["page"]
    assert [each.id for each in first.items] == pages[0]
    assert first.previous is None


def test_filters_full_of_nonsense_are_no_fault(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    for address in ("/ledger/", "/trial/tally/", "/ledger/seals/", "/ledger/set-aside/"):
        for query in (
            "unit=NOPE",
            "unit=%00",
            "kind=%00",
            "place=%00",
            "person=7",
        ):
            assert browser.get(f"{address}?{query}").status_code == 200, (address, query)
    for address in ("/ledger/", "/trial/tally/", "/ledger/set-aside/"):
        for query in ("cursor=x", "cursor=-", "cursor=%00"):
            assert browser.get(f"{address}?{query}").status_code == 422, (address, query)
    for address in (
        "/verify/T161-LOG/2020-99-99/",
        "/verify/NOPE/2020-08-10/",
        "/ledger/seals/NOPE/",
        "/verify/%00/2020-08-10/",
    ):
        assert browser.get(address).status_code == 404, address


def test_an_entry_is_proved_once_its_day_is_sealed(browser_of: Any, stage: Any, system: Any) -> None:
    entries = [record(stage.own, n, YESTERDAY) for n in range(5)]
    browser = browser_of("own")
    assert "尚未封存" in browser.get(f"/ledger/{entries[2]}/proof/").content.decode()
    with scope.acting(system):
        seals.seal_days_until(NOW)
    with scope.acting(stage.own):
        proved = proofs.of_entry(queries.entry(stage.own, entries[2]))
    assert proved.holds
    assert proved.root_holds
    assert proved.steps
    assert "并在当日封印之内" in browser.get(f"/ledger/{entries[2]}/?verify=1").content.decode()
    verified = browser.get("/verify/T161-LOG/2020-08-09/").content.decode()
    assert "核验通过" in verified
    assert "/verify/T161-LOG/2020-08-09/" in browser.get("/ledger/seals/T161-LOG/").content.decode()
    assert browser_of("sister").get("/verify/T161-LOG/2020-08-09/").status_code == 404
    assert Client().get("/verify/T161-LOG/2020-08-09/").status_code == 302


def test_a_chain_of_seals_is_gone_through_page_by_page_and_back(browser_of: Any, stage: Any, system: Any) -> None:
    with scope.acting(system):
        seals.seal_days_until(NOW + timedelta(days=110))
    browser, shown = browser_of("own"), []
    page = browser.get("/ledger/seals/T161-LOG/").context["page"]
    for _ in range(2):
        shown.append(page.items)
        page = browser.get("/ledger/seals/T161-LOG/", {"cursor": page.next}).context["page"]
    for before in reversed(shown):
        page = browser.get("/ledger/seals/T161-LOG/", {"cursor": page.previous}).context["page"]
        assert page.items == before
    assert page.previous is None


def test_the_seals_page_shows_the_installations_head_and_whether_its_signature_holds(
    browser_of: Any, stage: Any, system: Any, settings: Any
) -> None:
    record(stage.own, 1, YESTERDAY)
    browser = browser_of("own")
    with scope.acting(system):
        seals.seal_days_until(NOW)
    head, keys = heads.newest(connection), signing.load()
    assert head is not None
    page = browser.get("/ledger/seals/").content.decode()
    for shown in (head.digest.hex(), head.signature.hex(), keys.current.fingerprint, str(keys.installation)):
        assert shown in page
    assert "签名有效" in page
    assert "the signature is valid" in browser.get("/ledger/seals/", headers={"Accept-Language": "en"}).content.decode()
    settings.SEAL_KEYS_FILE = settings.WITNESS_FOLDER / "gone"
    assert "此处没有密钥" in browser.get("/ledger/seals/").content.decode()
    settings.SEAL_KEYS_FILE.parent.mkdir()
    signing.make()
    assert "签名无效" in browser.get("/ledger/seals/").content.decode()


def test_the_proof_can_be_recomputed_from_the_api_alone(token_of: Any, stage: Any, system: Any) -> None:
    entries = [record(stage.own, n, YESTERDAY) for n in range(3)]
    with scope.acting(system):
        seals.seal_days_until(NOW)
    client, headers = Client(), token_of("own")
    answer = client.get(f"/api/v1/entries/{entries[1]}", headers=headers).json()
    reached = hashlib.sha256(b"\0" + bytes.fromhex(answer["entry"]["digest"])).digest()
    for step in answer["proof"]["steps"]:
        other = bytes.fromhex(step["digest"])
        pair = other + reached if step["side"] == "left" else reached + other
        reached = hashlib.sha256(b"\1" + pair).digest()
    assert reached.hex() == answer["proof"]["seal"]["root"]
    chain = client.get("/api/v1/seals/T161-LOG", headers=headers).json()["seals"]
    assert chain[0]["digest"] == answer["proof"]["seal"]["digest"]
    seal = answer["proof"]["seal"]
    micros = {name: int(datetime.fromisoformat(seal[name]).timestamp()) * 1_000_000 for name in ("from_at", "to_at")}
    said = (seal["unit"], seal["path"], seal["day"], *micros.values(), seal["entries"], seal["total"])
    text = "\n".join(map(str, ("lianfang seal 2", *said, seal["root"], seal["previous"])))
    assert hashlib.sha256(text.encode()).hexdigest() == seal["digest"]
    assert all(newer["previous"] == older["digest"] for newer, older in pairwise(chain))


def test_both_of_two_contents_are_kept(browser_of: Any, stage: Any, token_of: Any) -> None:
    headers, one = token_of("own"), entry({"n": 1})
    for n in (1, 2):
        Client().post(
            "/api/v1/entries", json.dumps({**one, "data": {"n": n}}), content_type="application/json", headers=headers
        )
    browser = browser_of("own")
    page = browser.get("/ledger/set-aside/")
    (row,) = page.context["page"].items
    assert row.problem == "conflict"
    shown = browser.get(f"/ledger/set-aside/{row.id}/").content.decode()
    assert "&quot;n&quot;: 2" in shown
    assert f"/ledger/{one['id']}/" in shown
    assert browser_of("sister").get(f"/ledger/set-aside/{row.id}/").status_code == 404
    with scope.acting(stage.sister):
        assert set_aside.count(stage.sister) == 0


@pytest.mark.parametrize(
    "address", ["/ledger/", "/trial/tally/", "/ledger/seals/", "/ledger/set-aside/", "/trial/tally/new/"]
)
def test_pages_ask_few_questions(browser_of: Any, stage: Any, address: str) -> None:
    for n in range(60):
        record(stage.own, n, NOW - timedelta(seconds=n))
    browser = browser_of("own")
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    assert len(asked) <= 20, "\n".join(each["sql"] for each in asked)


@pytest.mark.django_db(transaction=True)
def test_a_kinds_page_is_read_from_its_index(stage: Any, superuser_conn: psycopg.Connection[Any]) -> None:
    with scope.acting(stage.own):
        for start in range(0, 20_000, 5_000):
            drafts = [
                Draft(id=ids.mint(NOW), kind="trial.tally", unit="T161-LOG", occurred_at=NOW, data={"n": n})
                for n in range(start, start + 5_000)
            ]
            journal.record(stage.own, drafts, origin=Origin.IMPORT)
        superuser_conn.execute("ANALYZE ledger_entry")
        for asked in (
            Asked(kinds=("trial.tally",), size=51),
            Asked(size=51),
            Asked(unit="T161-LOG", newest_first=False),
        ):
            with CaptureQueriesContext(connection) as made:
                queries.entries(stage.own, asked)
            (sql,) = (each["sql"] for each in made if "FROM ledger_entry" in (each["sql"] or ""))
            with connection.cursor() as cursor:
                # A month that another test opened is empty, and read whole where that is not discouraged.
                cursor.execute("SET enable_seqscan = off")
                cursor.execute("EXPLAIN " + sql.replace("%", "%%"))
                plan = "\n".join(row[0] for row in cursor)
                cursor.execute("RESET enable_seqscan")
            assert "Index Scan" in plan, plan
            assert "Seq Scan on ledger_entry" not in plan, plan
            assert not re.search(r"Sort Key: e(_\d+)?\.", plan), plan


def test_a_withdrawal_tells_nothing_of_an_entry_that_is_not_the_readers(stage: Any) -> None:
    first = record(stage.own, 17)
    taken_back = Draft(
        id=ids.mint(NOW), kind=WITHDRAWAL, unit="T161-LOG", occurred_at=NOW, data={}, corrects=first, reason="记错"
    )
    with scope.acting(stage.own):
        later = journal.record_one(stage.own, taken_back, origin=Origin.CONSOLE, at=clock.FixedClock(NOW)).id
        assert [each.id for each in queries.chain(stage.own, queries.entry(stage.own, later))] == [first, later]
    auditor = scope.Actor("x", 9, (scope.Held("auditor", frozenset({"ledger.see"}), "", stage.own.prefixes()),))
    with scope.acting(auditor):
        found = queries.entry(auditor, later)
        assert queries.chain(auditor, found) == [found]
        shown = detail_context(auditor, found)
    assert shown["timeline"] is None
    named = next(fact.value for fact in shown["facts"] if str(first) in str(fact.value))
    assert named == str(first), "named, but no door to it"
