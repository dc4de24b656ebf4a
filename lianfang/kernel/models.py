"""kernel · models: the ledger's tables as Django sees them, and the base of every table derived from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.kernel import scope


class ScopedManager(models.Manager[Any]):
    """Answers only where an actor is set: a forgotten scope is an error, not an empty or a full page."""

    def get_queryset(self) -> models.QuerySet[Any]:
        scope.acting_actor()
        return super().get_queryset()


class PathField(models.TextField):  # type: ignore[type-arg]
    """The materialised path of a unit, `XJCG/T161/T161-D01/`; text, compared byte by byte."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 400)
        kwargs.setdefault("db_collation", "C")
        super().__init__(**kwargs)


class ScopedModel(models.Model):
    """The base of every table with rows of units; being one puts the table under row-level security by `path`.

    Rows for which the SQL `also_visible` holds are read from elsewhere, too, for instance a login's own. Rows
    `for_all_below` are read by whoever stands below their unit. Neither is written from there. `policies` stand instead
    of those where a table shows its rows to fewer than the rest of the scope: name → what follows `ON <table>`.
    """

    also_visible: ClassVar[str] = ""
    for_all_below: ClassVar[bool] = False
    policies: ClassVar[Mapping[str, str]] = {}

    path = PathField()

    objects = ScopedManager()

    class Meta:
        abstract = True


class Facts(models.JSONField):
    """A `json` column, which keeps the bytes as accepted; psycopg has already parsed it when it arrives."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value


class Entry(ScopedModel):
    """One entry of the ledger. The table is partitioned by month of its UUIDv7 and made in SQL."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    unit = models.TextField()
    place = models.TextField(null=True)
    person = models.UUIDField(null=True)
    stream = models.UUIDField(null=True)
    version = models.IntegerField(null=True)
    occurred_at = models.DateTimeField()
    known_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()
    origin = models.TextField()
    evidence = models.TextField()
    exercise = models.BooleanField()
    corrects = models.UUIDField(null=True)
    reason = models.TextField(null=True)
    data = Facts()
    digest = models.BinaryField()

    class Meta:
        managed = False
        db_table = "ledger_entry"


class Correction(ScopedModel):
    """Which entry corrects or withdraws which; follows from the ledger."""

    corrects = models.UUIDField(primary_key=True)
    entry = models.UUIDField(unique=True)
    kind = models.TextField()
    unit = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_correction"


class StreamStep(ScopedModel):
    """One step in the life of a thing: its stream, the step's number, the entry. Two steps never share a number."""

    entry = models.UUIDField(primary_key=True)
    stream = models.UUIDField()
    version = models.IntegerField()
    closes = models.BooleanField()

    class Meta:
        db_table = "ledger_stream"
        constraints = [models.UniqueConstraint(fields=["stream", "version"], name="ledger_stream_step")]


class Seal(ScopedModel):
    """The seal of a unit's reporting day, chained to the unit's seal before it.

    `form` says by which canonical text it was made; `total`, from form 2 on, how many entries the unit has had.
    """

    id = models.TextField(primary_key=True)
    unit = models.TextField()
    day = models.DateField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    entries = models.IntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    digest = models.BinaryField()
    sealed_at = models.DateTimeField()
    form = models.SmallIntegerField(default=1)
    total = models.BigIntegerField(null=True)

    class Meta:
        db_table = "ledger_seal"
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="ledger_seal_unit_day")]
        indexes = [
            models.Index(fields=["path", "day"], name="ledger_seal_path_day"),
            models.Index(fields=["to_at"], name="ledger_seal_to_at"),
        ]


