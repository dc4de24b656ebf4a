"""playbook · models: the playbooks that were applied here, and the versions of rules of the one in force."""

from __future__ import annotations

from django.db import models


class Applied(models.Model):
    """A playbook as it was when it was applied: its files, who did it and when. The newest is in force."""

    number = models.BigAutoField(primary_key=True)
    code = models.TextField()
    version = models.TextField()
    digest = models.TextField()
    files = models.TextField()  # JSON: name of the file → its text
    applied_by = models.TextField()
    applied_at = models.DateTimeField()

    class Meta:
        db_table = "playbook_applied"


class RuleVersion(models.Model):
    """One version of a rule of the playbook in force, for SQL: `value` of a number, `at` of a time of day.

    `says` is the whole version, for rules that say more; `last_day` is null where no end is known.
    """

    code = models.TextField()
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    at = models.TimeField(null=True)
    says = models.JSONField()
    source = models.TextField()
    mark = models.TextField()
    verified = models.BooleanField()
    digest = models.TextField()

    class Meta:
        db_table = "playbook_rule"
        constraints = [models.UniqueConstraint(fields=["code", "first_day"], name="playbook_rule_once")]
