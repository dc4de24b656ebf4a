"""publicity · models: the addresses of groups, which never stand in the ledger."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import ScopedModel


class GroupSecret(ScopedModel):
    """A group's address under the house's key; outside the ledger, gone when the group is sent to no more."""

    stream = models.UUIDField(primary_key=True)
    concealed = models.TextField()

    class Meta:
        db_table = "publicity_group_secret"
