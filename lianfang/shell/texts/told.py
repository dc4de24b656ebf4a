"""shell · texts · told: a text as it is told everywhere: its words, each figure's value with its proof, its pictures.

A face of a text (paper, a message, a screen) is made from this and asks nothing more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lianfang.shell.texts.blocks import Block, Part, Reference, blocks_of, references_in
from lianfang.shell.texts.figures import Proving, proof_words
from lianfang.shell.texts.payloads import Caption
from lianfang.shell.texts.personal import check_pictures


@dataclass(frozen=True, slots=True)
class Run:
    """Some words, or the value of a figure; `note` is the number of its proof, from 1."""

    words: str
    note: int = 0


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture. `number` counts in the order in which pictures stand in the text, from 1."""

    number: int
    sha256: str
    caption: str = ""
    credit: str = ""
    alt: str = ""

    @property
    def said(self) -> str:
        """What stands below it."""
        taken = f"（{self.credit} 摄）" if self.credit else ""
        return f"{self.caption}{taken}"


@dataclass(frozen=True, slots=True)
class ToldBlock:
    """A part of the body: its runs, or its picture."""

    part: Part
    runs: tuple[Run, ...] = ()
    shot: Shot | None = None

    @property
    def words(self) -> str:
        return "".join(run.words for run in self.runs)


@dataclass(frozen=True, slots=True)
class Told:
    """A body as it is told. `figures` are what its figures rest on (`Figures.proof`); the first is number 1."""

    blocks: tuple[ToldBlock, ...]
    figures: tuple[Mapping[str, Any], ...] = ()

    @property
    def proofs(self) -> list[str]:
        """What its figures rest on, in a line each."""
        return [proof_words(each) for each in self.figures]

    @property
    def shots(self) -> list[Shot]:
        """The pictures in their order."""
        return [block.shot for block in self.blocks if block.shot is not None]


def told_of(body: str, photos: Sequence[str], captions: Collection[Caption], figures: Proving) -> Told:
    """A body with what its figures are now; pictures that it names nowhere stand at its end.

    Raises `text_figure_unknown`, `text_figure_unprintable`, `text_picture_unknown`, `text_picture_unsaid`.
    """
    blocks = blocks_of(body)
    check_pictures(blocks, photos, captions)
    notes: dict[Reference, tuple[int, Mapping[str, Any]]] = {}
    for paragraph, reference in references_in(blocks):
        if reference not in notes:
            notes[reference] = len(notes) + 1, figures.proof(paragraph, reference)
    shots = _numbered(blocks, photos, captions)
    told = [
        ToldBlock(block.part, shot=shots[photos[block.picture - 1]])
        if block.part is Part.PICTURE
        else ToldBlock(block.part, tuple(_runs(block, notes)))
        for block in blocks
    ]
    named = {block.shot.sha256 for block in told if block.shot}
    told += [ToldBlock(Part.PICTURE, shot=shot) for sha256, shot in shots.items() if sha256 not in named]
    return Told(tuple(told), tuple(proof for _, proof in notes.values()))


def _numbered(blocks: Sequence[Block], photos: Sequence[str], captions: Collection[Caption]) -> dict[str, Shot]:
    """Every picture once, in the order in which the text has them."""
    said = {caption.photo: caption for caption in captions}
    order = dict.fromkeys([*(photos[block.picture - 1] for block in blocks if block.part is Part.PICTURE), *photos])
    return {sha256: _shot(number, sha256, said.get(sha256)) for number, sha256 in enumerate(order, start=1)}


def _shot(number: int, sha256: str, caption: Caption | None) -> Shot:
    if caption is None:
        return Shot(number, sha256)
    said, credit, alt = caption.caption or "", caption.credit or "", caption.alt or ""
    return Shot(number, sha256, said, credit, alt or said)


def _runs(block: Block, notes: Mapping[Reference, tuple[int, Mapping[str, Any]]]) -> Iterator[Run]:
    for run in block.runs:
        if isinstance(run, str):
            yield Run(run)
        else:
            number, proof = notes[run]
            yield Run(str(proof["value"]), number)
