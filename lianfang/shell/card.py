"""shell · card: the shell's own pages: those of the ledger, of the ground's registers, and of labels."""

from __future__ import annotations

from lianfang.kernel.registry import Card
from lianfang.kernel.words import w
from lianfang.shell.directory.nav import NAV as DIRECTORY
from lianfang.shell.finding.sources import FINDS
from lianfang.shell.labels.nav import NAV as LABELS
from lianfang.shell.labels.sources import LABELLED
from lianfang.shell.ledger.nav import NAV as LEDGER
from lianfang.shell.texts.figures import FIGURES

# Whoever writes for everybody may refer to the figures of confirmed reports, without the reports themselves.
CARD = Card(
    area="shell",
    verbs={
        role: frozenset({FIGURES})
        for role in ("editor", "commander", "superior", "officer", "reporter", "site", "inspector", "auditor")
    },
    verb_words={FIGURES: w("在宣传稿和报纸中引用日报数字", "refer to figures of reports in texts for everybody")},
    nav=(*LEDGER, *DIRECTORY, *LABELS),
    finds=FINDS,
    labelled=LABELLED,
)
