"""The timeline only grows."""

from django.db import migrations

from foundation.core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0000_extensions"), ("customers", "0001_initial")]
    operations = [AppendOnly("customers_interaction")]
