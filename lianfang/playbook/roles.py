"""playbook · roles: what the house's roles are called in an outbreak, and what some of them may not do in it.

One optional file, `roles.yaml`. It only takes away: what a role may do at most stands on the areas' cards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, get_args

from pydantic import StringConstraints

from lianfang.playbook.procedures import Owner
from lianfang.playbook.shapes import Frozen, Name, Said
from lianfang.playbook.source import Document, items

if TYPE_CHECKING:
    from lianfang.playbook.trying import Registered, Shape

FILE = "roles.yaml"
ADMIN = "admin"  # keeps what he has, or nobody could put right what was taken away
Documents = Mapping[str, Document]
Verb = Annotated[str, StringConstraints(pattern=r"^[a-z]+(\.[a-z_]{1,60}){1,2}$")]


class RoleHere(Frozen):
    """A role of the house: its `words` in this outbreak, and the verbs that it does not have here."""

    code: Name
    words: Said | None = None
    may_not: tuple[Verb, ...] = ()


class RolesPart(Frozen):
    """`roles.yaml`."""

    roles: tuple[RoleHere, ...]


def check(documents: Documents) -> None:
    """Roles that do not exist, an administrator with less than he needs, a verb named twice."""
    document = documents.get(FILE)
    for path, item in items(document, "roles"):
        assert document is not None
        role = item.get("code")
        if isinstance(role, str) and role not in get_args(Owner):
            document.fault("unknown_role", (*path, "code"), given=role)
        verbs = _verbs(item)
        if role == ADMIN and verbs:
            document.fault("role_admin", (*path, "may_not"))
        for index, verb in enumerate(verbs):
            if verb in verbs[:index]:
                first = f"{document.file}:{document.at((*path, 'may_not', verbs.index(verb)))[0]}"
                document.fault("duplicate_code", (*path, "may_not", index), given=verb, first=first)


def tries(documents: Documents, known: Registered) -> None:
    """Only what the role has can be taken away; and who may still record something must still see it."""
    document = documents.get(FILE)
    for path, item in items(document, "roles"):
        role, verbs = item.get("code"), _verbs(item)
        if document is None or not isinstance(role, str) or role == ADMIN or not known.role(role):
            continue
        has = known.verbs(role)
        for index, verb in enumerate(verbs):
            where = (*path, "may_not", index)
            if verb.startswith("records."):
                document.fault("role_own_record", where, role=role, given=verb)
            elif verb not in has:
                document.fault("role_verb", where, role=role, given=verb, may=", ".join(sorted(has)))
        for record in sorted(has - {*verbs}):
            for see in sorted(known.sees(record) & has & {*verbs}):
                where = (*path, "may_not", verbs.index(see))
                document.fault("role_blind", where, role=role, see=see, record=record)


def narrowed(documents: Documents, known: Registered) -> Registered:
    """What the cards know, without what this playbook takes from the roles."""
    taken = {str(item.get("code")): frozenset(_verbs(item)) for _, item in items(documents.get(FILE), "roles")}

    def shape(kind: str) -> Shape | None:
        found = known.shape(kind)
        if found is None:
            return None
        return replace(found, roles=frozenset(each for each in found.roles if found.verb not in taken.get(each, ())))

    return replace(known, shape=shape, taken=lambda role: taken.get(role, frozenset())) if taken else known


def _verbs(item: Mapping[str, Any]) -> list[str]:
    found = item.get("may_not")
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
