"""watch · kinds: what they have in common: the verbs they ask for, their privacy, and the columns of a shift."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.db.models import DateField, DateTimeField, TextField

from lianfang.kernel.declaring import Column, declare_act
from lianfang.kernel.kinds import Privacy
from lianfang.kernel.words import w

SEE, STAND, LEAD, ROSTER, CHECK = "watch.see", "watch.stand", "watch.lead", "watch.roster", "watch.check"
CLOSE = "watch.close"  # whoever stands or plans a watch does not abolish it

# Logins and offices of those who stood the watch; a log names people by office only, never their health.
PRIVACY = Privacy(w("证明何时由谁值守、交接", "proves who was on watch and handed over, and when"), None, False)
watch_act = partial(declare_act, privacy=PRIVACY)


def shift_columns(field: str, prefix: str, *, null: bool = False) -> Mapping[str, Column]:
    """The columns of a shift that stands in a field of the payload."""
    at = f"e.data->'{field}'"
    return {
        f"{prefix}shift_on": (DateField(null=null), f"({at}->>'on')::date"),
        f"{prefix}shift": (TextField(null=null), f"{at}->>'shift'"),
        f"{prefix}begins_at": (DateTimeField(null=null), f"({at}->>'begins_at')::timestamptz"),
        f"{prefix}ends_at": (DateTimeField(null=null), f"({at}->>'ends_at')::timestamptz"),
    }
