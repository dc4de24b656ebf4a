"""newspaper · actions: the desk: an article takes its steps here, and the paper gets its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from lianfang.areas.newspaper import kinds_article, kinds_issue, problems, queries
from lianfang.areas.newspaper.kinds import APPROVE, EDIT, WRITE
from lianfang.areas.newspaper.queries import Article, Paper
from lianfang.ground.recording import valid
from lianfang.ground.units import queries as units
from lianfang.kernel.entries import Receipt
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import next_version, takes_step
from lianfang.kernel.words import Words
from lianfang.shell.texts import life
from lianfang.shell.texts import problems as text_problems
from lianfang.shell.texts.blocks import blocks_of
from lianfang.shell.texts.life import Standing

_OPEN = (Standing.DRAFT, Standing.PROOFED, Standing.APPROVED, Standing.RETURNED)


@takes_step
def set_paper(actor: Actor, *, unit: str, data: Mapping[str, Any], how: Recording = Recording()) -> Receipt:
    """Says what the paper is called and what stands at its head and foot; an installation has one paper.

    Raises `newspaper_other_paper`, `invalid`, `not_found`, `not_allowed`.
    """
    version = next_version(queries.PAPER)
    found = units.unit(actor, unit)
    actor.must(EDIT, found.path)
    there = queries.paper()
    if there is not None and there.unit != unit:
        raise Refused(problems.OTHER_PAPER, name=there.said.name, unit=keeper_of(actor, there))
    said = valid(kinds_issue.PaperSet, data)
    return record_act(actor, kinds_issue.PAPER, unit, said, how, stream=queries.PAPER, version=version)


@transaction.atomic
def write_article(actor: Actor, *, unit: str, data: Mapping[str, Any], how: Recording = Recording()) -> UUID:
    """Hands in an article for a unit; gives the id of its life. Raises `invalid`, `not_found`, `not_allowed`."""
    found = units.unit(actor, unit)
    actor.must(WRITE, found.path)
    said = valid(kinds_article.ArticleWritten, data)
    blocks_of(said.body)
    stream = how.mint(how.now)
    record_act(actor, kinds_article.WRITTEN, unit, said, how, stream=stream, version=1)
    return stream


@takes_step
def rewrite_article(actor: Actor, *, article: UUID, data: Mapping[str, Any], how: Recording = Recording()) -> Receipt:
    """A new version, whole; whatever was proofed or approved of the one before counts no more.

    Its writers may mend it, and the editors. Raises `text_state`, `newspaper_elsewhere`, `invalid`,
    `not_allowed`.
    """
    version = next_version(article)
    found = queries.article(actor, article)
    actor.must(WRITE if actor.login in found.writers else EDIT, found.path)
    life.check_standing(found.text.title, found.standing, *_OPEN)
    check_unpublished(found)
    said = valid(kinds_article.ArticleWritten, data)
    blocks_of(said.body)
    return record_act(actor, kinds_article.WRITTEN, found.unit, said, how, stream=article, version=version)


@takes_step
def proof_article(
    actor: Actor, *, article: UUID, version: int, note: str = "", how: Recording = Recording()
) -> Receipt:
    """The version that counts was read through, by somebody who did not write it.

    Raises `text_state`, `text_own`, `not_allowed`.
    """
    return _decided(actor, article, version, kinds_article.PROOFED, EDIT, Standing.DRAFT, note, how)


@takes_step
def approve_article(
    actor: Actor, *, article: UUID, version: int, note: str = "", how: Recording = Recording()
) -> Receipt:
    """The version that counts may be printed: it was proofed, and somebody else than its writer says so.

    Raises `text_state`, `text_own`, `not_allowed`.
    """
    return _decided(actor, article, version, kinds_article.APPROVED, APPROVE, Standing.PROOFED, note, how)


@takes_step
def return_article(actor: Actor, *, article: UUID, why: str, how: Recording = Recording()) -> Receipt:
    """It goes back to its writer. Raises `text_state`, `newspaper_elsewhere`, `not_allowed`."""
    return _given_back(actor, article, why, kinds_article.RETURNED, _OPEN[:3], how)


@takes_step
def drop_article(actor: Actor, *, article: UUID, why: str, how: Recording = Recording()) -> Receipt:
    """It will not be printed. Raises `text_state`, `newspaper_elsewhere`, `not_allowed`."""
    return _given_back(actor, article, why, kinds_article.DROPPED, _OPEN, how)


def keeper_of(actor: Actor, paper: Paper) -> Words | str:
    """What the unit that keeps the paper is called; its code where the actor does not see it."""
    found = units.units(actor, [paper.unit]).get(paper.unit)
    return found.words if found else paper.unit


def check_unpublished(article: Article) -> None:
    """What is in print stays as it is. Raises `newspaper_elsewhere`."""
    slug = queries.published_in([article.stream]).get(article.stream)
    if slug is not None:
        raise Refused(problems.ELSEWHERE, title=article.text.title[:60], slug=slug)


def _decided(
    actor: Actor, stream: UUID, version: int, kind: Kind, verb: str, needs: Standing, note: str, how: Recording
) -> Receipt:
    number = next_version(stream)
    found = queries.article(actor, stream)
    actor.must(verb, found.path)
    life.check_standing(found.text.title, found.standing, needs)
    if version != found.version:
        raise Refused(text_problems.STATE, title=found.text.title[:60], state=life.STANDING_WORDS[Standing.DRAFT])
    if found.writers == {actor.login}:
        raise Refused(text_problems.OWN, title=found.text.title[:60], act=kind.words)
    said = valid(kind.payload, {"version": version, "note": note.strip() or None})
    return record_act(actor, kind, found.unit, said, how, stream=stream, version=number)


def _given_back(
    actor: Actor, stream: UUID, why: str, kind: Kind, allowed: tuple[Standing, ...], how: Recording
) -> Receipt:
    number = next_version(stream)
    found = queries.article(actor, stream)
    actor.must(EDIT, found.path)
    life.check_standing(found.text.title, found.standing, *allowed)
    check_unpublished(found)
    said = valid(kind.payload, {"why": why.strip()})
    return record_act(actor, kind, found.unit, said, how, stream=stream, version=number)
