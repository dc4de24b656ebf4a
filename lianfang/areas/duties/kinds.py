"""duties · kinds: the verbs that they ask for, and their codes, by which the follower and the history know them."""

from __future__ import annotations

from functools import partial

from lianfang.kernel.declaring import declare_act

SEE, SET, EXCUSE, MODE = "duties.see", "duties.set", "duties.excuse", "duties.set_mode"
DUTY_SET, DUTY_ENDED = "duties.duty_set", "duties.duty_ended"
MODE_SET, EXCUSED = "duties.mode_set", "duties.excuse"

# Every table keeps who said it; and it is said of a unit and everything below it.
duty_act = partial(declare_act, of_entry=("recorded_by",), for_all_below=True)
