"""What was decided about a team never changes."""

from django.db import migrations

from foundation.core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0000_extensions"), ("service_charter", "0023_recognition")]
    operations = [AppendOnly("service_charter_recognition")]
