"""What a partner reported stays as it was told."""

from django.db import migrations

from foundation.core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0000_extensions"), ("service_charter", "0013_partners_report")]
    operations = [AppendOnly("service_charter_partnerreport")]
