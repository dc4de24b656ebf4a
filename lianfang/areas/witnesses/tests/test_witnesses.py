"""witnesses · tests: a witness reaches folder, hook and mail; what does not arrive is told, tried again and mended."""

from __future__ import annotations

import json
from datetime import timedelta
from email import message_from_string
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from lianfang.areas.witnesses import actions, actions_folders, jobs, queries
from lianfang.areas.witnesses.gaps import undelivered
from lianfang.areas.witnesses.models import Delivery, Secret
from lianfang.areas.witnesses.problems import BESIDE_DATABASE, HOLDER_CLOSED, NO_FOLDER
from lianfang.ground.testing import Cast
from lianfang.ground.units import queries as units
from lianfang.kernel import scope, seals, signing, witness_reading
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.witness import Witness
from lianfang.shell.problems import BAD_ADDRESS
from lianfang.shell.sending import NotDelivered
from lianfang.shell.testing import NOW
from tests.support.receivers import hook, mail_server

pytestmark = pytest.mark.django_db
TOKEN = "q7Zsecret-4711-key"


@pytest.fixture
def sealed(stage: Cast, system: Actor) -> Cast:
    """The cast, whose days are sealed up to now."""
    with scope.acting(system):
        seals.seal_days_until(NOW)
    return stage


@pytest.fixture
def share(tmp_path: Path) -> Path:
    """A folder that stands for a share of the superior's."""
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


def kept_at(actor: Actor, address: str, unit: str = "XJCG") -> UUID:
    with scope.acting(actor):
        return actions.set_holder(actor, unit=units.unit(actor, unit), holder=None, name="上级共享盘", address=address)


def hour() -> list[UUID]:
    """What the worker does on the hour; gives the deliveries that it put."""
    with scope.acting(scope.system_actor()):
        before = set(Delivery.objects.values_list("id", flat=True))
        jobs.hourly(0)
        return [each for each in Delivery.objects.values_list("id", flat=True) if each not in before]


def work(delivery: UUID, attempts: int = 0) -> Delivery:
    """What the worker does with a delivery; gives what became of it."""
    try:
        jobs.deliver(SimpleNamespace(job=SimpleNamespace(attempts=attempts)), delivery=str(delivery))
    except NotDelivered:
        assert attempts + 1 < jobs.TRIES, "the last time it is noted and not raised"
    with scope.acting(scope.system_actor()):
        return Delivery.objects.get(id=delivery)


def gaps(minutes: int = 0) -> list[Any]:
    with scope.acting(scope.system_actor()):
        return list(undelivered(NOW + timedelta(minutes=minutes), NOW - timedelta(days=1)))


