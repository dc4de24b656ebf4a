"""publicity · payloads: the channels of the playbook, for whatever names one."""

from __future__ import annotations

from lianfang.kernel.vocabulary import Vocabulary

CHANNELS = Vocabulary("channels")
AT_PLACES, IN_GROUPS, BY_PHOTO = "place", "group", "photo"  # what a channel is, and whether its proof is a photo
