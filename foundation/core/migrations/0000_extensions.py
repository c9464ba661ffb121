"""What tables stand on: PostgreSQL extensions (trigrams for Thai substrings, GiST over scalars for exclusion
constraints) and the function behind every append-only table."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

from foundation.core.append_only import GUARD, GUARD_SQL


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(GUARD_SQL, f"DROP FUNCTION IF EXISTS {GUARD}()"),
    ]
