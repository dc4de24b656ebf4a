"""publicity · queries of groups: those to which the product can send by itself, and by which address."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lianfang.areas.publicity.kinds import SEE
from lianfang.areas.publicity.models import GroupSecret
from lianfang.kernel import reading
from lianfang.kernel.scope import Actor, ranges
from lianfang.shell import sending

ADDRESSES = "publicity.group"  # the purpose of the key under which they lie


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a unit that can be sent to, or could."""

    stream: UUID
    unit: str
    path: str
    name: str
    service: str
    fingerprint: str
    open: bool


def groups(actor: Actor, *, unit: str | None = None) -> list[Group]:
    """The groups with an address that the actor sees, by name; of one unit or of all."""
    rows = reading.rows(
        actor,
        "SELECT DISTINCT ON (g.stream) g.stream, g.unit, g.path, g.name, g.service, g.fingerprint, g.open "
        "FROM publicity_group_step g WHERE g.superseded_at IS NULL AND %(seen)s::path_ranges @> g.path "
        "AND (%(unit)s::text IS NULL OR g.unit = %(unit)s) ORDER BY g.stream, g.number DESC",
        seen=ranges(actor.prefixes(SEE)), unit=unit,
    )  # fmt: skip
    return sorted((Group(*row) for row in rows), key=lambda each: (each.path, each.name))


def group_called(actor: Actor, unit: str, name: str) -> Group | None:
    """The group of a unit by its name, also one that is sent to no more."""
    return next((each for each in groups(actor, unit=unit) if each.name == name), None)


def address_of(group: Group) -> str | None:
    """The address of a group; None where it has none, or the key of this house does not fit."""
    kept = GroupSecret.objects.filter(stream=group.stream).values_list("concealed", flat=True).first()
    return sending.reveal(ADDRESSES, group.stream, kept) if kept and group.open else None
