"""shell · ledger API: entries in and out, what kinds, units and places there are, and the seals."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import AwareDatetime

from lianfang.ground.people import masking
from lianfang.ground.people.masking import Purpose
from lianfang.ground.places import queries as places_queries
from lianfang.ground.units import queries as units_queries
from lianfang.kernel.kinds import KINDS, Origin
from lianfang.kernel.problems import NOT_FOUND, TOO_LARGE, UNKNOWN_KIND, Refused
from lianfang.kernel.scope import Actor
from lianfang.shell.answers import BODY_LIMIT, BODY_WORDS, problem_answer
from lianfang.shell.days import ApiDay
from lianfang.shell.ledger import api_doc, api_views, handing, proofs, queries
from lianfang.shell.ledger.api_shapes import EntryPage, EntryProved, KindItem, PlacePage, SealPage, UnitPage, WitnessOut
from lianfang.shell.ledger.ingest import accepted, collector_resting, ingest, ingest_one, refused_id
from lianfang.shell.ledger.intake import Taken, take_json, take_lines
from lianfang.shell.ledger.problems import LENGTH_REQUIRED, UNSUPPORTED_TYPE

router = Router()
# What a caller says that he reads persons' words for.
Asked = Literal[Purpose.CONTACT, Purpose.HANDLE, Purpose.CHECK, Purpose.REQUEST]
_JSON, _LINES = "application/json", "application/x-ndjson"
Code = Annotated[str, Query(min_length=1, max_length=120, pattern=r"^[^\x00]+$")]  # no text in the database holds NUL


@router.post("/entries", openapi_extra=api_doc.RECORDING, operation_id="record_entries", url_name="record")
def record(request: HttpRequest) -> HttpResponse:
    """Record one entry, an array, or JSON Lines. Sent twice, it is recorded once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    kind = _content_type(request)
    body = _body(request)
    with collector_resting():
        taken, alone = (take_lines(body), False) if kind == _LINES else take_json(body)
        if alone:
            return _record_one(actor, taken)
        return _json(ingest(actor, taken, origin=Origin.API))


def _record_one(actor: Actor, taken: Taken) -> HttpResponse:
    try:
        receipt = ingest_one(actor, taken, origin=Origin.API)
    except Refused as refused:
        sent = refused_id(taken)
        return problem_answer(refused, id=str(sent) if sent else None)
    return _json(accepted(receipt), 201 if receipt.status == "accepted" else 200)


@router.get("/entries", response=EntryPage, operation_id="list_entries", url_name="entries")
def entries(
    request: HttpRequest,
    unit: Code | None = None,
    kind: Code | None = None,
    from_at: AwareDatetime | None = Query(None, alias="from"),  # noqa: B008
    to_at: AwareDatetime | None = Query(None, alias="to"),  # noqa: B008
    cursor: UUID | None = None,
    size: int = Query(100, ge=1, le=queries.PAGE_LIMIT),
    purpose: Asked | None = None,
) -> HttpResponse:
    """Entries of a unit and everything below it, in the order of their ids; `from` ≤ occurred < `to`.

    Persons stand as ids, their own words as they are kept; with a `purpose` whoever may know people by name reads the
    words, and each is noted.

    An id is minted where the entry is recorded, also offline: what arrives late stands where it belongs, not last.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if kind is not None and KINDS.get(kind) is None:
        raise Refused(UNKNOWN_KIND, kind=kind)
    asked = queries.Asked(
        unit=unit, kinds=(kind,) if kind else (), from_at=from_at, to_at=to_at, after=cursor,
        newest_first=False, size=size + 1,
    )  # fmt: skip
    found = queries.entries(actor, asked)
    kept = found[:size]
    more = len(found) > size
    with masking.page(purpose):
        listed = api_views.entries_out(actor, kept)
    return _json({"entries": listed, "next": kept[-1].id if more else None})


@router.get("/entries/{uuid:entry}", response=EntryProved, operation_id="get_entry", url_name="entry")
def entry(request: HttpRequest, entry: UUID, purpose: Asked | None = None) -> HttpResponse:
    """One entry with its chain of corrections and, once its day is sealed, the proof that it is in the seal."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.entry(actor, entry)
    with masking.page(purpose):
        (own, *linked) = api_views.entries_out(actor, [found, *queries.chain(actor, found)])
    return _json({"entry": own, "chain": linked, "proof": api_views.proof_out(proofs.of_entry(found))})


