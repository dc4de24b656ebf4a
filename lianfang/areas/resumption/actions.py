"""resumption · actions: a site says how it stands today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from lianfang.areas.resumption.kinds_site_status import SITE_STATUS
from lianfang.areas.resumption.problems import NOT_A_SITE
from lianfang.areas.resumption.rules import SITE_KINDS
from lianfang.ground.units.queries import Unit
from lianfang.kernel.entries import Receipt
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor


@transaction.atomic
def report_status(
    actor: Actor,
    *,
    entry: UUID,
    unit: Unit,
    data: Mapping[str, Any],
    how: Recording = Recording(),
) -> Receipt:
    """The status of a site as of now, under the id `entry`.

    Raises `resumption_not_a_site`, and what the journal refuses.
    """
    if unit.kind not in SITE_KINDS:
        raise Refused(NOT_A_SITE, unit=unit.words)
    return record_act(actor, SITE_STATUS, unit.code, data, how, entry=entry)
