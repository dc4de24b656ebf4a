"""newspaper · tests: an example of each kind, for the conformance suite, where its payload cannot say one."""

from __future__ import annotations

from typing import Any

_ARTICLE = "00000000-0000-7000-8000-00000000000a"
EXAMPLES: dict[str, dict[str, Any]] = {
    "newspaper.issue_planned": {
        "dated": "2012-05-14", "issue_no": 12, "edition": 1, "supplement": "专刊",
        "publish_at": "2020-08-17T10:00:00+08:00", "scans": ["0" * 64], "originals": ["1" * 64],
        "pages": [
            {
                "number": 1, "name": "要闻", "template": "old", "editor": "编辑", "articles": [{"article": _ARTICLE}],
                "scan": {
                    "picture": "0" * 64, "original": "1" * 64, "source": "合订本", "licence": "本单位所有",
                    "zones": [{"article": _ARTICLE, "points": "5,5 95,5 95,45"}],
                },
            }
        ],
    },
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
