"""people · models: tables of facts, what follows from them, and who people are, kept apart under their keys."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.kernel.models import FactRow, PathField, ScopedManager


class _Belongs(models.Model):
    """How a person belongs to a unit."""

    counts = models.BooleanField()
    household = models.TextField(null=True)
    residency = models.TextField(null=True)

    class Meta:
        abstract = True


class Registration(FactRow, _Belongs):
    """A person came onto a register. `first` (it corrects nothing) is unique by person."""

    first = models.BooleanField()

    class Meta(FactRow.Meta):
        db_table = "people_registration"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(first=True), name="people_registration_person"
            )
        ]
        indexes = [models.Index(fields=["person"], name="people_registration_by_person")]


class Change(FactRow, _Belongs):
    """A person belongs to a unit in another way, or no more."""

    member = models.BooleanField()

    class Meta(FactRow.Meta):
        db_table = "people_change"
        indexes = [models.Index(fields=["person"], name="people_change_person")]


class Erasure(FactRow):
    """A person was erased: what remains is this and what was counted."""

    class Meta(FactRow.Meta):
        db_table = "people_erasure"
        indexes = [models.Index(fields=["person"], name="people_erasure_person")]


class Founding(FactRow):
    """A household came onto the register. `first` is unique by code: a code is never given twice."""

    code = models.TextField()
    first = models.BooleanField()
    residency = models.TextField()
    entrance = models.IntegerField(null=True)
    floor = models.IntegerField(null=True)
    door = models.TextField(null=True)

    class Meta(FactRow.Meta):
        db_table = "people_founding"
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=models.Q(first=True), name="people_founding_code")
        ]
        indexes = [models.Index(fields=["code"], name="people_founding_by_code")]


class Membership(models.Model):
    """A person belongs to a unit from `since_day` (inclusive) to `until_day` (exclusive); at most one counts.

    `path` is the newest path of the unit. A stretch of no days is kept where it is all that there was.
    """

    pk = models.CompositePrimaryKey("person", "unit", "since_day")
    person = models.UUIDField()
    unit = models.TextField()
    path = PathField()
    since_day = models.DateField()
    until_day = models.DateField()
    counts = models.BooleanField()
    household = models.TextField(null=True)
    residency = models.TextField(null=True)
    erased = models.BooleanField()

    objects = ScopedManager()

    class Meta:
        db_table = "people_membership"
        indexes = [
            models.Index(fields=["unit", "person"], name="people_membership_unit"),
            models.Index(fields=["path", "person"], name="people_membership_path"),
            models.Index(fields=["household"], name="people_membership_household"),
        ]


class Household(models.Model):
    """A dwelling; `place` is its building."""

    code = models.TextField(primary_key=True)
    unit = models.TextField()
    path = PathField()
    place = models.TextField(null=True)
    residency = models.TextField()
    entrance = models.IntegerField(null=True)
    floor = models.IntegerField(null=True)
    door = models.TextField(null=True)
    opened_on = models.DateField()

    objects = ScopedManager()

    class Meta:
        db_table = "people_household"
        indexes = [
            models.Index(fields=["unit", "code"], name="people_household_unit"),
            models.Index(fields=["path", "code"], name="people_household_path"),
            models.Index(fields=["place"], name="people_household_place"),
        ]


class Headcount(models.Model):
    """How the number of people that a unit counts changes: on a day it is `sum(delta) WHERE day <= that day`.

    A unit that moves leaves its old path and appears at its new one on the day of the move: group by unit *and*
    path, and leave out sums of 0.
    """

    pk = models.CompositePrimaryKey("unit", "day", "path")
    unit = models.TextField()
    path = PathField()
    day = models.DateField()
    delta = models.IntegerField()

    objects = ScopedManager()

    class Meta:
        db_table = "people_headcount"
        indexes = [models.Index(fields=["path", "day"], name="people_headcount_path")]


class PersonRow(models.Model):
    """Who a person is: words under the person's key, and keyed fingerprints by which they are found again.

    Read only where the actor holds `people.identify`. Does not follow from the ledger: `mac` vouches for this row, the
    mask and the grams of the person (`identities.vouched`), and `unit` and `path` go with the person's memberships.
    """

    person = models.UUIDField(primary_key=True)
    unit = models.TextField()
    path = PathField()
    name = models.TextField()
    id_number = models.TextField(null=True)
    phone = models.TextField(null=True)
    id_blind = models.BinaryField(null=True)
    phone_blind = models.BinaryField(null=True)
    mac = models.BinaryField()

    objects = ScopedManager()

    class Meta:
        db_table = "people_person"
        constraints = [models.UniqueConstraint(fields=["id_blind"], name="people_person_id_number")]
        indexes = [
            models.Index(fields=["phone_blind"], name="people_person_phone"),
            models.Index(fields=["path"], name="people_person_path"),
        ]


class Mask(models.Model):
    """A person's name as those see it who may not know it (王**), under the person's key."""

    person = models.UUIDField(primary_key=True)
    unit = models.TextField()
    path = PathField()
    shown = models.TextField()

    objects = ScopedManager()

    class Meta:
        db_table = "people_mask"
        indexes = [models.Index(fields=["path"], name="people_mask_path")]


class Gram(models.Model):
    """A keyed fingerprint of a part of a person's name or its pinyin."""

    pk = models.CompositePrimaryKey("gram", "person")
    gram = models.BinaryField()
    person = models.UUIDField()
    path = PathField()

    objects = ScopedManager()

    class Meta:
        db_table = "people_gram"
        indexes = [models.Index(fields=["person"], name="people_gram_person")]


class View(models.Model):
    """Somebody looked at who some people of a unit are. Kept for ever."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    login = models.TextField()
    user_id = models.BigIntegerField()
    unit = models.TextField()
    path = PathField()
    persons = ArrayField(models.UUIDField())
    purpose = models.TextField()

    objects = ScopedManager()

    class Meta:
        db_table = "people_identity_view"
        indexes = [
            models.Index(fields=["path", "at"], name="people_identity_view_path"),
            models.Index(fields=["login", "at"], name="people_identity_view_login"),
        ]
