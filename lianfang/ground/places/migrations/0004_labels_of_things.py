"""places · migration 4: labels of any thing, issued, replaced and revoked, each with a short code to type."""

from django.db import migrations, models

# What became of the labels of places: whichever unit answered for a place at the time, to whoever sees it now. Short
# codes lead to whoever sees the place now, or the unit of the thing where it stands now.
_ACTS = """
DROP FUNCTION places_label_marks(text[]);
CREATE FUNCTION places_label_acts(codes text[])
RETURNS TABLE (code text, kind text, entry uuid, at timestamptz, short text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT p.code, l.kind, l.entry, l.recorded_at, l.short
  FROM places_place p LEFT JOIN places_label l ON l.sort = 'place' AND l.code = p.code AND NOT l.exercise
  WHERE p.code = ANY(codes) AND scope_ranges() @> p.path ORDER BY l.recorded_at, l.entry
$$;
CREATE FUNCTION places_label_typed(shorts text[]) RETURNS TABLE (short text, sort text, code text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT l.short, l.sort, l.code FROM places_label l
  LEFT JOIN places_place p ON l.sort = 'place' AND p.code = l.code
  LEFT JOIN units_unit u ON u.code = l.unit
  WHERE l.short = ANY(shorts) AND NOT l.exercise AND scope_ranges() @> coalesce(p.path, u.path, l.path)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0003_labels")]

    operations = [
        migrations.RemoveIndex("label", "places_label_place"),
        migrations.AlterField("label", "why", models.TextField(null=True)),
        migrations.AddField("label", "short", models.TextField(null=True)),
        migrations.AddField("label", "kind", models.TextField(default="places.label_replaced"), preserve_default=False),
        migrations.AddField("label", "sort", models.TextField(default="place"), preserve_default=False),
        migrations.AddField("label", "code", models.TextField(default=""), preserve_default=False),
        migrations.RunSQL("UPDATE places_label SET code = place", migrations.RunSQL.noop),
        migrations.AddIndex("label", models.Index(fields=["sort", "code"], name="places_label_thing")),
        migrations.AddConstraint("label", models.UniqueConstraint(fields=["short"], name="places_label_short")),
        migrations.RunSQL(_ACTS),
    ]
