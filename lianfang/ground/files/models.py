"""files · models: what was brought and waits for an entry, and what entries name."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import ScopedModel


class File(ScopedModel):
    """A photo or paper. Without an `entry` it waits for one, for whoever brought it; then it is its unit's for good.

    `sha256` is that of the content, by which entries name it; `stored` and `small` are the names in the data folder of
    the content and of a small picture of it. Where the entry is about a person, both are under that person's key; once
    the person was erased, both are gone (`gone_at`) and the row remains.
    """

    id = models.UUIDField(primary_key=True)
    sha256 = models.TextField()
    unit = models.TextField(null=True)
    entry = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    stored = models.TextField(null=True)
    small = models.TextField(null=True)
    media = models.TextField()
    size = models.IntegerField()
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    position = models.BooleanField()
    name = models.TextField()
    brought_at = models.DateTimeField()
    brought_by = models.TextField()
    gone_at = models.DateTimeField(null=True)
    mac = models.BinaryField(null=True)

    class Meta:
        db_table = "files_file"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "sha256", "person"],
                condition=models.Q(entry__isnull=False),
                nulls_distinct=False,
                name="files_file_kept",
            ),
            models.UniqueConstraint(
                fields=["brought_by", "sha256", "position"],
                condition=models.Q(entry__isnull=True),
                name="files_file_waits",
            ),
        ]
        indexes = [
            models.Index(fields=["stored"], name="files_file_stored"),
            models.Index(fields=["small"], name="files_file_small"),
            models.Index(fields=["person"], condition=models.Q(person__isnull=False), name="files_file_person"),
        ]
