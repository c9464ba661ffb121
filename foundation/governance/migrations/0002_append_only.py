"""Meetings, proposals, withdrawals and resolutions only grow."""

from django.db import migrations

from foundation.core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial"), ("core", "0000_extensions")]
    operations = [
        AppendOnly("governance_boardmeeting"),
        AppendOnly("governance_proposal"),
        AppendOnly("governance_withdrawal"),
        AppendOnly("governance_resolution"),
    ]
