"""access · card: what access registers, and who may use the ledger's own pages."""

from __future__ import annotations

from lianfang.ground.access import payloads, projections
from lianfang.ground.access.roles import Role, words_of
from lianfang.ground.access.vouching import discrepancies
from lianfang.kernel.kinds import Door, Kind, Presence, Privacy
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

SEE, GRANT, USER = "access.see", "access.grant", "access.user"
_PRIVACY = Privacy(w("证明谁在何时有权做什么", "proves who was allowed what, and when"), None, False)

GRANT_GIVEN = Kind(
    code="access.grant_given",
    words=w("授权", "grant given"),
    payload=payloads.GrantGiven,
    sentence=lambda data: w("授予 {login} “{role}”角色", "gave {login} the role “{role}”").fill(
        login=data["login"], role=words_of(data["role"])
    ),
    privacy=_PRIVACY,
    record=GRANT,
    see=SEE,
    place=Presence.FORBIDDEN,
    door=Door.ACTION,
    projection=projections.GIVEN,
    primary=("login", "role"),
)
GRANT_ENDED = Kind(
    code="access.grant_ended",
    words=w("终止授权", "grant ended"),
    payload=payloads.GrantEnded,
    sentence=lambda data: w("终止一项授权", "ended a grant"),
    privacy=_PRIVACY,
    record=GRANT,
    see=SEE,
    place=Presence.FORBIDDEN,
    door=Door.ACTION,
    projection=projections.ENDED,
    primary=("grant",),
)

_LEDGER_SEEN = frozenset({"ledger.see"})
_LEDGER_KEPT = frozenset({"ledger.see", "ledger.correct", "ledger.second"})
_SECONDS = frozenset({"ledger.second"})
_MANAGED = frozenset({SEE, GRANT, USER})
CARD = Card(
    area="access",
    fenced=frozenset({GRANT, USER}),
    kinds=(GRANT_GIVEN, GRANT_ENDED),
    verifiers=(discrepancies,),
    verbs={
        Role.SUPERIOR: _LEDGER_SEEN,
        Role.COMMANDER: _LEDGER_SEEN | _SECONDS | _MANAGED,
        Role.OFFICER: _LEDGER_KEPT | {SEE},
        Role.REPORTER: _LEDGER_KEPT,
        Role.GRID: _LEDGER_KEPT,
        Role.GATE: _LEDGER_KEPT,
        Role.KEEPER: _LEDGER_KEPT,
        Role.PROPERTY: _LEDGER_KEPT,
        Role.SITE: _LEDGER_KEPT,
        Role.LAUNDRY: _LEDGER_KEPT,
        Role.EDITOR: _LEDGER_SEEN,
        Role.INSPECTOR: _LEDGER_SEEN | _SECONDS,
        Role.AUDITOR: _LEDGER_SEEN | {SEE},
        Role.ADMIN: _LEDGER_SEEN | _MANAGED,
    },
)
