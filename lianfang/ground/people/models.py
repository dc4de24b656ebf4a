"""people · models: tables of facts, what follows from them, and who people are, kept apart under their keys."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lianfang.kernel.models import FactRow, ScopedModel


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


class Membership(ScopedModel):
    """A person belongs to a unit from `since_day` (inclusive) to `until_day` (exclusive); at most one counts.

    `path` is the newest path of the unit. A stretch of no days is kept where it is all that there was.
    """

    pk = models.CompositePrimaryKey("person", "unit", "since_day")
    person = models.UUIDField()
    unit = models.TextField()
    since_day = models.DateField()
    until_day = models.DateField()
    counts = models.BooleanField()
    household = models.TextField(null=True)
    residency = models.TextField(null=True)
    erased = models.BooleanField()

    class Meta:
        db_table = "people_membership"
        indexes = [
            models.Index(fields=["unit", "person"], name="people_membership_unit"),
            models.Index(fields=["path", "person"], name="people_membership_path"),
            models.Index(fields=["household"], name="people_membership_household"),
        ]


class Household(ScopedModel):
    """A dwelling; `place` is its building."""

    code = models.TextField(primary_key=True)
    unit = models.TextField()
    place = models.TextField(null=True)
    residency = models.TextField()
    entrance = models.IntegerField(null=True)
    floor = models.IntegerField(null=True)
    door = models.TextField(null=True)
    opened_on = models.DateField()

    class Meta:
        db_table = "people_household"
        indexes = [
            models.Index(fields=["unit", "code"], name="people_household_unit"),
            models.Index(fields=["path", "code"], name="people_household_path"),
            models.Index(fields=["place"], name="people_household_place"),
            models.Index(fields=["door", "entrance"], name="people_household_door"),
        ]


class Headcount(ScopedModel):
    """How the number of people that a unit counts changes: on a day it is `sum(delta) WHERE day <= that day`.

    A unit that moves leaves its old path and appears at its new one on the day of the move: group by unit *and*
    path, and leave out sums of 0.
    """

    pk = models.CompositePrimaryKey("unit", "day", "path")
    unit = models.TextField()
    day = models.DateField()
    delta = models.IntegerField()

    class Meta:
        db_table = "people_headcount"
        indexes = [models.Index(fields=["path", "day"], name="people_headcount_path")]


def _known_by_name(table: str) -> dict[str, str]:
    """Written into one's scope, read only where the role may know people by name."""
    where = "(SELECT scope_identify_ranges()) @>"
    member = f"EXISTS (SELECT 1 FROM people_membership m WHERE m.person = {table}.person AND m.until_day = '9999-12-31'"
    return {
        "enter": "FOR INSERT WITH CHECK ((SELECT scope_ranges()) @> path)",
        "identify": f"USING ({where} path OR {member} AND {where} m.path)) WITH CHECK ({where} path)",
    }


class PersonRow(ScopedModel):
    """Who a person is: words under the person's key, and keyed fingerprints by which they are found again.

    Read only where the actor holds `people.identify`. Does not follow from the ledger: `mac` vouches for this row, the
    mask and the grams of the person (`identities.vouched`), and `unit` and `path` go with the person's memberships.
    """

    policies = _known_by_name("people_person")

    person = models.UUIDField(primary_key=True)
    unit = models.TextField()
    name = models.TextField()
    id_number = models.TextField(null=True)
    phone = models.TextField(null=True)
    id_blind = models.BinaryField(null=True)
    phone_blind = models.BinaryField(null=True)
    mac = models.BinaryField()

    class Meta:
        db_table = "people_person"
        constraints = [models.UniqueConstraint(fields=["id_blind"], name="people_person_id_number")]
        indexes = [
            models.Index(fields=["phone_blind"], name="people_person_phone"),
            models.Index(fields=["path"], name="people_person_path"),
        ]


class Mask(ScopedModel):
    """A person's name as those see it who may not know it (王**), under the person's key."""

    also_visible = "EXISTS (SELECT 1 FROM people_membership m WHERE m.person = people_mask.person)"

    person = models.UUIDField(primary_key=True)
    unit = models.TextField()
    shown = models.TextField()

    class Meta:
        db_table = "people_mask"
        indexes = [models.Index(fields=["path"], name="people_mask_path")]


class Gram(ScopedModel):
    """A keyed fingerprint of a part of a name or its pinyin (12 bytes), or of the last digits of a number (8)."""

    policies = _known_by_name("people_gram")

    pk = models.CompositePrimaryKey("gram", "person")
    gram = models.BinaryField()
    person = models.UUIDField()

    class Meta:
        db_table = "people_gram"
        indexes = [
            models.Index(fields=["person"], name="people_gram_person"),
            models.Index(fields=["gram", "path", "person"], name="people_gram_path"),
        ]


class View(ScopedModel):
    """Somebody looked at who some people of a unit are. Kept forever."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    login = models.TextField()
    user_id = models.BigIntegerField()
    unit = models.TextField()
    persons = ArrayField(models.UUIDField())
    purpose = models.TextField()

    class Meta:
        db_table = "people_identity_view"
        indexes = [
            models.Index(fields=["path", "at"], name="people_identity_view_path"),
            models.Index(fields=["login", "at"], name="people_identity_view_login"),
        ]
