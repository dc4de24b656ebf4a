"""shell · labels: its pages in the navigation."""

from __future__ import annotations

from lianfang.ground.places.card import OPEN, SCAN
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.words import w
from lianfang.shell.labels.links import LABELS, SPACE

NAV = (
    NavItem(w("扫码", "Scan"), f"{SPACE}:scan", "scan", NavSection.WORK, frozenset({SCAN}), order=1, bar=True),
    NavItem(LABELS, f"{SPACE}:labels", "qrcode", NavSection.REGISTERS, frozenset({OPEN}), order=25, aside=True),
)
