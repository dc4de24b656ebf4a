"""publicity · actions: the desk: a text is written, reviewed, signed off, returned, given up, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from lianfang.areas.publicity import kinds_text, queries
from lianfang.areas.publicity.kinds import REVIEW, SIGN, WRITE
from lianfang.areas.publicity.kinds_text import TextWritten
from lianfang.areas.publicity.queries import Text
from lianfang.areas.publicity.rules import STANDING_WORDS
from lianfang.ground.recording import valid
from lianfang.ground.units import queries as units
from lianfang.kernel.entries import Receipt
from lianfang.kernel.kinds import Kind
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import next_version, takes_step
from lianfang.shell.texts import life
from lianfang.shell.texts.blocks import blocks_of
from lianfang.shell.texts.figures import told
from lianfang.shell.texts.life import Standing
from lianfang.shell.texts.personal import check_nobody_named, check_pictures

_OPEN = (Standing.DRAFT, Standing.PROOFED, Standing.APPROVED, Standing.RETURNED)


@transaction.atomic
def write_text(actor: Actor, *, unit: str, data: Mapping[str, Any], how: Recording = Recording()) -> UUID:
    """Hands in a text for a unit; gives the id of its life. Raises `invalid`, `not_found`, `not_allowed`."""
    found = units.unit(actor, unit)
    actor.must(WRITE, found.path)
    said = valid(TextWritten, data)
    blocks_of(said.body)
    stream = how.mint(how.now)
    record_act(actor, kinds_text.WRITTEN, unit, said, how, stream=stream, version=1)
    return stream


@takes_step
def rewrite_text(actor: Actor, *, text: UUID, data: Mapping[str, Any], how: Recording = Recording()) -> Receipt:
    """A new version, whole: it is reviewed and signed off again, and what was signed off before counts until then.

    Its writers may mend it, and the editors. Raises `text_state`, `invalid`, `not_allowed`.
    """
    version = next_version(text)
    found = queries.text(actor, text)
    actor.must(WRITE if actor.login in found.writers else REVIEW, found.path)
    _check(found, *_OPEN)
    said = valid(TextWritten, data)
    blocks_of(said.body)
    return record_act(actor, kinds_text.WRITTEN, found.unit, said, how, stream=text, version=version)


@takes_step
def review_text(actor: Actor, *, text: UUID, version: int, note: str = "", how: Recording = Recording()) -> Receipt:
    """The version that counts was read through, by somebody who did not write it.

    Raises `text_state`, `text_own`, `not_allowed`.
    """
    number, found = next_version(text), queries.text(actor, text)
    return _decided(actor, found, number, version, kinds_text.PROOFED, REVIEW, Standing.DRAFT, note, how)


@takes_step
def sign_text(actor: Actor, *, text: UUID, version: int, note: str = "", how: Recording = Recording()) -> Receipt:
    """The version that counts may go out: it was reviewed, tells of nobody, and each of its figures is proved.

    Raises `text_state`, `text_own`, `text_personal`, `text_picture_unknown`, `text_picture_unsaid`,
    `text_figure_unknown`, `text_figure_unprintable`, `text_figure_apart`, `not_allowed`.
    """
    number, found = next_version(text), queries.text(actor, text)
    actor.must(SIGN, found.path)
    figures = check_text(found, actor)
    return _decided(
        actor, found, number, version, kinds_text.APPROVED, SIGN, Standing.PROOFED, note, how, figures=figures
    )


@takes_step
def return_text(actor: Actor, *, text: UUID, why: str, how: Recording = Recording()) -> Receipt:
    """A version that is not signed off goes back to its writer. Raises `text_state`, `not_allowed`."""
    number, found = next_version(text), queries.text(actor, text)
    actor.must(REVIEW, found.path)
    _check(found, Standing.DRAFT, Standing.PROOFED)
    return _said(actor, found, number, kinds_text.RETURNED, {"why": why.strip()}, how)


@takes_step
def drop_text(actor: Actor, *, text: UUID, why: str, how: Recording = Recording()) -> Receipt:
    """It will not go out. One that was signed off is withdrawn instead. Raises `text_state`, `not_allowed`."""
    number, found = next_version(text), queries.text(actor, text)
    actor.must(REVIEW, found.path)
    if found.signed is not None:
        _check(found)
    _check(found, *_OPEN)
    return _said(actor, found, number, kinds_text.DROPPED, {"why": why.strip()}, how)


@takes_step
def withdraw_text(actor: Actor, *, text: UUID, why: str, how: Recording = Recording()) -> Receipt:
    """It counts no more, whatever of it hangs: from now on that is to be taken down. Raises `text_state`,
    `not_allowed`."""
    number, found = next_version(text), queries.text(actor, text)
    actor.must(SIGN, found.path)
    if found.signed is None:
        _check(found)
    return _said(actor, found, number, kinds_text.WITHDRAWN, {"why": why.strip()}, how)


def check_text(found: Text, actor: Actor) -> list[dict[str, Any]]:
    """Nobody can be recognised by it, its pictures say what they show, and each figure stands in a confirmed report;
    gives the figures as they are told.

    Raises `text_personal`, `text_picture_unknown`, `text_picture_unsaid`, `text_figure_unknown`,
    `text_figure_unprintable`, `text_figure_apart`.
    """
    text, blocks = found.text, blocks_of(found.text.body)
    heads = (text.title, text.addressed, text.contact, *(each.caption for each in text.captions))
    check_nobody_named(found.path, heads, blocks, {each.credit for each in text.captions if each.credit})
    check_pictures(blocks, text.photos or [], text.captions)
    return told(actor, blocks)


def _decided(
    actor: Actor,
    found: Text,
    number: int,
    version: int,
    kind: Kind,
    verb: str,
    needs: Standing,
    note: str,
    how: Recording,
    **more: Any,
) -> Receipt:
    actor.must(verb, found.path)
    life.check_decides(actor.login, found, found.text.title, version, needs, kind.words, STANDING_WORDS)
    return _said(actor, found, number, kind, {"version": version, "note": note.strip() or None, **more}, how)


def _said(actor: Actor, found: Text, number: int, kind: Kind, data: Mapping[str, Any], how: Recording) -> Receipt:
    said = valid(kind.payload, data)
    return record_act(actor, kind, found.unit, said, how, stream=found.stream, version=number)


def check_state(found: Text) -> None:
    """Raises `text_state`: a text that cannot take this step now, whatever it is."""
    _check(found)


def _check(found: Text, *allowed: Standing) -> None:
    """Raises `text_state`."""
    life.check_standing(found.text.title, found.standing, *allowed, words=STANDING_WORDS)
