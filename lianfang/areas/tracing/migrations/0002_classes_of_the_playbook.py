"""tracing · migration 2: a unit's day has no columns for classes of cases, which the playbook declares."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracing", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="tracingday",
            name="asymptomatic_checks",
        ),
        migrations.RemoveField(
            model_name="tracingday",
            name="asymptomatic_found",
        ),
        migrations.RemoveField(
            model_name="tracingday",
            name="asymptomatic_notices",
        ),
        migrations.RemoveField(
            model_name="tracingday",
            name="confirmed_checks",
        ),
        migrations.RemoveField(
            model_name="tracingday",
            name="confirmed_found",
        ),
        migrations.RemoveField(
            model_name="tracingday",
            name="confirmed_notices",
        ),
        migrations.RemoveField(
            model_name="tracingday",
            name="suspected_checks",
        ),
        migrations.RemoveField(
            model_name="tracingday",
            name="suspected_found",
        ),
        migrations.RemoveField(
            model_name="tracingday",
            name="suspected_notices",
        ),
        migrations.AddField(
            model_name="tracingday",
            name="checks",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="tracingday",
            name="notices",
            field=models.IntegerField(null=True),
        ),
    ]
