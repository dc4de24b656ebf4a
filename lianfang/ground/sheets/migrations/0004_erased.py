"""sheets · migration 4: what another system calls an erased person goes with the person's key."""

from django.db import migrations

_ERASED = """
CREATE FUNCTION sheets_source_erased() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM sheets_source s USING ledger_entry e WHERE e.id = s.entry AND e.person = NEW.person;
  RETURN NULL;
END $$;
CREATE TRIGGER sheets_source_erased AFTER UPDATE OF destroyed_at ON kernel_person_key FOR EACH ROW
WHEN (OLD.destroyed_at IS NULL AND NEW.destroyed_at IS NOT NULL) EXECUTE FUNCTION sheets_source_erased();
"""


class Migration(migrations.Migration):
    dependencies = [("sheets", "0003_source")]
    operations = [
        migrations.RunSQL(
            _ERASED,
            "DROP TRIGGER sheets_source_erased ON kernel_person_key; DROP FUNCTION sheets_source_erased();",
        )
    ]
