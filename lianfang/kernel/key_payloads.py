"""kernel · key payloads: what the ledger is told when a seal key is registered, retired or revoked."""

from __future__ import annotations

from typing import Literal

from lianfang.kernel.kinds import NO_PERSONAL_DATA, Door, Kind
from lianfang.kernel.payloads import Line, Payload, fact
from lianfang.kernel.words import w

SEAL_KEY = "ledger.seal_key"
EVENTS = {"registered": w("启用", "registered"), "retired": w("停用", "retired"), "revoked": w("作废", "revoked")}


class SealKeyChange(Payload):
    """A key of seals comes into use or goes out of it; the key before signs for the one that follows."""

    event: Literal["registered", "retired", "revoked"] = fact("变更", "change", choices=EVENTS)
    fingerprint: str = fact("密钥指纹", "fingerprint", pattern=r"^[0-9a-f]{16}$")
    public: str = fact("公钥", "public key", pattern=r"^[0-9a-f]{64}$")
    signed_by: str | None = fact("由何密钥签署", "signed by the key", default=None, pattern=r"^[0-9a-f]{16}$")
    signature: str | None = fact("签名", "signature", default=None, pattern=r"^[0-9a-f]{128}$")
    revoked_from: str | None = fact("自何时起不再有效", "no longer valid from", default=None, max_length=40)
    reason: Line | None = fact("原因", "reason", default=None)


SEAL_KEY_KIND = Kind(
    code=SEAL_KEY,
    words=w("封印密钥", "seal key"),
    payload=SealKeyChange,
    sentence=lambda data: w("封印密钥 {fingerprint} {zh}", "seal key {fingerprint} {en}").fill(
        fingerprint=data["fingerprint"], zh=EVENTS[data["event"]].zh, en=EVENTS[data["event"]].en
    ),
    privacy=NO_PERSONAL_DATA,
    record="ledger.seal_key",
    see="ledger.see",
    door=Door.ACTION,
)
