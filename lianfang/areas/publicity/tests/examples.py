"""publicity · tests: an example of each kind, for the conformance suite."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {}
