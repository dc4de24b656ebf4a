"""reporting · models: every act on a report, and the reports as they stand after them.

`reporting_step` has a row for each entry. The other three follow from it by `reporting_retrace`
(migrations/reporting.sql), which the owner of the tables runs: a sum covers units that the recorder may not see.
"""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import FactRow, PathField, ScopedModel


class Step(FactRow):
    """One act: filled, reviewed, confirmed, amended, received, returned, recalled, reminded, and signatures taken back.

    `unit` is whose entry it is (of what was received or returned the unit above), `report_unit` whose report. `day` is
    the reporting day of the act, `report_day` the report's. `unit_path` is where the reporting unit stood on the
    report's day; `number` the version that the act made or concerns.
    """

    # A report of a unit that has moved since belongs to both places in the tree.
    also_visible = "((SELECT scope_ranges()) @> unit_path)"

    kind = models.TextField()
    report_unit = models.TextField()
    form = models.TextField()
    report_day = models.DateField()
    unit_path = PathField()
    step = models.IntegerField()
    number = models.IntegerField(null=True)
    recorded_by = models.TextField()
    due_at = models.DateTimeField(null=True)
    as_of = models.DateTimeField(null=True)
    figures = models.JSONField(null=True)
    below = models.JSONField(null=True)
    children = models.JSONField(null=True)
    narrative = models.TextField(null=True)
    late_reason = models.TextField(null=True)
    why = models.TextField(null=True)
    seal = models.TextField(null=True)
    digest = models.BinaryField()
    seen = models.TextField(null=True)
    stands = models.TextField(null=True)
    stands_for = models.TextField(null=True)
    events = models.JSONField(null=True)
    signatures = models.JSONField(null=True)

    class Meta(FactRow.Meta):
        db_table = "reporting_step"
        indexes = [models.Index(fields=["report_unit", "report_day", "form"], name="reporting_step_of")]


class Report(ScopedModel):
    """The report of a unit, day and form as it stands: its newest version and what became of it."""

    pk = models.CompositePrimaryKey("unit", "report_day", "form")
    unit = models.TextField()
    report_day = models.DateField()
    form = models.TextField()
    number = models.IntegerField(default=0)
    handling = models.TextField(default="none")
    entry = models.UUIDField(null=True)
    digest = models.BinaryField(null=True)
    due_at = models.DateTimeField(null=True)
    as_of = models.DateTimeField(null=True)
    first_filed_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    filed_by = models.TextField(default="")
    handled_at = models.DateTimeField(null=True)
    handled_by = models.TextField(default="")
    reminders = models.IntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    reminded_by = models.TextField(default="")

    class Meta:
        db_table = "reporting_report"
        indexes = [models.Index(fields=["report_day", "path"], name="reporting_report_day")]


class FigureRow(ScopedModel):
    """One of the figures that a unit itself states in its newest version."""

    pk = models.CompositePrimaryKey("unit", "report_day", "form", "code")
    unit = models.TextField()
    report_day = models.DateField()
    form = models.TextField()
    code = models.TextField()
    parent_path = PathField()
    value = models.DecimalField(null=True, max_digits=30, decimal_places=10)
    checked = models.BigIntegerField(null=True)
    expected = models.BigIntegerField(null=True)
    bits = models.SmallIntegerField()

    class Meta:
        db_table = "reporting_figure"
        indexes = [
            models.Index(fields=["report_day", "path"], name="reporting_figure_day"),
            models.Index(fields=["report_day", "parent_path"], name="reporting_figure_parent"),
        ]


class NodeSum(ScopedModel):
    """The filed figures of the units directly below a node, added up; `part` splits a node with many of them."""

    pk = models.CompositePrimaryKey("path", "part", "report_day", "form", "code")
    part = models.SmallIntegerField()
    report_day = models.DateField()
    form = models.TextField()
    code = models.TextField()
    value_sum = models.DecimalField(null=True, max_digits=30, decimal_places=10)
    value_min = models.DecimalField(null=True, max_digits=30, decimal_places=10)
    checked = models.BigIntegerField(null=True)
    expected = models.BigIntegerField(null=True)
    bits = models.SmallIntegerField()

    class Meta:
        db_table = "reporting_sum"
        indexes = [models.Index(fields=["report_day", "path"], name="reporting_sum_day")]
