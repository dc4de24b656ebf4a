"""kernel · witness reading: a witness taken back from a file, a page or paper, and whether it may be believed here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lianfang.kernel import clock, digest, open_day, seal_problems, signing
from lianfang.kernel.heads import Head
from lianfang.kernel.problems import Refused
from lianfang.kernel.signing import SealKeys
from lianfang.kernel.witness import COMPACT, FORM, MARK, NUMBERS, UnitMark, Witness

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_all(text: str) -> Iterator[Witness | Refused]:
    """Every witness of a file: lines of JSON, or compact ones, these also broken over several lines as on paper."""
    if not text.strip():
        yield Refused(seal_problems.WITNESS_NOT_ONE)
        return
    if text.lstrip().upper().startswith(f"{MARK}:"):
        close = re.sub(r"\s+", "", text)
        lines = [f"{MARK}:{part}" for part in re.split(f"{MARK}:", close, flags=re.IGNORECASE)[1:]]
    else:
        lines = [line for line in text.splitlines() if line.strip()]
    for line in lines:
        try:
            yield parse(line)
        except Refused as refused:
            yield refused


def parse(line: str) -> Witness:
    """One witness. Raises `witness_not_one`, `witness_damaged`, `witness_too_new`."""
    line = line.strip()
    if line.upper().startswith(f"{MARK}:"):
        return _from_compact(line)
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        meant = '"lianfang"' in line
        raise Refused(seal_problems.WITNESS_DAMAGED if meant else seal_problems.WITNESS_NOT_ONE) from None
    if not isinstance(said, dict) or said.get("lianfang") != "witness":
        raise Refused(seal_problems.WITNESS_NOT_ONE)
    _check_form(said.get("form"))
    try:
        return _WitnessRead.model_validate_json(line).witness()
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise Refused(seal_problems.WITNESS_DAMAGED) from None


def _from_compact(line: str) -> Witness:
    _, form, *fields = line.split(":")
    _check_form(int(form) if form.isdecimal() and len(form) < 9 else form)
    if len(fields) != len(COMPACT):
        raise Refused(seal_problems.WITNESS_DAMAGED)
    said: dict[str, Any] = {name: value.lower() or None for name, value in zip(COMPACT, fields, strict=True)}
    installation = said.pop("installation")
    try:
        for name in (*NUMBERS, "adopted"):
            said[name] = None if said[name] is None else int(said[name])
        head = _HeadRead.model_validate_json(json.dumps(said)).head(UUID(installation))
        return Witness(UUID(installation), head, head.sealed_at, head.key)
    except (ValidationError, ValueError, TypeError, AttributeError):
        raise Refused(seal_problems.WITNESS_DAMAGED) from None


_Hex32 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Hex64 = Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]
_Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
_Micros = Annotated[int, Field(ge=0, le=253_402_300_799_999_999)]
_Count = Annotated[int, Field(ge=0, lt=2**63)]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class _HeadRead(_Read):
    """A head's JSON; one from paper states no digest."""

    day: date
    from_at: _Micros
    to_at: _Micros
    sealed_at: _Micros
    units: _Count
    entries: _Count
    total: _Count
    unheld: _Count
    missing: _Count
    adopted: _Count | None
    root: _Hex32
    previous: _Hex32
    adopts: _Hex32 | None
    digest: _Hex32 | None = None
    key: _Fingerprint
    signature: _Hex64

    def head(self, installation: UUID) -> Head:
        """The head. Raises ValueError where it does not fit its digest."""
        if (self.adopted is None) != (self.adopts is None):
            raise ValueError("half of what it adopts")
        said: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        for name in ("from_at", "to_at", "sealed_at"):
            said[name] = _EPOCH + timedelta(microseconds=said[name])
        for name in ("root", "previous", "adopts", "digest", "signature"):
            said[name] = None if said[name] is None else bytes.fromhex(said[name])
        made = Head(**said)
        of_content = digest.of_text(made.text(installation))
        if made.digest not in (None, of_content):
            raise ValueError("it does not fit its digest")
        return replace(made, digest=of_content)


class _UnitRead(_Read):
    day: date
    seal: _Hex32
    total: _Count | None


class _WitnessRead(_Read):
    lianfang: Literal["witness"]
    form: Literal[1]
    installation: UUID
    head: _HeadRead
    units: dict[str, _UnitRead]
    open: dict[str, Any] | None
    made_at: _Micros
    key: _Fingerprint
    public: _Hex32
    signature_of_witness: _Hex64

    def witness(self) -> Witness:
        """The witness. Raises ValueError, KeyError or TypeError where a part is none."""
        if self.open is not None:
            open_day.from_said(self.open)
        return Witness(
            installation=self.installation,
            head=self.head.head(self.installation),
            made_at=_EPOCH + timedelta(microseconds=self.made_at),
            key=self.key,
            units={unit: UnitMark(m.day, bytes.fromhex(m.seal), m.total) for unit, m in self.units.items()},
            open=self.open,
            public=bytes.fromhex(self.public),
            signature=bytes.fromhex(self.signature_of_witness),
        )


def _check_form(form: object) -> None:
    if isinstance(form, int) and form > FORM:
        raise Refused(seal_problems.WITNESS_TOO_NEW, form=form)
    if form != FORM or isinstance(form, bool):
        raise Refused(seal_problems.WITNESS_DAMAGED)


def check(kept: Witness, keys: SealKeys, *, now: datetime) -> None:
    """Whether a witness may be believed here.

    Raises `witness_elsewhere`, `witness_key_unknown`, `witness_key_revoked`, `witness_forged`, `witness_future`.
    """
    head = kept.head
    if kept.installation != keys.installation:
        raise Refused(seal_problems.WITNESS_ELSEWHERE, there=kept.installation, here=keys.installation)
    signed = [(head.key, head.text(kept.installation), head.signature, head.sealed_at)]
    if kept.signature is not None:
        signed.append((kept.key, kept.text, kept.signature, kept.made_at))
    for fingerprint, text, signature, at in signed:
        key = keys.get(fingerprint)
        if key is None:
            raise Refused(seal_problems.WITNESS_KEY_UNKNOWN, key=fingerprint)
        if not signing.check(text, fingerprint, signature, keys):
            raise Refused(seal_problems.WITNESS_FORGED)
        if key.revoked_at is not None and at >= key.revoked_at:
            raise Refused(seal_problems.WITNESS_KEY_REVOKED, key=fingerprint, at=_minute(key.revoked_at))
    latest = max(head.sealed_at, kept.made_at)
    if latest > now:
        raise Refused(seal_problems.WITNESS_FUTURE, at=_minute(latest), now=_minute(now))


def _minute(at: datetime) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M}"
