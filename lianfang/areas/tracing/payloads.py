"""tracing · payloads: the classes of cases that official channels speak of, as the playbook declares them."""

from __future__ import annotations

from lianfang.kernel.vocabulary import Vocabulary

SUBJECTS = Vocabulary("case_classes")
