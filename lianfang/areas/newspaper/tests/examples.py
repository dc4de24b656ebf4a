"""newspaper · tests: an example of each kind, for the conformance suite, where its payload cannot say one."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {
    "newspaper.issue_published": {
        "slug": "2020-08-17", "content": "0" * 64, "files": [{"name": "issue.pdf", "sha256": "0" * 64}],
    },
}  # fmt: skip
