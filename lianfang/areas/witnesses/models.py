"""witnesses · models: the addresses of keepers under the house's key, and each delivery."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import ScopedModel


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
