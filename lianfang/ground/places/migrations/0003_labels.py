"""places · migration 3: printed labels that were replaced, so that what an old one says is good no more."""

from django.db import migrations, models

from lianfang.kernel.models import PathField

# The newest replacement of a label is its mark, whichever unit answered for the place when it was recorded.
_MARKS = """
CREATE FUNCTION places_label_marks(codes text[]) RETURNS TABLE (code text, mark text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT p.code, coalesce((SELECT l.entry::text FROM places_label l WHERE l.place = p.code AND NOT l.exercise
                           ORDER BY l.recorded_at DESC, l.entry DESC LIMIT 1), '')
  FROM places_place p WHERE p.code = ANY(codes) AND scope_ranges() @> p.path
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0002_fence")]

    operations = [
        migrations.CreateModel(
            name="Label",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("path", PathField()),
                ("place", models.TextField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(null=True)),
                ("exercise", models.BooleanField()),
                ("why", models.TextField()),
            ],
            options={
                "db_table": "places_label",
                "abstract": False,
                "indexes": [models.Index(fields=["place"], name="places_label_place")],
            },
        ),
        migrations.RunSQL(_MARKS),
    ]