class Head(models.Model):
    """The signed seal of a reporting day of the whole installation, over the seals of all its units."""

    day = models.DateField(primary_key=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    sealed_at = models.DateTimeField()
    units = models.IntegerField()
    entries = models.BigIntegerField()
    total = models.BigIntegerField()
    unheld = models.BigIntegerField()
    missing = models.BigIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    adopted = models.BigIntegerField(null=True)
    adopts = models.BinaryField(null=True)
    digest = models.BinaryField()
    key = models.TextField()
    signature = models.BinaryField()

    class Meta:
        db_table = "ledger_head"


class SealKey(models.Model):
    """A public key of seals, to be shown; what is trusted stands outside the database."""

    fingerprint = models.TextField(primary_key=True)
    public = models.BinaryField()
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    reason = models.TextField(null=True)
    signed_by = models.TextField(null=True)
    signature = models.BinaryField(null=True)

    class Meta:
        db_table = "ledger_seal_key"


class Installation(models.Model):
    """Which installation this database belongs to."""

    id = models.UUIDField(primary_key=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_installation"


class SetAside(ScopedModel):
    """What was handed in and could not be accepted as an entry, kept whole so that nothing is lost."""

    id = models.UUIDField(primary_key=True)
    entry = models.UUIDField(null=True)
    unit = models.TextField()
    received_at = models.DateTimeField()
    received_by = models.TextField()
    problem = models.TextField()
    body = models.TextField()

    class Meta:
        db_table = "ledger_set_aside"
        indexes = [models.Index(fields=["path", "received_at"], name="ledger_set_aside_path")]


class PersonKey(ScopedModel):
    """The wrapped key of one person; NULL once the person was erased."""

    person = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_person_key"


class ClockRow(models.Model):
    """Campaign time, where this installation lives in one."""

    one = models.BooleanField(primary_key=True, default=True)
    real_at = models.DateTimeField()
    campaign_at = models.DateTimeField()
    rate = models.FloatField(default=1.0)

    class Meta:
        db_table = "kernel_clock"


class FactRow(ScopedModel):
    """The base of a table with one row for each entry of a kind; the projection fills these columns by itself.

    A row *stands* while `superseded_at` is NULL. `day` is the reporting day in whose window it occurred.
    """

    entry = models.UUIDField(primary_key=True)
    unit = models.TextField()
    place = models.TextField(null=True)
    person = models.UUIDField(null=True)
    day = models.DateField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    exercise = models.BooleanField()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["unit", "day"])]


class StepRow(FactRow):
    """The base of a table with one row for each step of a stream; the step with the highest number counts."""

    stream = models.UUIDField()
    number = models.IntegerField()
    recorded_by = models.TextField()

    class Meta(FactRow.Meta):
        abstract = True


class DayRow(ScopedModel):
    """The base of a table of sums, one row for each unit and reporting day; filled by `DailySums`."""

    id = models.BigAutoField(primary_key=True)
    unit = models.TextField()
    day = models.DateField()
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="%(class)s_unit_day")]
        indexes = [models.Index(fields=["day", "path"])]


class Seconding(FactRow):
    """A second person saw what an entry says."""

    seconds = models.UUIDField()
    recorded_by = models.TextField()

    class Meta(FactRow.Meta):
        db_table = "ledger_seconding"
        indexes = [models.Index(fields=["seconds"], name="ledger_seconding_seconds")]


class LinkEnd(FactRow):
    """Of entries of one kind, of some days, the link to the person ended; said by the unit on top for all below it."""

    for_all_below = True

    of_kind = models.TextField()
    kept_days = models.IntegerField()
    since_day = models.DateField()
    through_day = models.DateField()
    entries = models.IntegerField()
    held = models.IntegerField()
    of_steps = models.BooleanField()
    naming = ArrayField(models.TextField())
    holding = ArrayField(models.TextField())
    settling = ArrayField(models.TextField())
    reopening = ArrayField(models.TextField())

    class Meta(FactRow.Meta):
        db_table = "ledger_link_end"
        indexes = [models.Index(fields=["of_kind", "recorded_at"], name="ledger_link_end_kind")]


class Unlinked(ScopedModel):
    """An entry of which nobody is told any more whose it is, and the entry that ended the link."""

    entry = models.UUIDField(primary_key=True)
    ended_by = models.UUIDField()

    class Meta:
        db_table = "ledger_unlinked"
        indexes = [models.Index(fields=["ended_by"], name="ledger_unlinked_by")]


class EntrySalt(ScopedModel):
    """What makes a key for one entry's personal words from the person's own; NULL once the entry's time is over."""

    entry = models.UUIDField(primary_key=True)
    salt = models.BinaryField(null=True)
    mac = models.BinaryField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_entry_salt"
