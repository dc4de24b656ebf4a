"""files · card: what verify holds against the data folder."""

from __future__ import annotations

from lianfang.ground.files.verify import discrepancies
from lianfang.kernel.registry import Card

CARD = Card(area="files", verifiers=(discrepancies,), taken_away_from=frozenset({"files_file"}))
