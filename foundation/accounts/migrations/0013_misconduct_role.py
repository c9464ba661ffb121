"""The role of the confidential route for misconduct and corruption, where it was not shipped yet."""

from django.db import migrations

from foundation.accounts.roles import ship_roles


def ship(apps, schema_editor):
    ship_roles(apps.get_model("accounts", "Role"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_unit_heads")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
