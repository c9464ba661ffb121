"""The function behind every append-only table."""

from django.db import migrations

from foundation.core.append_only import GUARD, GUARD_SQL


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(GUARD_SQL, f"DROP FUNCTION IF EXISTS {GUARD}()")]
