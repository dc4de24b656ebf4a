"""newspaper · migration 3: the figures of what is published, so that what they rest on can be followed."""

from django.db import migrations, models

from lianfang.kernel.sql_scope import app_role

# Those of the issues that are out already, from their content.
_FROM_CONTENT = """
INSERT INTO newspaper_public_figure (article, slug, note, code, unit, day, value, state, printed_at)
SELECT (a->>'article')::uuid, i.slug, (f->>'note')::smallint, f->>'code', f->>'unit', (f->>'day')::date, f->>'value',
       f->>'state', i.published_at
FROM newspaper_public_issue i, jsonb_array_elements(i.content::jsonb->'pages') p,
     jsonb_array_elements(p->'articles') a, jsonb_array_elements(a->'figures') f
"""


class Migration(migrations.Migration):
    dependencies = [
        ("newspaper", "0002_public"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicFigure",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("article", models.UUIDField()),
                ("slug", models.TextField()),
                ("note", models.SmallIntegerField()),
                ("code", models.TextField()),
                ("unit", models.TextField()),
                ("day", models.DateField()),
                ("value", models.TextField()),
                ("state", models.TextField()),
                ("printed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "newspaper_public_figure",
                "indexes": [models.Index(fields=["printed_at"], name="newspaper_public_figure_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "note"), name="newspaper_public_figure_note")
                ],
            },
        ),
        migrations.RunSQL(_FROM_CONTENT, migrations.RunSQL.noop),
        migrations.RunSQL(
            f"REVOKE UPDATE, DELETE, TRUNCATE ON newspaper_public_figure FROM {app_role()}", migrations.RunSQL.noop
        ),
    ]
