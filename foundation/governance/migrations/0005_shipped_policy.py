"""The policy's name, a duty or two for every clause, and the bands of risk."""

from django.db import migrations

from foundation.governance.shipped import ship


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_policy_is_approved")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
