"""sheets · migration 3: by what ids other systems know entries."""

from django.db import migrations, models

from lianfang.kernel.models import PathField

# What another system calls an entry may tell whose it is: it goes when the link to the person ends.
_ENDED = """
CREATE FUNCTION sheets_source_ended() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM sheets_source s USING ended e WHERE s.entry = e.entry;
  RETURN NULL;
END $$;
CREATE TRIGGER sheets_source_ended AFTER INSERT ON ledger_unlinked REFERENCING NEW TABLE AS ended
FOR EACH STATEMENT EXECUTE FUNCTION sheets_source_ended();
"""
_FOLLOW = """
CREATE OR REPLACE FUNCTION sheets_follow(units text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  UPDATE sheets_heads h SET path = u.path FROM units_unit u
  WHERE h.unit = u.code AND u.code = ANY(units) AND h.path <> u.path;
  UPDATE sheets_source s SET path = u.path FROM units_unit u
  WHERE s.unit = u.code AND u.code = ANY(units) AND s.path <> u.path;
END $$;
"""
_FOLLOW_BACK = """
CREATE OR REPLACE FUNCTION sheets_follow(units text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  UPDATE sheets_heads h SET path = u.path FROM units_unit u
  WHERE h.unit = u.code AND u.code = ANY(units) AND h.path <> u.path;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("sheets", "0002_heads_follow"), ("kernel", "0009_retention")]

    operations = [
        migrations.CreateModel(
            name="SheetSource",
            fields=[
                ("path", PathField()),
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.TextField()),
                ("kind", models.TextField()),
                ("ref", models.TextField()),
                ("kept_at", models.DateTimeField()),
                ("kept_by", models.TextField()),
            ],
            options={"db_table": "sheets_source"},
        ),
        migrations.AddConstraint(
            model_name="sheetsource",
            constraint=models.UniqueConstraint(fields=("unit", "kind", "ref"), name="sheets_source_ref"),
        ),
        migrations.AddIndex(model_name="sheetsource", index=models.Index(fields=["ref"], name="sheets_source_by_ref")),
        migrations.RunSQL(
            _ENDED,
            "DROP TRIGGER sheets_source_ended ON ledger_unlinked; DROP FUNCTION sheets_source_ended();",
        ),
        migrations.RunSQL(_FOLLOW, _FOLLOW_BACK),
    ]
