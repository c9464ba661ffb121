"""What a director has seen stays as it was."""

from django.db import migrations

from foundation.core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("core", "0000_extensions")]
    operations = [
        AppendOnly("reporting_snapshot"),
        AppendOnly("reporting_printedreport"),
        AppendOnly("reporting_reading"),
    ]
