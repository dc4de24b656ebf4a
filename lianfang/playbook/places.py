"""playbook.places: the kinds of places of an outbreak: what each may stand in, what it is used as.

Which kinds a duty is due at stands with the duty, which has dates; `other` is the house's own and never declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from lianfang.kernel.vocabulary import Term
from lianfang.playbook.shapes import Frozen, Name, Said
from lianfang.playbook.source import Document, listed

FILE = "places.yaml"
LISTS = ("place_kinds",)
OWN = "other"


class PlaceKind(Frozen):
    """A kind of place. `within` names the kinds that it may be part of (left out: any). `uses` says what the house
    does there: it holds households, or its passages are logged. `object`: what is usually disinfected there."""

    code: Name
    words: Said
    within: tuple[Name, ...] | None = None
    uses: tuple[Literal["households", "gate"], ...] = ()
    object: Name | None = None

    def term(self) -> Term:
        refers = {} if self.within is None else {"within": self.within}
        refers |= {"object": (self.object,)} if self.object else {}
        return Term(self.code, self.words, traits=frozenset(self.uses), refers=refers)


class PlacesPart(Frozen):
    """`places.yaml`, in the order in which the kinds are offered."""

    place_kinds: Annotated[tuple[PlaceKind, ...], Field(min_length=1)]


def check(documents: Mapping[str, Document]) -> None:
    """A kind within one that nobody declares or, over others, within itself; a duty at places of an unknown kind."""
    document = documents.get(FILE)
    within = {str(item.get("code")): item.get("within") for item in listed(document, "place_kinds")}
    objects = {item.get("code") for item in listed(documents.get("doses.yaml"), "doses")}
    if document is not None:
        for index, item in enumerate(listed(document, "place_kinds")):
            code, outer = str(item.get("code")), item.get("within")
            if code == OWN:
                document.fault("own_code", ("place_kinds", index, "code"), given=code)
            if isinstance(item.get("object"), str) and item["object"] not in objects:
                document.fault("unknown_object", ("place_kinds", index, "object"), given=item["object"])
            for at, kind in enumerate(outer if isinstance(outer, list) else ()):
                if isinstance(kind, str) and kind not in {*within, OWN}:
                    document.fault("unknown_place_kind", ("place_kinds", index, "within", at), given=kind)
            if _leads_back(code, within):
                document.fault("within_loop", ("place_kinds", index, "within"), given=code)
    doses = documents.get("doses.yaml")
    for d, dose in enumerate(listed(doses, "doses")):
        apart = dose.get("not_at")
        for at, kind in enumerate(apart if isinstance(apart, list) else ()):
            if doses is not None and isinstance(kind, str) and kind not in {*within, OWN}:
                doses.fault("unknown_place_kind", ("doses", d, "not_at", at), given=kind)
    duties = documents.get("duties.yaml")
    for d, duty in enumerate(listed(duties, "duties")):
        for v, version in enumerate(duty.get("versions") or ()):
            targets = version.get("targets") if isinstance(version, dict) else None
            if not isinstance(targets, dict) or targets.get("sort") != "place":
                continue
            for at, kind in enumerate(targets.get("kinds") or ()):
                if duties is not None and isinstance(kind, str) and kind not in {*within, OWN}:
                    where = ("duties", d, "versions", v, "targets", "kinds", at)
                    duties.fault("unknown_place_kind", where, given=kind)


def _leads_back(kind: str, within: Mapping[str, Any]) -> bool:
    """Whether a kind may stand, over other kinds, in itself; directly (a yard in a yard) it may."""
    seen: set[str] = set()
    ahead = [outer for outer in within.get(kind) or () if outer != kind]
    while ahead:
        outer = str(ahead.pop())
        if outer == kind:
            return True
        if outer not in seen:
            seen.add(outer)
            ahead += within.get(outer) or ()
    return False
