"""upkeep · rules: when the next backup is due, and when the last proved one is too old."""

from __future__ import annotations

from datetime import datetime, timedelta

# Whoever could name a key on a page could read everything: only the machine's own hand writes this file in DATA.
RECIPIENTS = "backup-recipients.json"
# One that failed is tried again long before the next is due, and not without pause.
AGAIN_AFTER = timedelta(hours=1)
# A night that fails once is mended by the next; two in a row are somebody's business.
LATE_AFTER = 2


def due_at(every_hours: int, planned_at: datetime, tried_at: datetime | None, failed: bool) -> datetime:
    """When the next backup is to be made."""
    if tried_at is None or tried_at < planned_at:
        return planned_at
    return tried_at + (min(AGAIN_AFTER, timedelta(hours=every_hours)) if failed else timedelta(hours=every_hours))


def too_old_at(every_hours: int, planned_at: datetime, proved_at: datetime | None) -> datetime:
    """From when on somebody must know that no backup was proved."""
    return (proved_at or planned_at) + LATE_AFTER * timedelta(hours=every_hours)
