"""config · backup.shelf: a folder of backups: what stands in it, in which order, and what each builds upon."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lianfang.config.backup import problems
from lianfang.config.backup.envelope import SUFFIX, sync_folder
from lianfang.config.backup.problems import BackupFault
from lianfang.config.backup.thinning import Point, Rules, to_drop

SIGN = "lianfang-backups.json"
LOG, REACHED = "log", "reached.json"
# From how many whole backups back the log is kept: about three weeks.
LOG_BEHIND = 3
WHOLE, INCREMENT = "whole", "increment"
# The wall by which days, weeks and months are told apart.
WALL = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Card:
    """What stands beside each backup of the folder, readable without its key."""

    id: str
    kind: str
    base: str | None
    made_at: str
    ended_at: str
    bytes: int
    sha256: str
    entries: int
    seals: int
    program: str
    proved_at: str | None = None


class Shelf:
    """One folder. A backup counts when its card is there, which is written last and taken away first."""

    def __init__(self, top: Path) -> None:
        self.top = top

    def claim(self, installation: str) -> None:
        """Make it this installation's. BackupFault where it is another's, or holds something else."""
        sign = self.top / SIGN
        try:
            if sign.exists():
                if json.loads(sign.read_text()).get("installation") != installation:
                    raise BackupFault(problems.OTHER_INSTALLATION, path=self.top)
                return
            if any(not path.name.startswith((".", "lost+found")) for path in self.top.iterdir()):
                raise BackupFault(problems.FOLDER_HOLDS_OTHER, path=self.top)
            written(sign, {"lianfang": "backups", "form": 1, "installation": installation})
        except (OSError, ValueError) as fault:
            why = getattr(fault, "strerror", None) or fault
            raise BackupFault(problems.NOT_WRITABLE, path=self.top, why=why) from fault

    def is_one(self) -> bool:
        """Whether this folder was made for backups."""
        return (self.top / SIGN).is_file()

    def cards(self) -> list[Card]:
        """Every backup that is whole, oldest first."""
        return sorted(self._cards(), key=lambda card: card.id)

    def _cards(self) -> Iterator[Card]:
        for path in self.top.glob("*Z.json"):
            try:
                card = Card(**json.loads(path.read_text()))
            except (OSError, ValueError, TypeError):
                continue
            if self.path(card).is_file():
                yield card

    def path(self, card: Card) -> Path:
        return self.top / f"{card.id}-{card.kind}{SUFFIX}"

    def files_of(self, card: Card) -> Path:
        """The list of the server's files, which an increment is made against."""
        return self.top / f"{card.id}.files"

    def put(self, card: Card) -> None:
        """Write its card, or write it again."""
        written(self.top / f"{card.id}.json", asdict(card))

    def proved(self, card: Card, at: datetime) -> Card:
        """Note that it was restored and verified."""
        done = replace(card, proved_at=at.isoformat(timespec="seconds"))
        self.put(done)
        return done

    def chain(self, card: Card) -> list[Card]:
        """What it builds upon, from the whole one on, and itself. BackupFault where one is gone."""
        known = {one.id: one for one in self.cards()}
        found = [card]
        while found[0].base is not None:
            base = known.get(found[0].base)
            if base is None:
                raise BackupFault(problems.TORN, path=self.path(card))
            found.insert(0, base)
        return found

    def newest(self, until: datetime | None = None) -> Card:
        """The newest that was finished by then. BackupFault where there is none."""
        cards = self.cards()
        if not cards:
            raise BackupFault(problems.NO_BACKUP, path=self.top)
        fitting = [card for card in cards if until is None or datetime.fromisoformat(card.ended_at) <= until]
        if not fitting:
            raise self.no_moment(until)
        return fitting[-1]

    def no_moment(self, moment: datetime | None) -> BackupFault:
        """The fault that says from when to when this folder reaches."""
        cards = self.cards()
        last = max([cards[-1].ended_at, *([self.reached() or ""])], key=_moment)
        return BackupFault(problems.NO_MOMENT, moment=moment, first=cards[0].ended_at, last=last)

    # --- the log ----------------------------------------------------------------------

    @property
    def log(self) -> Path:
        return self.top / LOG

    def pieces(self) -> tuple[Path, ...]:
        """The pieces of the log that were kept."""
        return tuple(sorted(self.log.glob(f"*{SUFFIX}"))) if self.log.is_dir() else ()

    def reached(self) -> str | None:
        """Until when the log was kept."""
        try:
            said: str = json.loads((self.log / REACHED).read_text())["until"]
        except (OSError, ValueError, KeyError):
            return None
        return said

    def reach(self, until: datetime) -> None:
        written(self.log / REACHED, {"until": until.isoformat(timespec="microseconds")})

    # --- thinning ---------------------------------------------------------------------

    def thin(self, rules: Rules) -> list[str]:
        """Take away what nothing needs, and what a cut-short backup left; gives what was dropped."""
        cards = self.cards()
        points = [
            Point(card.id, datetime.fromisoformat(card.made_at).astimezone(WALL), card.base, bool(card.proved_at))
            for card in cards
        ]
        dropped = to_drop(points, rules)
        # From the newest down, so that none ever stands there without what it builds upon.
        for card in reversed(cards):
            if card.id in dropped:
                (self.top / f"{card.id}.json").unlink(missing_ok=True)
                self.path(card).unlink(missing_ok=True)
                self.files_of(card).unlink(missing_ok=True)
        known = {card.id for card in self.cards()}
        for path in [*self.top.glob(f"*Z-*{SUFFIX}"), *self.top.glob("*Z.files")]:
            if path.name.partition("-")[0].removesuffix(".files") not in known:
                path.unlink(missing_ok=True)
        self._thin_log()
        return sorted(dropped)

    def _thin_log(self) -> None:
        """A given second can be brought back as far as the last whole backups reach, not for years."""
        whole = [card for card in self.cards() if card.kind == WHOLE][-LOG_BEHIND:]
        if not whole:
            return
        since = datetime.fromisoformat(whole[0].made_at).timestamp()
        for piece in self.pieces():
            if piece.stat().st_mtime < since:
                piece.unlink(missing_ok=True)


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said) if said else datetime.min.replace(tzinfo=WALL)


def written(path: Path, said: dict[str, Any] | list[str]) -> None:
    """A small file, whole or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        with draft.open("w") as out:
            json.dump(said, out, ensure_ascii=False, indent=1)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    except OSError as fault:
        raise BackupFault(problems.NOT_WRITABLE, path=path, why=fault.strerror) from fault
    sync_folder(path.parent)
