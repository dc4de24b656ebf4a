"""governance · models: a row for each step of a directive, and for each step of a measure."""

from __future__ import annotations

from django.db import models

from lianfang.kernel.models import StepRow


class DirectiveStep(StepRow):
    """One step in the life of an upstream document; what it says stands in its first."""

    kind = models.TextField()
    issuer = models.TextField(null=True)
    doc_no = models.TextField(null=True)
    title = models.TextField(null=True)
    issued_on = models.DateField(null=True)
    asks = models.TextField(null=True)
    wants_receipt = models.BooleanField(null=True)
    wants_report = models.BooleanField(null=True)
    acknowledge_by = models.DateTimeField(null=True)
    report_by = models.DateTimeField(null=True)
    said = models.TextField(null=True)

    class Meta(StepRow.Meta):
        db_table = "governance_directive_step"
        indexes = [
            models.Index(fields=["stream", "number"], name="governance_directive_stream"),
            models.Index(fields=["path", "occurred_at"], name="governance_directive_path"),
        ]


class MeasureStep(StepRow):
    """One step in the life of a measure; `unit` is the unit that carries it out."""

    kind = models.TextField()
    directive = models.UUIDField(null=True)
    set_by = models.TextField(null=True)
    about = models.TextField(null=True)
    doc_no = models.TextField(null=True)
    role = models.TextField(null=True)
    due_at = models.DateTimeField(null=True)
    acknowledge_by = models.DateTimeField(null=True)
    called_off = models.BooleanField()
    said = models.TextField(null=True)

    class Meta(StepRow.Meta):
        db_table = "governance_measure_step"
        indexes = [
            models.Index(fields=["stream", "number"], name="governance_measure_stream"),
            models.Index(fields=["directive"], name="governance_measure_of"),
            models.Index(fields=["path", "due_at"], name="governance_measure_path"),
        ]
