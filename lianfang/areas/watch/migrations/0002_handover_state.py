"""watch · migration 2: a handover keeps the state that both sides read, and what changed between their signatures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("watch", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="handoverstep",
            name="came",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="handoverstep",
            name="made",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="handoverstep",
            name="matters",
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name="handoverstep",
            name="matters_count",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="handoverstep",
            name="matters_digest",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="handoverstep",
            name="matters_hidden",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="handoverstep",
            name="went",
            field=models.JSONField(null=True),
        ),
    ]
