"""kernel · journal: the one door through which entries enter the ledger.

`record` takes drafts and answers each: accepted, duplicate, conflict or rejected. What is accepted is written,
projected and answered in one transaction; a bad neighbour never costs a good entry. Writers share an advisory
lock that a seal waits for, and are given their `recorded_at` only inside it, so that no entry can slip into
a window after it was sealed (docs/why/seals.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError

from lianfang.kernel import (
    characters,
    clock,
    cursors,
    digest,
    evidence,
    files,
    ids,
    keyring,
    problems,
    reading,
    running,
    source_refs,
    sql_batch,
    streams,
    writing,
)
from lianfang.kernel.corrections import Corrections
from lianfang.kernel.entries import Bounds, Checked, Draft, Receipt, Recorded, body_of, check, concealed, missing
from lianfang.kernel.kinds import KINDS, Origin, origin_of
from lianfang.kernel.ports import PORTS, UnitPaths
from lianfang.kernel.problems import Refused
from lianfang.kernel.projections import LEDGER, Batch
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor, acting_actor, show
from lianfang.kernel.steps import Lost, again

_FAR_FROM_THE_CLOCK = "LF001"  # kernel/migrations/fence.sql
_GRADE = sql_batch.SAID.index("evidence") - 1


def record(
    actor: Actor,
    drafts: Sequence[Draft],
    *,
    origin: Origin,
    at: clock.Clock | None = None,
    by_action: bool = False,
) -> list[Receipt]:
    """Records what holds and answers every draft, in the order given.

    Runs inside `scope.acting(actor)`. With its own transaction it repeats after a deadlock or a lost race; inside
    the caller's it raises. Raises `Refused(BUSY)` where the database cannot answer: nothing was recorded then.
    """
    if acting_actor() is not actor:
        raise RuntimeError("journal.record runs inside scope.acting(actor)")
    work = _Work(actor, drafts, origin, at or clock.current(), by_action)
    try:
        with reading.afresh():
            return again(work.run)
    except Lost:
        raise Refused(problems.BUSY) from None
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) == _FAR_FROM_THE_CLOCK:
            raise Refused(problems.CLOCKS_APART) from error
        raise


def record_one(
    actor: Actor, draft: Draft, *, origin: Origin, at: clock.Clock | None = None, by_action: bool = True
) -> Receipt:
    """Records one entry or raises the `Refused` that stands against it: for actions."""
    (receipt,) = record(actor, (draft,), origin=origin, at=at, by_action=by_action)
    if receipt.problem is not None:
        raise receipt.problem
    return receipt


class _Work:
    """One attempt to record a batch; its steps in the order of `run`."""

    def __init__(self, actor: Actor, drafts: Sequence[Draft], origin: Origin, at: clock.Clock, by_action: bool) -> None:
        self.actor, self.drafts, self.origin, self.at, self.by_action = actor, drafts, origin, at, by_action
        self.repeats: dict[int, int] = {}
        self.paths: dict[int, str] = {}

    def run(self) -> list[Receipt]:
        self.receipts: list[Receipt | None] = [None] * len(self.drafts)
        self.repeats, self.paths = {}, {}
        self.entered: UUID | None = None  # the one entry whose row in its kind's tables came with it
        with cursors.prepared_cursor() as self.cursor:
            self.corrections = Corrections(self.actor, self.cursor, by_action=self.by_action)
            self._enter()
            self.now = self.at.now()
            if not clock.of_the_house(self.at):
                show(self.actor, at=self.now)
            checked = self._check_each(self.sealed)
            self._locate(checked)
            if any(one.draft.corrects for one in checked.values()):
                self._set_aside_each(self.corrections.refused(checked, self.paths, self.now), checked)
            if any(one.draft.stream for one in checked.values()):
                self._set_aside_each(streams.refused(self.cursor, checked), checked)
            self._drop_known_lines(checked)
            self.grades = evidence.graded(self.origin, checked)
            rows = self._rows(checked)
            if rows:
                fresh = self._write(rows)
                files.keep(checked, self.paths, self.receipts)
                self._derive([row for index, row in rows.items() if index in fresh], len(fresh) == len(rows))
        for index, first in self.repeats.items():
            receipt = self.receipts[first]
            if receipt is not None:
                self.receipts[index] = replace(receipt, status="duplicate") if receipt.holds else receipt
        return [receipt for receipt in self.receipts if receipt is not None]

    def _refuse(self, index: int, refused: Refused, status: str = "rejected") -> None:
        self.receipts[index] = Receipt(self.drafts[index].id, status, problem=refused)

    def _enter(self) -> None:
        """Our turn, up to when all is sealed, what followers ask first, and where the units stand: in one journey."""
        kinds = {one.kind for one in self.drafts if one.kind in KINDS}
        alone = any(KINDS[kind].alone for kind in kinds) or self.corrections.unseen(self.drafts)
        heard = {one: each for one in REGISTRY.followers() if (each := {kind for kind in kinds if one.hears(kind)})}
        turns = [one.turn(each) for one, each in heard.items()]
        units = {one.unit for one in self.drafts if characters.trouble(one.unit) is None}
        # In this order, which is also that of the turns: none is taken before the ledger's own.
        enter = ", ".join(("SELECT ledger_enter(%s)", *(turn.sql for turn in turns)))
        with cursors.prepared_cursor() as along:
            with cursors.together():
                self.cursor.execute(enter, (alone, *(value for turn in turns for value in turn.given)))
                paths = PORTS.ask_unit_paths(along, units)  # by what stands once it is our turn
            self.units = paths()
        sealed, *told = self.cursor.fetchone()
        self.told = {
            (one, kind): answer for (one, each), answer in zip(heard.items(), told, strict=True) for kind in each
        }
        self.sealed: datetime | None = sealed

    def _check_each(self, sealed: datetime | None) -> dict[int, Checked]:
        since = settings.CAMPAIGN_SINCE
        bounds = Bounds.at(self.now, since)
        checked: dict[int, Checked] = {}
        seen: dict[UUID, int] = {}
        for index, draft in enumerate(self.drafts):
            try:
                now = draft.recorded_at or self.now
                if sealed and now < sealed:
                    raise Refused(problems.CLOCK_WENT_BACK, sealed=clock.local(sealed).strftime("%Y-%m-%d %H:%M"))
                allowed = Bounds.at(now, since) if draft.recorded_at else bounds
                one = check(draft, bounds=allowed, by_action=self.by_action)
                if draft.id in seen:
                    self._repeat(index, seen[draft.id])
                else:
                    checked[index], seen[draft.id] = one, index
            except Refused as refused:
                self._refuse(index, refused)
        return checked

    def _repeat(self, index: int, first: int) -> None:
        """The same id twice in one batch: answered as if it had come in two."""
        if self.drafts[index] == self.drafts[first]:
            self.repeats[index] = first
        else:
            self._conflict(index)

    def _locate(self, checked: dict[int, Checked]) -> None:
        """Drops what names a unit, place or person that the actor does not see, or may not record for."""
        places = {one.draft.place for one in checked.values() if one.draft.place}
        persons = {one.draft.person for one in checked.values() if one.draft.person}
        known_places = PORTS.known_places(places) if places else {}
        known_persons = PORTS.known_persons(persons) if persons else frozenset()
        allowed: set[tuple[str, str]] = set()
        for index, one in list(checked.items()):
            draft, paths = one.draft, self.units.get(one.draft.unit)
            try:
                if paths is None:
                    raise missing("unit", draft.unit)
                if draft.place and draft.place not in known_places:
                    raise missing("place", draft.place)
                if draft.place and one.kind.place_kinds and known_places[draft.place] not in one.kind.place_kinds:
                    raise Refused(problems.PLACE_OF_ANOTHER_KIND, kind=one.kind.words, place=draft.place)
                if draft.place:
                    one.must_fit(known_places[draft.place])
                if draft.person and draft.person not in known_persons:
                    raise missing("person", str(draft.person))
                path = paths.only or _path_on(paths, draft)
                if (path, one.kind.record) not in allowed:
                    self.actor.must(one.kind.record, path)
                    allowed.add((path, one.kind.record))
                self.paths[index] = path
            except Refused as refused:
                self._refuse(index, refused)
                del checked[index]

    def _set_aside_each(self, found: Mapping[int, Refused], checked: dict[int, Checked]) -> None:
        for index, refused in found.items():
            self._set_aside(index, refused)
            del checked[index]

    def _drop_known_lines(self, checked: dict[int, Checked]) -> None:
        """Drops lines of another system that stand already; what says otherwise by now is kept whole."""
        for index, refused in source_refs.refused(self.cursor, checked).items():
            if refused.problem is problems.SOURCE_REF_STANDS:
                self._refuse(index, refused)
            else:
                self._set_aside(index, refused)
            del checked[index]

    def _answer(self, index: int, status: str, recorded_at: datetime, stored: bytes, kept: str) -> None:
        """That the entry is there; and where its evidence is kept as another than was claimed, that too."""
        draft, notice = self.drafts[index], None
        if kept != draft.evidence:
            claimed, words = str(draft.evidence), evidence.WORDS
            notice = Refused(problems.EVIDENCE_NOT_EARNED, claimed=words[claimed], kept=words[kept])
        self.receipts[index] = Receipt(draft.id, status, recorded_at, stored, notice=notice)

    def _rows(self, checked: dict[int, Checked]) -> dict[int, Recorded]:
        keys = self._keys(checked)
        salts = self._salts(checked, keys)
        rows: dict[int, Recorded] = {}
        origin, login = origin_of(self.origin, self.actor.via), self.actor.login
        for index, one in checked.items():
            draft, data = one.draft, one.data
            if one.kind.personal:
                if draft.person not in keys:
                    self._refuse(index, missing("person", str(draft.person)))
                    continue
                salt = salts.get(draft.id, b"")  # of what was recorded before there were salts there is none
                if salt is None:
                    self._refuse(index, Refused(problems.KEPT_LONG_ENOUGH))
                    continue
                data = concealed(data, draft.id, one.kind, keys[draft.person], salt)
            columns = (
                draft.id, draft.kind, draft.unit, self.paths[index], draft.place or None, draft.person, draft.stream,
                draft.version, draft.occurred_at, draft.known_at, draft.recorded_at or self.now,
                draft.recorded_by or login,
                origin, self.grades[index], draft.exercise, draft.corrects, draft.reason or None, data.decode(),
            )  # fmt: skip
            rows[index] = Recorded(*columns, digest.of_entry(*columns))
        writing.open_months(self.cursor, [row.id for row in rows.values()])
        return rows

    def _keys(self, checked: dict[int, Checked]) -> dict[UUID, Any]:
        persons = {one.draft.person for one in checked.values() if one.kind.personal and one.draft.person}
        return keyring.keys_of(persons) if persons else {}

    def _salts(self, checked: dict[int, Checked], keys: Mapping[UUID, Any]) -> dict[UUID, bytes | None]:
        told = {index: one for index, one in checked.items() if one.kind.personal and one.draft.person in keys}
        return keyring.make_salts({one.draft.id: self.paths[index] for index, one in told.items()}) if told else {}

    def _write(self, rows: dict[int, Recorded]) -> set[int]:
        """Writes the rows; gives the indexes that were not in the ledger before."""
        answered = self._write_one(*rows.values()) if len(rows) == 1 else self._write_many(rows)
        written = {row[0] for row in answered}
        forestalled = [row[0] for row in answered if row[1]]
        if forestalled:
            self.cursor.execute(sql_batch.VOID_FORESTALLING, (forestalled,))
        fresh = {index for index, row in rows.items() if row.id in written}
        for index in fresh:
            row = rows[index]
            self._answer(index, "accepted", row.recorded_at, row.digest, row.evidence)
        if len(fresh) < len(rows):
            self._answer_known({index: row for index, row in rows.items() if index not in fresh})
        return fresh

    def _write_one(self, row: Recorded) -> list[tuple[Any, ...]]:
        """One entry, and in the same statement its row in the tables of its kind, where these want nothing else."""
        link = running.link(self.sealed, [_held(row)])
        projection = KINDS[row.kind].projection
        further = projection.with_entry if projection is not None and row.corrects is None else None
        parameters = {**row._asdict(), **link.named}
        if further is None:
            self.cursor.execute(sql_batch.enter_one(), parameters)
        else:
            parameters |= Batch(row.kind, (), exercises=KINDS[row.kind].exercises).parameters
            with cursors.prepared_cursor() as along, cursors.together():
                self.cursor.execute(sql_batch.enter_one(further.parts), parameters)
                for step in further.steps:
                    along.execute(step, parameters)
        answered: list[tuple[Any, ...]] = self.cursor.fetchall()
        if answered:
            self._follow(link, bool(answered[0][2]))
            if further and not answered[0][1]:
                self.entered = row.id
        return answered

    def _write_many(self, rows: dict[int, Recorded]) -> list[tuple[Any, ...]]:
        writing.stage(self.cursor, rows.values())
        self.cursor.execute(sql_batch.INSERT_STAGED)
        answered: list[tuple[Any, ...]] = self.cursor.fetchall()
        if answered:
            written = {row[0] for row in answered}
            link = running.link(self.sealed, [_held(row) for row in rows.values() if row.id in written])
            self.cursor.execute(sql_batch.HOLD, link.row)
            self._follow(link, self.cursor.rowcount == 1)
        return answered

    def _follow(self, link: running.Link, went_in: bool) -> None:
        """The chain goes on from here; where the database knows another link of that number, with a new chain."""
        if not went_in:
            running.begin_anew()
            raise Lost
        link.written()

    def _answer_known(self, rows: dict[int, Recorded]) -> None:
        self.cursor.execute(sql_batch.KNOWN, ([row.id for row in rows.values()],))
        known = {row[0]: row[1:] for row in self.cursor}
        for index, row in rows.items():
            there = known.get(row.id)
            if there is None:  # the id stands outside the actor's scope
                self._conflict(index)
                continue
            recorded_at, stored, data, *said = there
            mine = [getattr(row, name) for name in sql_batch.SAID[1:]]
            kept, claimed = said[_GRADE], str(self.drafts[index].evidence)
            if evidence.may_become(claimed, kept):  # with other proof, or none, the same was said all the same
                mine[_GRADE] = kept
            if said == mine and data == row.data:
                self._answer(index, "duplicate", recorded_at, bytes(stored), kept)
            else:
                self._conflict(index)

    def _conflict(self, index: int) -> None:
        self._set_aside(index, Refused(problems.CONFLICT, id=self.drafts[index].id), "conflict")

    def _set_aside(self, index: int, refused: Refused, status: str = "rejected") -> None:
        """Keeps whole what could not become an entry, so that neither of two contents is lost."""
        self._refuse(index, refused, status)
        draft = self.drafts[index]
        path = self.paths.get(index) or next(iter(self.actor.prefixes()), "")
        code, login = refused.problem.code, self.actor.login
        self.cursor.execute(
            "INSERT INTO ledger_set_aside (id, entry, unit, path, received_at, received_by, problem, body) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            (ids.mint(self.now), draft.id, draft.unit, path, self.now, login, code, body_of(draft)),
        )

    def _derive(self, rows: list[Recorded], all_fresh: bool) -> None:
        """Corrections and streams first, then each kind's tables, then what reacts to it."""
        if not rows:
            return
        corrected = self.corrections.write(rows)
        streams.write(self.cursor, rows)
        source = sql_batch.STAGED if len(rows) > 1 and all_fresh else LEDGER
        by_kind: dict[str, list[Recorded]] = defaultdict(list)
        for row in rows:
            by_kind[row.kind].append(row)
        for code in sorted(by_kind.keys() | corrected.keys()):
            self._project(code, by_kind.get(code, ()), corrected.get(code, {}), source)
        for code, recorded in sorted(by_kind.items()):
            for reaction in REGISTRY.reactions_to(code):
                reaction(recorded)

    def _project(self, code: str, rows: Sequence[Recorded], lost: dict[UUID, datetime], source: str) -> None:
        """The kind's own tables, then those that follow many kinds; these never hear of a drill."""
        kind = KINDS[code]
        real = [row.id for row in rows if not row.exercise]
        real_lost = {original: at for original, at in lost.items() if not self.corrections.originals[original].exercise}
        if kind.projection is not None:
            new, gone = ([row.id for row in rows], lost) if kind.exercises else (real, real_lost)
            if new or gone:
                batch = Batch(code, new, gone, source, kind.exercises)
                if new == [self.entered]:
                    kind.projection.moved_on(self.cursor, batch)
                else:
                    with cursors.together():
                        kind.projection.apply(self.cursor, batch)
        if real or real_lost:
            for follower in REGISTRY.followers_of(code):
                told = self.told.get((follower, code))
                follower.apply(self.cursor, Batch(code, real, real_lost, source), told)


def _held(row: Recorded) -> tuple[UUID, datetime, bytes]:
    return row.id, row.recorded_at, row.digest


def _path_on(paths: UnitPaths, draft: Draft) -> str:
    """The unit's path on the reporting day of the entry; what came late is still told to a unit closed since."""
    day = clock.day_of(draft.occurred_at).date
    if paths.closed_on is not None and day >= paths.closed_on:
        raise Refused(problems.UNIT_CLOSED, code=draft.unit, day=paths.closed_on)
    return paths.on(day)
