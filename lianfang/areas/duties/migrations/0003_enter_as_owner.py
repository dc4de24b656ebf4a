"""duties · migration 3: a recorder's turn is taken by the owner: the application's role calls no lock itself."""

from django.db import migrations

OWNED = (
    "ALTER FUNCTION duties_enter(boolean) SECURITY DEFINER; "
    "ALTER FUNCTION duties_enter(boolean) SET search_path = public, pg_catalog, pg_temp"
)


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_enter")]
    operations = [migrations.RunSQL(OWNED, "ALTER FUNCTION duties_enter(boolean) SECURITY INVOKER")]
