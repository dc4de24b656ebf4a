"""files · migration 1: photos and papers, and what the application may do with them."""

from django.db import migrations, models

import lianfang.kernel.models

# A file that an entry names stays: of its row no more can be changed than that its content is gone.
_FENCE = """
CREATE FUNCTION files_fence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE may_change text[] := ARRAY['stored', 'small', 'gone_at', 'mac'];
BEGIN
  IF OLD.entry IS NULL THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  ELSIF TG_OP = 'UPDATE' AND NEW.stored IS NULL AND NEW.small IS NULL AND NEW.gone_at IS NOT NULL
      AND to_jsonb(NEW) - may_change = to_jsonb(OLD) - may_change THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a file that an entry names stays as it is' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER files_fence BEFORE UPDATE OR DELETE ON files_file FOR EACH ROW EXECUTE FUNCTION files_fence();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="File",
            fields=[
                ("path", lianfang.kernel.models.PathField(db_collation="C", max_length=400)),
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("sha256", models.TextField()),
                ("unit", models.TextField(null=True)),
                ("entry", models.UUIDField(null=True)),
                ("person", models.UUIDField(null=True)),
                ("stored", models.TextField(null=True)),
                ("small", models.TextField(null=True)),
                ("media", models.TextField()),
                ("size", models.IntegerField()),
                ("width", models.IntegerField(null=True)),
                ("height", models.IntegerField(null=True)),
                ("position", models.BooleanField()),
                ("name", models.TextField()),
                ("brought_at", models.DateTimeField()),
                ("brought_by", models.TextField()),
                ("gone_at", models.DateTimeField(null=True)),
                ("mac", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "files_file",
                "indexes": [
                    models.Index(fields=["stored"], name="files_file_stored"),
                    models.Index(fields=["small"], name="files_file_small"),
                    models.Index(
                        condition=models.Q(("person__isnull", False)), fields=["person"], name="files_file_person"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("entry__isnull", False)),
                        fields=("unit", "sha256", "person"),
                        name="files_file_kept",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("entry__isnull", True)),
                        fields=("brought_by", "sha256", "position"),
                        name="files_file_waits",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            _FENCE,
            "DROP TRIGGER files_fence ON files_file; DROP FUNCTION files_fence()",
        ),
    ]
