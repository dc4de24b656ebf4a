"""places · models: two tables of facts, and the places that follow from them."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import FactRow, ScopedModel


class Opening(FactRow):
    """A place came into use. `first` (it corrects nothing) is unique by code: a code is never given twice."""

    code = models.TextField()
    first = models.BooleanField()
    kind = models.TextField()
    zh = models.TextField()
    en = models.TextField()
    parent = models.TextField(null=True)

    class Meta(FactRow.Meta):
        db_table = "places_opening"
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=models.Q(first=True), name="places_opening_code")
        ]
        indexes = [models.Index(fields=["code"], name="places_opening_by_code")]


class Closing(FactRow):
    """A place went out of use from the start of `from_day`."""

    from_day = models.DateField()

    class Meta(FactRow.Meta):
        db_table = "places_closing"
        indexes = [models.Index(fields=["place"], name="places_closing_place")]


class Label(FactRow):
    """The printed label of a thing was issued, replaced or revoked (`kind`); each that is issued has its short code."""

    kind = models.TextField()
    sort = models.TextField()
    code = models.TextField()
    short = models.TextField(null=True)
    why = models.TextField(null=True)

    class Meta(FactRow.Meta):
        db_table = "places_label"
        constraints = [models.UniqueConstraint(fields=["short"], name="places_label_short")]
        indexes = [models.Index(fields=["sort", "code"], name="places_label_thing")]


class PlaceRow(ScopedModel):
    """A place as it is; `path` is the newest path of its unit. Written by the database's own functions alone."""

    code = models.TextField(primary_key=True)
    kind = models.TextField()
    unit = models.TextField()
    zh = models.TextField()
    en = models.TextField()
    parent = models.TextField(null=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        db_table = "places_place"
        indexes = [
            models.Index(fields=["unit", "code"], name="places_place_unit"),
            models.Index(fields=["path", "code"], name="places_place_path"),
            models.Index(fields=["parent"], name="places_place_parent"),
        ]


class CountRow(ScopedModel):
    """How the number of places of a kind changes: on a day it is `sum(delta) WHERE day <= that day`.

    A unit that moves leaves its old path and appears at its new one on the day of the move: group by unit *and*
    path, and leave out sums of 0.
    """

    pk = models.CompositePrimaryKey("unit", "kind", "day", "path")
    unit = models.TextField()
    kind = models.TextField()
    day = models.DateField()
    delta = models.IntegerField()

    class Meta:
        db_table = "places_count"
        indexes = [models.Index(fields=["path", "kind", "day"], name="places_count_path")]
