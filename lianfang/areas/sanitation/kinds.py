"""sanitation · kinds: the two kinds of record, each in a file of its own, and the verbs that they ask for."""

from __future__ import annotations

from lianfang.areas.sanitation.kinds_disinfection import DISINFECTION
from lianfang.areas.sanitation.kinds_waste_clearance import WASTE_CLEARANCE

RECORD, SEE = DISINFECTION.record, DISINFECTION.see
KINDS = (DISINFECTION, WASTE_CLEARANCE)
