"""publicity · models: what never stands in the ledger: the addresses of groups, and what somebody told."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import ScopedModel


class GroupSecret(ScopedModel):
    """A group's address under the house's key; outside the ledger, gone when the group is sent to no more."""

    stream = models.UUIDField(primary_key=True)
    concealed = models.TextField()

    class Meta:
        db_table = "publicity_group_secret"


class TipWords(ScopedModel):
    """What a tip said, its teller's name and how to reach them: one text under a key of its own.

    The key stands beside it, wrapped by the installation's; both go with the row, which a job takes away at its time
    (`jobs.py`). The tip's entry holds the fingerprint of the text, salt and all (`verify.py`).
    """

    stream = models.UUIDField(primary_key=True)
    unit = models.TextField()
    wrapped = models.BinaryField()
    concealed = models.TextField()

    class Meta:
        db_table = "publicity_tip_words"
        indexes = [models.Index(fields=["path"], name="publicity_tip_words_path")]
