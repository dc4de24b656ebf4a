"""tracing · kinds: the three kinds of record, each in a file of its own, and the verbs that they ask for."""

from __future__ import annotations

from lianfang.areas.tracing.kinds_channel_check import CHANNEL_CHECK
from lianfang.areas.tracing.kinds_official_figures import OFFICIAL_FIGURES
from lianfang.areas.tracing.kinds_official_notice import OFFICIAL_NOTICE

RECORD, SEE = "tracing.record", "tracing.see"
KINDS = (CHANNEL_CHECK, OFFICIAL_NOTICE, OFFICIAL_FIGURES)
