"""shell · face: what every printed face of a text is made of, and how it says that the text is not in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from lianfang.kernel.words import Words, w
from lianfang.shell.texts.told import Told, ToldBlock


class InForce(StrEnum):
    """Whether a text may be shown: signed off, not yet, or withdrawn."""

    SIGNED = "signed"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


# What is printed across a face that is not in force.
ACROSS: dict[InForce, Words | None] = {
    InForce.SIGNED: None,
    InForce.DRAFT: w("草稿 · 未签发", "DRAFT · not signed off"),
    InForce.WITHDRAWN: w("已撤回", "WITHDRAWN"),
}


@dataclass(frozen=True, slots=True)
class Face:
    """A text for print. `unit` stands where nobody is named as issuing it; `pictures` are by their SHA-256."""

    title: str
    told: Told
    unit: str
    standing: InForce
    issued_by: str = ""
    source: str = ""
    dated: date | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def across_of(standing: InForce) -> str:
    """The words across the face, in the language of the text; empty where it is in force."""
    words = ACROSS[standing]
    return words.zh if words else ""


def pictures_of(face: Face) -> dict[str, bytes]:
    """The files that a template reads, by their names there."""
    return {f"shot-{shot.number}.jpg": face.pictures[shot.sha256] for shot in face.told.shots}


def block_data(block: ToldBlock) -> dict[str, Any]:
    """A block as the templates read it."""
    said: dict[str, Any] = {"part": str(block.part), "spans": [[run.words, run.note] for run in block.runs]}
    if block.shot is not None:
        said["shot"] = {"number": block.shot.number, "said": block.shot.said, "alt": block.shot.alt}
    return said
