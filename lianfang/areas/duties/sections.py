"""duties · sections: the parts of a playbook that say what is due: duties, modes, and patterns to look at again.

Their shapes stand on the playbook's floor, which holds duties against places and records that others declare.
"""

from __future__ import annotations

from lianfang.playbook import duties, render_acts
from lianfang.playbook.sections import PlaybookSection

SECTIONS = (
    PlaybookSection(
        duties.FILE, duties.DutiesPart, rules=duties.RULES, check=duties.check, page=render_acts.duties
    ),
    PlaybookSection(duties.MODES_FILE, duties.ModesPart, rules=duties.MODES_RULES, page=render_acts.modes),
    PlaybookSection(
        duties.DOUBTS_FILE, duties.DoubtsPart, rules=duties.DOUBTS_RULES, check=duties.check_doubts,
        page=render_acts.doubts,
    ),
)  # fmt: skip
