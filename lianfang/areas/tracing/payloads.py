"""tracing · payloads: the subjects that official channels speak of."""

from __future__ import annotations

from lianfang.kernel.vocabulary import Vocabulary

# The classes of official notices, each with columns of its own; which of them an outbreak knows, and in which words,
# the playbook says.
CLASSES = ("confirmed", "suspected", "asymptomatic")
SUBJECTS = Vocabulary("case_classes")
