"""Results and memberships only grow."""

from django.db import migrations

from foundation.core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0000_extensions"), ("segmentation", "0001_initial")]
    operations = [AppendOnly("segmentation_run"), AppendOnly("segmentation_membership")]