def lines_of(share: Path) -> list[Witness]:
    (file,) = share.iterdir()
    found = [witness_reading.parse(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for each in found:
        witness_reading.check(each, signing.load(), now=NOW)
    return found


def test_every_hour_a_line_is_added_on_the_share(sealed: Cast, share: Path) -> None:
    kept_at(sealed.admin, str(share))
    for count in (1, 2):
        (delivery,) = hour()
        assert work(delivery).state == "sent"
        work(delivery)  # a job that is run twice
        assert len(lines_of(share)) == count
    (newest, _) = lines_of(share)
    assert set(newest.units) >= {"XJCG", "T161-LOG"}
    assert gaps() == []


def test_a_keeper_of_one_unit_is_told_of_that_unit(sealed: Cast, share: Path) -> None:
    kept_at(sealed.admin, str(share), "T161")
    work(*hour())
    (line,) = lines_of(share)
    assert "T161-LOG" in line.units
    assert "XJCG" not in line.units


def test_a_line_that_was_cut_off_is_taken_away_first(share: Path) -> None:
    file = share / "w.jsonl"
    actions_folders.append(file, "one")
    with file.open("a", encoding="utf-8") as torn:
        torn.write('{"lianfang":"wit')
    actions_folders.append(file, "two")
    assert file.read_text(encoding="utf-8") == "one\ntwo\n"
    file.write_text("x" * 200_000, encoding="utf-8")
    actions_folders.append(file, "three")
    assert file.read_text(encoding="utf-8") == "three\n"


def test_a_share_that_is_gone_is_told_tried_again_and_mended(sealed: Cast, share: Path) -> None:
    kept_at(sealed.admin, str(share))
    (delivery,) = hour()
    share.rmdir()
    tried = work(delivery)
    assert (tried.state, tried.tries, tried.failure) == ("queued", 1, "witness_no_folder")
    (gap,) = gaps(5)
    assert (gap.role, gap.unit, gap.since, gap.count) == ("admin", "XJCG", NOW, 1)
    assert "上级共享盘" in gap.words.zh
    assert work(delivery, jobs.TRIES - 1).state == "failed"
    assert [each.key for each in gaps(5)] == [gap.key], "the same outage is the same gap"
    share.mkdir()
    assert work(*hour()).state == "sent"
    assert gaps(90) == []


def test_it_goes_by_hook_and_by_mail(sealed: Cast) -> None:
    with hook() as received:
        kept_at(sealed.admin, f"json://user:{TOKEN}@127.0.0.1:{received.port}/hooks/{TOKEN}")
        assert work(*hour()).state == "sent"
        said = json.loads(received.bodies[0])
        text = said["message"][said["message"].index("LIANFANG:") :]
        assert witness_reading.parse(text).head == queries.newest_head()
        received.status = 503
        (delivery,) = hour()
        assert work(delivery).state == "queued"
        assert TOKEN not in work(delivery).failure
    with connection.cursor() as cursor, scope.acting(scope.system_actor()):
        cursor.execute("SELECT string_agg(data::text, ' ') FROM ledger_entry WHERE kind = 'witnesses.holder_set'")
        assert TOKEN not in cursor.fetchone()[0]
    with scope.acting(sealed.admin):
        actions.close_holder(sealed.admin, holder=Delivery.objects.get(id=delivery).holder)
    with mail_server() as received:
        kept_at(sealed.admin, f"mailto://127.0.0.1:{received.port}?from=a@example.org&to=b@example.org")
        assert work(*hour()).state == "sent"
    mail = message_from_string(received.bodies[0])
    attached = [part for part in mail.walk() if part.get_filename()]
    assert [part.get_filename() for part in attached] == [f"witness-{queries.newest_head().day}.jsonl"]
    line = attached[0].get_payload(decode=True).decode()
    witness_reading.check(witness_reading.parse(line), signing.load(), now=NOW)


def test_nothing_is_put_before_the_first_seal(cast: Cast, standing_clock: Any, share: Path) -> None:
    number = kept_at(cast.admin, str(share))
    assert hour() == []
    with scope.acting(cast.admin), pytest.raises(Refused, match="witness_none"):
        actions.send_now(cast.admin, holder=number)


def test_what_is_no_place_for_a_witness_is_refused(cast: Cast, standing_clock: Any, share: Path) -> None:
    inside = Path(settings.DATA) / "kept"
    inside.mkdir(exist_ok=True)
    (share / "way").symlink_to(inside)
    for address, problem in {
        str(share / "no"): NO_FOLDER,
        "/\0": NO_FOLDER,
        "share": BAD_ADDRESS,
        "file:///tmp/x": BAD_ADDRESS,
        "": BAD_ADDRESS,
        str(inside): BESIDE_DATABASE,
        str(share / "way"): BESIDE_DATABASE,
    }.items():
        with pytest.raises(Refused) as caught:
            kept_at(cast.admin, address)
        assert caught.value.problem is problem, address


def test_who_may(sealed: Cast, share: Path) -> None:
    for actor in (sealed.commander, sealed.own, sealed.superior):
        with pytest.raises(Refused) as caught:
            kept_at(actor, str(share), "T161-LOG" if actor is sealed.own else "T161")
        assert caught.value.problem is NOT_ALLOWED


def test_a_closed_keeper_is_forgotten(sealed: Cast, share: Path) -> None:
    number = kept_at(sealed.admin, str(share))
    (delivery,) = hour()
    with scope.acting(sealed.admin):
        actions.close_holder(sealed.admin, holder=number)
        assert not Secret.objects.exists()
        for act in (actions.close_holder, actions.send_now):
            with pytest.raises(Refused) as caught:
                act(sealed.admin, holder=number)
            assert caught.value.problem is HOLDER_CLOSED
    assert work(delivery).state == "failed"
    assert hour() == []
    assert gaps() == []
    assert list(share.iterdir()) == []


def test_the_pages(sealed: Cast, share: Path, browser_of: Any) -> None:
    admin = browser_of("admin")
    assert "还没有存放处" in admin.get("/witnesses/").content.decode()
    assert admin.get("/witnesses/new/").status_code == 200
    answer = admin.post("/witnesses/new/", {"unit": "XJCG", "name": "上级", "address": "/no/such"})
    assert answer.status_code == 422
    assert "没有这个目录" in answer.content.decode()
    answer = admin.post("/witnesses/new/", {"unit": "XJCG", "name": "上级", "address": str(share)})
    assert answer.status_code == 302
    page = answer["Location"]
    assert admin.post(f"{page}send/").status_code == 302
    with scope.acting(scope.system_actor()):
        (delivery,) = Delivery.objects.values_list("id", flat=True)
    work(delivery)
    shown = admin.get(page).content.decode()
    assert "已送达" in shown
    assert str(share) not in shown
    assert "1 个在用" in admin.get("/witnesses/").content.decode()
    assert admin.post(page, {"name": "审计员", "address": ""}).status_code == 302
    assert "审计员" in admin.get("/witnesses/").content.decode()
    with scope.acting(scope.system_actor()):
        Delivery.objects.filter(id=delivery).update(queued_at=NOW - timedelta(hours=1))
    share.rename(share.with_name("elsewhere"))
    work(*hour())
    shown = admin.get(page).content.decode()
    assert "目录不在或不能写入" in shown
    assert "1 个未送达" in admin.get("/witnesses/").content.decode()
    for name in ("own", "commander", "stranger"):
        other = browser_of(name)
        assert other.get("/witnesses/").status_code == 403
        assert other.get(page).status_code in (403, 404)
        assert other.post(f"{page}send/").status_code in (403, 404)
    assert admin.post(f"{page}close/").status_code == 302
    assert admin.post(page, {"name": "审计员", "address": ""}).status_code == 409
