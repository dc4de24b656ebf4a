"""access · migration 6: a code over each login and each token, with a key outside the database.

What stands here already is vouched for as it is: from this day on a change shows, an earlier one does not.
"""

from typing import Any

from django.db import migrations, models

from lianfang.ground.access import vouching
from lianfang.kernel import upgrades
from lianfang.kernel.sql_scope import app_role
from lianfang.kernel.words import w


def vouch(apps: Any, editor: Any) -> None:
    made = vouching.vouch_all(editor.connection)
    if made:
        said = w(
            "已为现有 {n} 个账号和设备令牌加盖校验码，自今日起一经改动即可查出",
            "{n} logins and tokens are vouched for as they stand; from this day on a change to them is found",
        )
        upgrades.note(said.fill(n=made))


class Migration(migrations.Migration):
    dependencies = [("access", "0005_fence")]

    operations = [
        migrations.CreateModel(
            name="Code",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "kind", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.TextField()),
                ("key", models.TextField()),
                ("mac", models.BinaryField()),
            ],
            options={"db_table": "access_code"},
        ),
        migrations.RunSQL(
            f"REVOKE UPDATE, DELETE, TRUNCATE ON access_code FROM {app_role()}; "
            f"GRANT UPDATE (mac) ON access_code TO {app_role()}",
            migrations.RunSQL.noop,
        ),
        migrations.RunPython(vouch, migrations.RunPython.noop),
    ]
