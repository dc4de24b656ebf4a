"""screening · tests: an example of each kind that holds together, for the conformance suite."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {
    "screening.roll_call": {"listed": 12, "present": 10, "excused": 1, "unexplained": 1},
}