@router.get("/kinds", response=list[KindItem], operation_id="list_kinds", url_name="kinds")
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind of record: its words, what it names, and the JSON Schema of its data."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _json([api_views.kind_out(actor, kind) for kind in sorted(KINDS, key=lambda kind: kind.code)])


@router.get("/units", response=UnitPage, operation_id="list_units", url_name="units")
def units(
    request: HttpRequest,
    under: Code | None = None,
    cursor: Code | None = None,
    size: int = Query(100, ge=1, le=queries.PAGE_LIMIT),
) -> HttpResponse:
    """The units that the caller sees, in the order of their paths; `under` a unit, with itself."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = units_queries.listed(actor, under=under, after=cursor, limit=size + 1)
    kept = found[:size]
    following = kept[-1].path if len(found) > size else None
    return _json({"units": [api_views.unit_out(each) for each in kept], "next": following})


@router.get("/places", response=PlacePage, operation_id="list_places", url_name="places")
def places(
    request: HttpRequest,
    unit: Code | None = None,
    kind: Code | None = None,
    cursor: Code | None = None,
    size: int = Query(100, ge=1, le=queries.PAGE_LIMIT),
) -> HttpResponse:
    """The places of a unit and everything below it, in the order of their codes."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = places_queries.listed(actor, under=unit, kind=kind, after=cursor, limit=size + 1)
    kept = found[:size]
    following = kept[-1].code if len(found) > size else None
    return _json({"places": [api_views.place_out(each) for each in kept], "next": following})


@router.get("/seals/{unit}", response=SealPage, operation_id="list_seals", url_name="seals")
def seals(
    request: HttpRequest, unit: str, cursor: ApiDay | None = None, size: int = Query(100, ge=1, le=queries.PAGE_LIMIT)
) -> HttpResponse:
    """A unit's seals, newest first; each carries the digest of the one before it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    queries.paths_of_unit(unit)
    if not actor.prefixes("ledger.see"):
        raise Refused(NOT_FOUND)
    found = proofs.chain_of(unit, before=cursor, size=size + 1)
    kept = found[:size]
    following = kept[-1].day if len(found) > size else None
    return _json({"seals": [api_views.seal_out(each) for each in kept], "next": following})


@router.get("/witness", response=WitnessOut, operation_id="get_witness", url_name="witness")
def witness(request: HttpRequest) -> HttpResponse:
    """The newest signed head of all seals, with those of the units that the caller sees: to be kept elsewhere, and
    held against the ledger later with `lianfang verify --against`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return HttpResponse(handing.witness_for(actor).line, content_type=_JSON)


def _content_type(request: HttpRequest) -> str:
    """The one of our two content types that was sent. Raises `unsupported_type`."""
    coding = request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower()
    charset = (request.content_params or {}).get("charset", "utf-8").strip("\"' ").lower()
    given = request.content_type or "-"
    if coding not in ("", "identity"):
        raise Refused(UNSUPPORTED_TYPE, given=f"Content-Encoding: {coding[:40]}")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Refused(UNSUPPORTED_TYPE, given=f"charset={charset[:40]}")
    if given not in (_JSON, _LINES):
        raise Refused(UNSUPPORTED_TYPE, given=given[:80])
    return given


def _body(request: HttpRequest) -> bytes:
    """The body, never more of it than the limit. Raises `length_required` and `too_large`."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length and "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        raise Refused(LENGTH_REQUIRED)
    if length.isdigit() and int(length) > BODY_LIMIT:
        raise Refused(TOO_LARGE, limit=BODY_WORDS)
    return request.body


def _json(answer: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(answer), status=status, content_type=_JSON)
