"""duties · checks: at start, every duty of the playbook names a kind, targets, a role and a figure that exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.checks import Error

from lianfang.ground.access.roles import Role
from lianfang.kernel.kinds import KINDS, Kind, Presence
from lianfang.kernel.payloads import Payload, choices_of
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.vocabulary import Vocabulary
from lianfang.playbook.duties import FILE
from lianfang.playbook.loader import check
from lianfang.playbook.trying import Registered, Shape


def registered() -> Registered:
    """What the cards know of the names that a playbook may use, without what one playbook declares itself."""
    return Registered(
        kind=lambda code: KINDS.get(code) is not None and code not in REGISTRY.declared,
        sort=lambda code: code in REGISTRY.targets(),
        role=lambda code: code in set(Role),
        indicator=lambda code: code in REGISTRY.indicators() and code not in REGISTRY.declared,
        cumulates=lambda code: REGISTRY.indicators()[code].cumulates,
        gap=lambda code: code in REGISTRY.gaps(),
        shape=_shape,
        verbs=_verbs,
        living=_living(),
        kinds_of=_kinds_of,
        zone=settings.TIME_ZONE,
        sees=lambda verb: frozenset(kind.see for kind in _house() if kind.record == verb),
    )


def _living() -> frozenset[str]:
    return frozenset(code for code, target in REGISTRY.targets().items() if target.lives)


def _kinds_of(sort: str, documents: Mapping[str, Any]) -> Collection[str] | None:
    """The kinds of a sort of things that a playbook has; None where its card does not say."""
    tells = REGISTRY.targets()[sort].kinds_in
    return None if tells is None else tells(documents)


def _house() -> Iterator[Kind]:
    """The kinds that cards register in code."""
    return (kind for kind in KINDS if kind.code not in REGISTRY.declared)


def _verbs(role: str) -> frozenset[str]:
    """What the cards let a role do, without what one playbook's own records add."""
    own = {verb for code in REGISTRY.declared if (kind := KINDS.get(code)) for verb in (kind.record, kind.see)}
    return REGISTRY.verbs_of(role) - own


def _shape(code: str) -> Shape | None:
    """A kind of record as a duty meets it; None where no card registers it."""
    kind = KINDS.get(code)
    if kind is None or code in REGISTRY.declared:
        return None
    about = {"place": kind.place, "person": kind.person}
    steps_of = _living() if kind.streams else frozenset()  # of which of them, a kind written in Python does not say
    return Shape(
        verb=kind.record,
        roles=frozenset(str(role) for role in Role if kind.record in REGISTRY.verbs_of(role)),
        targets=steps_of | {sort for sort, needs in about.items() if needs is not Presence.FORBIDDEN},
        place_kinds=frozenset(kind.place_kinds),
        fields={name: _values(kind.payload, name) for name in kind.payload.model_fields},
    )


def _values(payload: type[Payload], name: str) -> frozenset[Any] | None:
    """What a field may hold where that is a short list; None for anything, and for what a playbook declares."""
    if payload.model_fields[name].annotation is bool:
        return frozenset({True, False})
    said = choices_of(payload, name)
    return None if isinstance(said, Vocabulary) or not said else frozenset(said)


def duties_hold(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The faults of the current playbook's duties, each with its file and line."""
    folder = settings.BASE_DIR / "playbooks" / getattr(settings, "PLAYBOOK", "covid-2020")
    found = [each for each in check(folder, registered=registered()) if each.file == FILE]
    return [Error(str(each), id="duties.E001") for each in found]
