"""incidents · migration 3: incidents are found by their event, unit and place, however many there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_fence")]
    operations = [
        migrations.AddIndex(
            model_name="incident", index=models.Index(fields=["code", "known_at"], name="incidents_incident_code")
        ),
        migrations.AddIndex(
            model_name="incident", index=models.Index(fields=["unit", "known_at"], name="incidents_incident_unit")
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                fields=["place", "known_at"],
                name="incidents_incident_place",
                condition=models.Q(place__isnull=False),
            ),
        ),
    ]
