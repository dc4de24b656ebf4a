"""kernel · corrections: what the entries of a batch correct or take back: found, checked and noted.

A correction may come in the batch of the entry that it names, or before that entry has come at all. Of two that name
the same entry the second is refused; of two that name each other, both.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from lianfang.kernel import clock, problems, sql_batch
from lianfang.kernel.entries import WITHDRAWAL, Checked, Draft, Recorded, missing
from lianfang.kernel.kinds import KINDS, Door
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import Lost


class Original(NamedTuple):
    """What a correction must know of the entry that it names."""

    kind: str
    unit: str
    path: str
    exercise: bool
    corrects: UUID | None
    recorded_by: str
    recorded_at: datetime | None  # None: it comes in the same batch


class Corrections:
    """The corrections of one batch, in the journal's transaction; `originals` are the entries that they name."""

    def __init__(self, actor: Actor, cursor: Any, *, by_action: bool) -> None:
        self.actor, self.cursor, self.by_action = actor, cursor, by_action
        self.originals: dict[UUID, Original] = {}

    def unseen(self, drafts: Sequence[Draft]) -> bool:
        """Whether a draft corrects an entry that is neither recorded nor in this batch.

        The two could then pass each other, each in a transaction that does not see the other's.
        """
        wanted = {draft.corrects for draft in drafts if draft.corrects} - {draft.id for draft in drafts}
        if not wanted:
            return False
        self.cursor.execute("SELECT count(*) FROM ledger_entry WHERE id = ANY(%s)", (list(wanted),))
        return bool(self.cursor.fetchone()[0] < len(wanted))

    def refused(self, checked: Mapping[int, Checked], paths: Mapping[int, str], now: datetime) -> dict[int, Refused]:
        """What stands against corrections, by the index of the draft."""
        wanted = [one.draft.corrects for one in checked.values() if one.draft.corrects]
        self.cursor.execute(sql_batch.CORRECTED, (wanted,))
        stored = {row[0]: Original(*row[1:]) for row in self.cursor}
        said = {
            one.draft.id: self._said(one.draft, paths[index])
            for index, one in checked.items()
            if one.draft.id not in stored
        }
        self.originals = stored | said
        unseen = [id_ for id_ in wanted if id_ not in self.originals]
        strangers = self._strangers(unseen) if unseen else frozenset()
        self.cursor.execute("SELECT corrects, entry FROM ledger_correction WHERE corrects = ANY(%s)", (wanted,))
        taken: dict[UUID, UUID] = dict(self.cursor.fetchall())
        found: dict[int, Refused] = {}
        for index, one in checked.items():
            if one.draft.corrects:
                try:
                    if one.draft.corrects in strangers:
                        raise missing("corrects", str(one.draft.corrects))
                    self._check(one.draft, one.draft.corrects, taken, now)
                    self._check_codes(one)
                except Refused as refused:
                    found[index] = refused
        return found

    def _said(self, draft: Draft, path: str) -> Original:
        """An entry of this batch, as another one of it may correct it."""
        login = draft.recorded_by or self.actor.login
        return Original(draft.kind, draft.unit, path, draft.exercise, draft.corrects, login, None)

    def _strangers(self, ids: Sequence[UUID]) -> frozenset[UUID]:
        """Those of the ids that are entries outside the actor's scope; the others may still be on their way."""
        self.cursor.execute("SELECT ledger_known(%s)", (ids,))
        return frozenset(row[0] for row in self.cursor)

    def _check(self, draft: Draft, corrects: UUID, taken: dict[UUID, UUID], now: datetime) -> None:
        original = self.originals.get(corrects)
        if original is not None:
            self._check_touches(draft, original, now)
        if taken.setdefault(corrects, draft.id) != draft.id:
            raise Refused(problems.ALREADY_CORRECTED, id=corrects, by=taken[corrects])

    def _check_touches(self, draft: Draft, original: Original, now: datetime) -> None:
        """Whether the actor may take this entry's place, or take it back: by the verbs of its own kind."""
        kind = KINDS.get(original.kind)
        own = original.recorded_by == self.actor.login
        if kind is None or not (own or self.actor.may(kind.see, original.path)):
            raise missing("corrects", str(draft.corrects))
        if original.exercise != draft.exercise:
            raise Refused(problems.EXERCISE_MIX)
        withdraws = draft.kind == WITHDRAWAL
        if original.unit != draft.unit or original.kind == WITHDRAWAL or not (withdraws or draft.kind == original.kind):
            raise Refused(problems.CORRECTS_OTHER, id=draft.corrects)
        self.actor.must(kind.record, original.path)
        if withdraws and kind.door is Door.ACTION and not self.by_action:
            # What only an action may make, only an action may take back: a report is amended, not withdrawn.
            raise Refused(problems.KIND_HAS_OWN_DOOR, kind=kind.words)
        if withdraws and not own and original.recorded_at and (draft.recorded_at or now) < original.recorded_at:
            at = clock.local(original.recorded_at).strftime("%Y-%m-%d %H:%M")
            raise Refused(problems.CLOCK_BEHIND_ORIGINAL, at=at)
        self._check_leads_back(draft, original)

    def _check_codes(self, one: Checked) -> None:
        """A code that the playbook declares no more may stand where it stood in the entry that is corrected."""
        if not one.undeclared:
            return
        self.cursor.execute("SELECT data FROM ledger_entry WHERE id = %s", (one.draft.corrects,))
        found = self.cursor.fetchone()
        before, now = found[0] if found else {}, json.loads(one.data)
        named = [(each, each.path.removeprefix("data.")) for each in one.undeclared]
        new = tuple(each for each, name in named if now.get(name) != before.get(name))
        if new:
            raise Refused(problems.INVALID, faults=new)

    def _check_leads_back(self, draft: Draft, original: Original) -> None:
        """What an entry corrects, and what that corrects in turn, never leads back to the entry itself."""
        passed, before = {draft.corrects}, original.corrects
        while before is not None and before not in passed:
            if before == draft.id:
                raise Refused(problems.CORRECTS_ITSELF)
            passed.add(before)
            further = self.originals.get(before)
            before = further.corrects if further is not None else None

    def write(self, rows: Sequence[Recorded]) -> dict[str, dict[UUID, datetime]]:
        """Notes which entry corrects which; gives, by kind, the entries that thereby lost their standing.

        Raises `Lost` where somebody else's correction of the same entry was there first.
        """
        corrected: dict[str, dict[UUID, datetime]] = defaultdict(dict)
        making = [(row.corrects, row) for row in rows if row.corrects]
        for original, row in sorted(making, key=lambda each: each[0]):
            self.cursor.execute(
                "INSERT INTO ledger_correction (corrects, entry, kind, unit, path, recorded_at) "
                "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                (original, row.id, row.kind, row.unit, row.path, row.recorded_at),
            )
            if self.cursor.rowcount == 0:
                raise Lost
            if original in self.originals:
                corrected[self.originals[original].kind][original] = row.recorded_at
        return corrected
