"""playbook · migration 1: what was applied, and the versions of rules that SQL joins; only the owner writes them."""

from django.db import migrations, models

from lianfang.kernel.sql_scope import app_role, append_only


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0001_ledger")]
    operations = [
        migrations.CreateModel(
            "Applied",
            [
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.TextField()),
                ("version", models.TextField()),
                ("digest", models.TextField()),
                ("files", models.TextField()),
                ("applied_by", models.TextField()),
                ("applied_at", models.DateTimeField()),
            ],
            options={"db_table": "playbook_applied"},
        ),
        migrations.CreateModel(
            "RuleVersion",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.TextField()),
                ("first_day", models.DateField()),
                ("last_day", models.DateField(null=True)),
                ("value", models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ("at", models.TimeField(null=True)),
                ("says", models.JSONField()),
                ("source", models.TextField()),
                ("mark", models.TextField()),
                ("verified", models.BooleanField()),
                ("digest", models.TextField()),
            ],
            options={
                "db_table": "playbook_rule",
                "constraints": [models.UniqueConstraint(fields=("code", "first_day"), name="playbook_rule_once")],
            },
        ),
        migrations.RunSQL(
            "".join(
                f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {app_role()};"
                for table in ("playbook_applied", "playbook_rule")
            ),
            "",
        ),
        append_only("playbook_applied"),
    ]
