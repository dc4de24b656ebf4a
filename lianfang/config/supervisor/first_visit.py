"""config · supervisor: the first visit: the code that opens an empty installation, and which playbook is chosen there.

Both are files of the data folder, which only this installation's own processes read: the supervisor makes the code and
prints it, the web asks for it; the web notes the playbook that was chosen, the supervisor brings it into force.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

_CODE, _CHOSEN = "first-visit.code", "first-visit.playbook"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another
_LONG = 8


def code(data: Path) -> str:
    """The code, made where there is none yet; the same until the installation is opened."""
    try:
        return (data / _CODE).read_text("utf-8")
    except FileNotFoundError:
        made = "".join(secrets.choice(_LETTERS) for _ in range(_LONG))
        _write(data / _CODE, made)
        return made


def fits(data: Path, said: str) -> bool:
    """Whether that is the code, however it is typed; never where there is none."""
    try:
        known = (data / _CODE).read_text("utf-8")
    except FileNotFoundError:
        return False
    plain = "".join(each for each in said.upper() if each.isalnum())
    return hmac.compare_digest(known.encode(), plain.encode())


def is_expected(data: Path) -> bool:
    """Whether somebody may open this installation with a code."""
    return (data / _CODE).exists()


def over(data: Path) -> None:
    """The installation is open: the code opens nothing any more."""
    (data / _CODE).unlink(missing_ok=True)


def choose(data: Path, playbook: str) -> None:
    """Asks the supervisor to bring a playbook into force."""
    _write(data / _CHOSEN, playbook)


def chosen(data: Path) -> str | None:
    """The playbook that was asked for and is not in force yet."""
    try:
        return (data / _CHOSEN).read_text("utf-8")
    except FileNotFoundError:
        return None


def settled(data: Path) -> None:
    """What was chosen is in force, or never will be."""
    (data / _CHOSEN).unlink(missing_ok=True)


def _write(path: Path, said: str) -> None:
    draft = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(said)
    draft.replace(path)
