"""screening · migrations: the indexes by which a new record finds what it changes of its unit's day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="gatepassage",
            name="screening_g_unit_9a4f2e_idx",
        ),
        migrations.RemoveIndex(
            model_name="healthdeclaration",
            name="screening_h_unit_733818_idx",
        ),
        migrations.RemoveIndex(
            model_name="rollcall",
            name="screening_r_unit_f397fe_idx",
        ),
        migrations.RemoveIndex(
            model_name="temperaturecheck",
            name="screening_t_unit_f8559e_idx",
        ),
        migrations.AddIndex(
            model_name="gatepassage",
            index=models.Index(fields=["unit", "day", "place", "shift"], name="screening_passage_shift"),
        ),
        migrations.AddIndex(
            model_name="healthdeclaration",
            index=models.Index(fields=["unit", "day", "person"], name="screening_declared_person"),
        ),
        migrations.AddIndex(
            model_name="rollcall",
            index=models.Index(fields=["unit", "day", "occurred_at", "entry"], name="screening_roll_call_last"),
        ),
        migrations.AddIndex(
            model_name="temperaturecheck",
            index=models.Index(fields=["unit", "day", "person", "round"], name="screening_check_person"),
        ),
        migrations.AddIndex(
            model_name="temperaturecheck",
            index=models.Index(
                condition=models.Q(("celsius__gte", 37)), fields=["unit", "day", "person"], name="screening_check_warm"
            ),
        ),
    ]
