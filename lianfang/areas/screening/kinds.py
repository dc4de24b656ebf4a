"""screening · kinds: the four kinds of record, each in a file of its own, and the verbs that they ask for.

Who is ill is not everybody's business: persons' entries need a verb of their own, and without it an overview shows
counts only (domain B20).
"""

from __future__ import annotations

from lianfang.areas.screening.kinds_gate_passage import GATE_PASSAGE
from lianfang.areas.screening.kinds_health_declaration import HEALTH_DECLARATION
from lianfang.areas.screening.kinds_roll_call import ROLL_CALL
from lianfang.areas.screening.kinds_temperature_check import TEMPERATURE_CHECK

RECORD, RECORD_GATE = ROLL_CALL.record, GATE_PASSAGE.record
SEE, SEE_PERSONS = ROLL_CALL.see, TEMPERATURE_CHECK.see
KINDS = (TEMPERATURE_CHECK, HEALTH_DECLARATION, GATE_PASSAGE, ROLL_CALL)
