"""publicity · queries of faces: one version of a text as all its faces show it, and whether it is in force.

What is signed off is for everybody, so its figures and pictures are read as the house; of anything else everybody
gets what they may see themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import translation

from lianfang.areas.publicity import queries
from lianfang.areas.publicity.kinds import SEE
from lianfang.areas.publicity.kinds_text import TextWritten
from lianfang.areas.publicity.queries import Text
from lianfang.ground.files import queries as files
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.problems import NOT_FOUND, Refused, existing
from lianfang.kernel.scope import Actor
from lianfang.shell.documents.face import Face, InForce
from lianfang.shell.texts.figures import Figures, Proving
from lianfang.shell.texts.life import Step
from lianfang.shell.texts.told import Told, told_of

LANGUAGE = "zh-hans"  # of the texts, whoever prints them


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a text. `signed_at`: when it was signed off; None where it is not in force."""

    of: Text
    number: int
    said: TextWritten
    standing: InForce
    signed_at: datetime | None
    written_at: datetime

    @property
    def dated(self) -> date | None:
        """The day that stands on it: that on which it was signed off, never that of printing."""
        return clock.local(self.signed_at).date() if self.signed_at else None

    @property
    def stamp(self) -> datetime:
        """When it became what it is: for the metadata of files, so that equal versions give equal files."""
        return self.signed_at or self.written_at


def version_of(actor: Actor, stream: UUID, asked: int | None = None) -> Version:
    """A version of a text: the one that may be shown, where none is asked for; before that the newest draft.

    A version that nobody signed is for those who see the desk on which it lies. Raises `not_found`.
    """
    text = queries.text(actor, stream)
    number = asked or text.signed or _once_signed(text) or text.version
    found = version(text, number)
    if not actor.may(SEE, text.path) and _approved(text, number) is None:
        raise Refused(NOT_FOUND)
    return found


def version(text: Text, number: int) -> Version:
    """A version of a text and whether it is in force. Raises `not_found`."""
    said = text.text_of(number)
    written = next(step for step in text.versions if step.number == number)
    approved = _approved(text, number)
    if text.signed == number and approved is not None:
        return Version(text, number, said, InForce.SIGNED, approved.at, written.at)
    withdrawn = approved is not None and text.signed is None
    return Version(text, number, said, InForce.WITHDRAWN if withdrawn else InForce.DRAFT, None, written.at)


def _approved(text: Text, number: int) -> Step | None:
    """The step that signed a version off."""
    steps = (each for each in reversed(text.steps) if each.kind == "publicity.text_approved")
    return next((each for each in steps if each.data.get("version") == number), None)


def _once_signed(text: Text) -> int | None:
    """The version that was signed off last, where the text was withdrawn since and not written again."""
    if not text.was_signed or text.signed is not None:
        return None
    return next((each.number for each in reversed(text.versions) if _approved(text, each.number)), None)


def told(actor: Actor, of: Version, now: datetime) -> Told:
    """What a version says, each figure as it was when it was signed off; of a draft with its proof as it is now.

    Raises `text_figure_unknown`, `text_figure_unprintable`, `text_picture_unknown`, `text_picture_unsaid`.
    """
    said = of.said
    with _reader(actor, of) as reader, translation.override(LANGUAGE):
        signed = of.standing is not InForce.DRAFT
        figures: Proving = of.of.figures_of(of.number) if signed else Figures(reader)
        return told_of(said.body, said.photos or [], said.captions, figures)


def tellable(actor: Actor, of: Version, now: datetime) -> Told | None:
    """What a version says, or None where a figure or picture of it cannot be told: a screen then shows none of it."""
    try:
        return told(actor, of, now)
    except Refused:
        return None


def pictures(actor: Actor, of: Version, hashes: Iterable[str]) -> dict[str, bytes]:
    """The pictures of a version by their SHA-256. Raises `file_erased`, `file_lost`, `not_found`."""
    keys = {sha256: (of.of.unit, None, sha256) for sha256 in hashes if sha256 in (of.said.photos or [])}
    with _reader(actor, of) as reader:
        found = files.files_of(reader, list(keys.values()))
        return {sha256: files.content_of(existing(found.get(key))) for sha256, key in keys.items()}


def face(actor: Actor, of: Version, now: datetime) -> Face:
    """A version as it is printed. Raises as `told` and `pictures`."""
    what = told(actor, of, now)
    return Face(
        of.said.title, what, unit_of(actor, of), of.standing, of.said.issued_by or "", of.said.source or "", of.dated,
        pictures(actor, of, [shot.sha256 for shot in what.shots]),
    )  # fmt: skip


def unit_of(actor: Actor, of: Version) -> str:
    """The name of the unit whose text it is, in the language of the texts."""
    with _reader(actor, of) as reader:
        found = units.units(reader, [of.of.unit]).get(of.of.unit)
    return found.words.zh if found else of.of.unit


@contextmanager
def _reader(actor: Actor, of: Version) -> Iterator[Actor]:
    """Who reads what a version refers to: of what is in force the house, which tells it to everybody."""
    if of.standing is not InForce.SIGNED:
        yield actor
        return
    with scope.acting(scope.system_actor("publicity")) as system:
        yield system
