"""shell · directory: device tokens as the pages list them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lianfang.ground.access.queries import TokenShown
from lianfang.kernel import clock
from lianfang.kernel.words import w
from lianfang.shell.components.marks import Chip


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token, how it stands, whether it can still be revoked, and whether it waits for its login to take it."""

    token: TokenShown
    chip: Chip
    good: bool
    waits: bool = False


def token_rows(tokens: Iterable[TokenShown]) -> list[TokenRow]:
    """Each token with its standing now."""
    now = clock.current().now()
    return [_row(each, each.revoked_at is not None, each.expires_at <= now) for each in tokens]


def _row(token: TokenShown, revoked: bool, expired: bool) -> TokenRow:
    if revoked:
        return TokenRow(token, Chip(w("已收回", "revoked"), "excused"), False)
    if expired:
        return TokenRow(token, Chip(w("已过期", "expired"), "excused"), False)
    if token.accepted_at is None:
        return TokenRow(token, Chip(w("待本人领取", "to be taken"), "due"), True, waits=True)
    return TokenRow(token, Chip(w("有效", "valid"), "done"), True)
