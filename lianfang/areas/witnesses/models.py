"""witnesses · models: who keeps witnesses, their addresses under the house's key, and each delivery."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import FactRow, ScopedModel


class HolderStep(FactRow):
    """A keeper was set up, changed or closed."""

    holder = models.UUIDField()
    version = models.IntegerField()
    name = models.TextField()
    service = models.TextField()
    fingerprint = models.TextField()
    open = models.BooleanField()

    class Meta(FactRow.Meta):
        db_table = "witnesses_holder_step"
        indexes = [models.Index(fields=["holder", "version"], name="witnesses_holder_life")]


class Secret(ScopedModel):
    """A keeper's address under the house's key; outside the ledger, gone when the keeper closes."""

    holder = models.UUIDField(primary_key=True)
    concealed = models.TextField()

    class Meta:
        db_table = "witnesses_secret"


class Delivery(ScopedModel):
    """One witness for one keeper: `queued`, `sent` or `failed`. `day` and `total` say what it witnesses."""

    id = models.UUIDField(primary_key=True)
    holder = models.UUIDField()
    unit = models.TextField()
    day = models.DateField()
    total = models.BigIntegerField()
    queued_at = models.DateTimeField()
    state = models.TextField()
    tries = models.IntegerField(default=0)
    failure = models.TextField(blank=True)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "witnesses_delivery"
        indexes = [models.Index(fields=["holder", "queued_at"], name="witnesses_delivery_log")]
