"""places · short codes: the six signs on a label that somebody types where it cannot be scanned.

Digits and capitals without I, L, O and U, which are read as others; the sixth is a check sign (Luhn modulo 32), so
that one wrong sign, and most that changed places, are noticed. Shown in two groups: K7M-3QX.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from stdnum import luhn

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
_FOLDED = str.maketrans("OILU", "011V")  # what is mistaken for another sign
_BITS = 5


def made_of(entry: UUID) -> str:
    """The short code of the label that an entry issues; two entries seldom give the same."""
    number = int.from_bytes(hashlib.sha256(b"lianfang short code 1\n" + entry.bytes).digest()[:4])
    said = "".join(SIGNS[number >> (_BITS * i) & 31] for i in range(LENGTH - 1))
    return said + luhn.calc_check_digit(said, SIGNS)


def shown(short: str) -> str:
    """The code in two groups, as it is printed."""
    return f"{short[:3]}-{short[3:]}"


def folded(said: str) -> str | None:
    """What was typed as a short code, without gaps and with signs that are read alike made one.

    None where it cannot be one.
    """
    plain = "".join(each for each in said.upper() if each not in " -–—·").translate(_FOLDED)
    return plain if len(plain) == LENGTH and set(plain) <= set(SIGNS) else None


def holds(short: str) -> bool:
    """Whether the check sign fits."""
    return bool(luhn.is_valid(short, SIGNS))


def near(short: str) -> list[str]:
    """The codes that hold and differ from what was typed in one sign, or in two neighbours that changed places."""
    found = [
        short[:at] + sign + short[at + 1 :] for at in range(LENGTH) for sign in SIGNS if sign != short[at]
    ] + [short[:at] + short[at + 1] + short[at] + short[at + 2 :] for at in range(LENGTH - 1)]  # fmt: skip
    return sorted({each for each in found if each != short and holds(each)})
