"""campaigns · models: the one replay of this installation, and the moment up to which it was lived."""

from django.db import models


class Replay(models.Model):
    """Which campaign is replayed, from which seed, and until when its acts are in the ledger."""

    one = models.BooleanField(primary_key=True, default=True)
    name = models.TextField()
    seed = models.BigIntegerField()
    full = models.BooleanField()
    until_at = models.DateTimeField()
    ticked_at = models.DateTimeField()

    class Meta:
        db_table = "campaigns_replay"
