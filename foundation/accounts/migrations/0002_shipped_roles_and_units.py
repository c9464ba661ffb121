"""The roles and units that the product ships. Those already there keep the administrator's edits."""

from django.db import migrations

from foundation.accounts.roles import ship_roles
from foundation.accounts.units import ship_units


def ship(apps, schema_editor):
    ship_roles(apps.get_model("accounts", "Role"))
    ship_units(apps.get_model("accounts", "Unit"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
