"""witnesses · actions: who keeps witnesses is set here, and each is sent from here."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from uuid import UUID

import structlog
from django.db import transaction
from procrastinate.contrib.django import app

from lianfang.areas.witnesses import actions_folders, queries
from lianfang.areas.witnesses.kinds import KEEP
from lianfang.areas.witnesses.kinds_holder_set import FOLDER, HOLDER_SET, HolderSet
from lianfang.areas.witnesses.models import Delivery, Secret
from lianfang.areas.witnesses.problems import HOLDER_CLOSED
from lianfang.areas.witnesses.queries import Holder
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, ids, keyring
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.witness import Witness, compact
from lianfang.kernel.words import w
from lianfang.shell import sending
from lianfang.shell.sending import Address, NotDelivered

DELIVER = "witnesses.deliver"
ADDRESSES = "witnesses.holder"  # the purpose of the key under which they lie
CLOSED_SINCE = "closed"
_TITLE = w("联防封印凭证 {day}，累计 {total} 条", "Lianfang witness of {day}: {total} entries so far")
_BODY = w(
    "请保存本消息，勿改动。日后可用 lianfang verify --against 核对：",
    "Keep this message as it is. `lianfang verify --against` holds it against the ledger later:",
)
_log = structlog.get_logger("lianfang.witnesses")


@transaction.atomic
def set_holder(
    actor: Actor, *, unit: Unit, holder: UUID | None, name: str, address: str, at: clock.Clock | None = None
) -> UUID:
    """Sets up a keeper, or changes one; an empty `address` leaves it as it is. Gives the keeper's id.

    `address` is the absolute path of a folder, or one that words are sent to. Raises `witness_no_folder`,
    `witness_beside_database`, `bad_address`, `witness_holder_closed` (an address is needed to open it again),
    `not_found`.
    """
    moment = clock.FixedClock((at or clock.current()).now())
    known = queries.holder(actor, holder) if holder else None
    if known is None or address.strip():
        read = _read(address)
    elif known.open:
        read = Address(known.service, known.fingerprint)
    else:
        raise Refused(HOLDER_CLOSED)
    number = known.id if known else ids.mint(moment.now())
    said = HolderSet(name=name.strip(), service=read.service, fingerprint=read.fingerprint, open=True)
    _say(actor, number, known.unit if known else unit.code, known.version if known else 0, said, moment)
    if address.strip():
        concealed = sending.conceal(ADDRESSES, number, address)
        path = known.path if known else unit.path
        Secret.objects.update_or_create(holder=number, defaults={"path": path, "concealed": concealed})
    return number


def _read(address: str) -> Address:
    text = address.strip()
    if text.startswith("/"):
        actions_folders.read(text)
        return Address(FOLDER, f"k{keyring.blind(text).hex()[:7]}")
    return sending.read(text)


@transaction.atomic
def close_holder(actor: Actor, *, holder: UUID, at: clock.Clock | None = None) -> None:
    """The keeper is sent nothing more and its address is forgotten. Raises `witness_holder_closed`, `not_found`."""
    moment = clock.FixedClock((at or clock.current()).now())
    known = queries.holder(actor, holder)
    if not known.open:
        raise Refused(HOLDER_CLOSED)
    said = HolderSet(name=known.name, service=known.service, fingerprint=known.fingerprint, open=False)
    _say(actor, known.id, known.unit, known.version, said, moment)
    Secret.objects.filter(holder=known.id).delete()
    Delivery.objects.filter(holder=known.id, state="queued").update(state="failed", failure=CLOSED_SINCE)


def _say(actor: Actor, holder: UUID, unit: str, version: int, said: HolderSet, moment: clock.Clock) -> None:
    record_act(actor, HOLDER_SET, unit, said, Recording(moment), stream=holder, version=version + 1)


@transaction.atomic
def send_now(actor: Actor, *, holder: UUID, at: clock.Clock | None = None) -> None:
    """Puts a witness for one keeper at once. Raises `witness_holder_closed`, `witness_none`, `not_found`,
    `not_allowed`."""
    known = queries.holder(actor, holder)
    actor.must(KEEP, known.path)
    if not known.open:
        raise Refused(HOLDER_CLOSED)
    now = (at or clock.current()).now()
    _put(known, queries.witness_for(known.path, now), now)


@transaction.atomic
def put_all(*, now: datetime) -> int:
    """Puts a witness for each keeper in use; before the first head there is none. Gives how many were put."""
    if queries.newest_head() is None:
        return 0
    found = queries.open_holders()
    for holder in found:
        _put(holder, queries.witness_for(holder.path, now), now)
    return len(found)


def _put(holder: Holder, made: Witness, now: datetime) -> None:
    row = Delivery.objects.create(
        id=ids.mint(now), holder=holder.id, unit=holder.unit, path=holder.path, day=made.head.day,
        total=made.head.total, queued_at=now, state="queued",
    )  # fmt: skip
    app.configure_task(DELIVER).defer(delivery=str(row.id))


def deliver(*, delivery: UUID, last: bool, at: clock.Clock | None = None) -> None:
    """Delivers a witness as it is at this moment. Raises `NotDelivered` where it should be tried again.

    A worker killed in between delivers it again: it may come twice, never not.
    """
    now = (at or clock.current()).now()
    row = Delivery.objects.filter(id=delivery).first()
    if row is None or row.state != "queued":
        return
    Delivery.objects.filter(id=delivery).update(tries=row.tries + 1, tried_at=now)
    concealed = queries.concealed_address(row.holder)
    address = sending.reveal(ADDRESSES, row.holder, concealed) if concealed else None
    try:
        if address is None:
            raise NotDelivered(CLOSED_SINCE)
        made = queries.witness_for(row.path, now)
        _hand_over(address, made)
    except NotDelivered as fault:
        gone = last or address is None
        Delivery.objects.filter(id=delivery).update(state="failed" if gone else "queued", failure=fault.reason)
        _log.warning("witness not delivered", delivery=str(delivery), reason=fault.reason, given_up=gone)
        if not gone:
            raise
        return
    head = made.head
    Delivery.objects.filter(id=delivery).update(state="sent", sent_at=now, failure="", day=head.day, total=head.total)


def _hand_over(address: str, made: Witness) -> None:
    """Writes the witness as a line of a folder's file, or sends it. Raises `NotDelivered`."""
    head = made.head
    if address.startswith("/"):
        try:
            actions_folders.append(
                actions_folders.file_of(actions_folders.read(address), made.installation, head.day), made.line
            )
        except Refused as refused:
            raise NotDelivered(refused.problem.code) from None
        except OSError as fault:
            raise NotDelivered(fault.strerror or type(fault).__name__) from None
        return
    said = {"day": head.day, "total": f"{head.total:,}"}
    title = " / ".join((_TITLE.zh.format(**said), _TITLE.en.format(**said)))
    with tempfile.TemporaryDirectory(prefix="lianfang-witness-") as folder:
        file = Path(folder) / f"witness-{head.day}.jsonl"
        file.write_text(f"{made.line}\n", encoding="utf-8")
        sending.send(address, title, f"{_BODY.zh}\n{_BODY.en}\n\n{compact(head, made.installation)}", file)
