"""newspaper · tests: an example of each kind, for the conformance suite, where its payload cannot say one."""

from __future__ import annotations

from typing import Any

EXAMPLES: dict[str, dict[str, Any]] = {
    "newspaper.issue_published": {
        "slug": "2020-08-17", "content": "0" * 64, "files": [{"name": "issue.pdf", "sha256": "0" * 64}],
    },
    "newspaper.issue_imported": {
        "slug": "2020-08-17", "content": "0" * 64, "files": [{"name": "issue.pdf", "sha256": "0" * 64}],
        "record": "0" * 64, "origin": {"entry": "01740000-0000-7000-8000-000000000001", "digest": "0" * 64},
    },
    "newspaper.notice_imported": {
        "notice": "01740000-0000-7000-8000-000000000002", "article": "01740000-0000-7000-8000-000000000003",
        "slug": "2020-08-17", "withdrawn": False, "wrong": "三轮", "says": "四轮",
    },
}  # fmt: skip
