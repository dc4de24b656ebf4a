"""kernel · evidence: how strong the proof of an entry is: what was earned, whatever its sender says.

*Scanned* is earned with what was read from the printed label of the place, *photo* with the photo's SHA-256 in the
data. *Seconded* cannot be claimed: it takes the second person's own act, an entry of its own
(`ledger.seconding`), which leaves the first as it is; `grade` is the one place that puts the two together.
Everything else is *typed*.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from lianfang.kernel.entries import Checked
from lianfang.kernel.kinds import Evidence, Origin
from lianfang.kernel.ports import PORTS
from lianfang.kernel.words import Words, w

WORDS: dict[str, Words] = {
    Evidence.TYPED: w("手工录入", "typed"),
    Evidence.PHOTO: w("附照片", "with a photo"),
    Evidence.SCANNED: w("现场扫码", "scanned at the place"),
    Evidence.SECONDED: w("他人复核", "seen by a second person"),
}
STRENGTH = tuple(str(grade) for grade in Evidence)  # weakest first
PHOTO_FIELD = "photo_sha256"  # the one name under which a photo proves an entry


def graded(origin: Origin, checked: Mapping[int, Checked]) -> dict[int, str]:
    """The evidence that each draft has earned, by index; a replay and the product's own hand say it themselves."""
    if origin in (Origin.REPLAY, Origin.AUTOMATIC):
        return {index: str(one.draft.evidence) for index, one in checked.items()}
    shown = {
        index: (one.draft.place, one.draft.proof.label)
        for index, one in checked.items()
        if one.draft.evidence != Evidence.TYPED and one.draft.place and one.draft.proof and one.draft.proof.label
    }
    read = PORTS.labels_read(set(shown.values())) if shown else frozenset()
    return {
        index: earned(str(one.draft.evidence), one.data, label_read=shown.get(index) in read)
        for index, one in checked.items()
    }


def earned(claimed: str, data: bytes, *, label_read: bool) -> str:
    """The strongest grade, up to the one that is claimed, for which something is shown."""
    photo = claimed != Evidence.TYPED and PHOTO_FIELD.encode() in data and bool(json.loads(data).get(PHOTO_FIELD))
    shown = {Evidence.TYPED: True, Evidence.PHOTO: photo, Evidence.SCANNED: label_read}
    return max((str(grade) for grade, held in shown.items() if held and may_become(claimed, grade)), key=STRENGTH.index)


def may_become(claimed: str, kept: str) -> bool:
    """Whether an entry that claimed a grade may stand with another: what was shown for it is not kept."""
    return STRENGTH.index(kept) <= STRENGTH.index(claimed)


def seconded_by(entry: str) -> str:
    """SQL: the login that first seconded an entry (an SQL expression for its id); NULL where nobody did."""
    return (
        f"(SELECT g.recorded_by FROM ledger_seconding g WHERE g.seconds = {entry} AND g.superseded_at IS NULL "
        "ORDER BY g.recorded_at, g.entry LIMIT 1)"
    )


def grade(entry: str = "e.id", kept: str = "e.evidence") -> str:
    """SQL: the grade that counts for an entry: what it earned itself, or seconded, once a second person saw it."""
    return (
        f"(CASE WHEN EXISTS (SELECT FROM ledger_seconding g WHERE g.seconds = {entry} AND g.superseded_at IS NULL) "
        f"THEN '{Evidence.SECONDED}' ELSE {kept} END)"
    )
