"""The permission to enter measurements, for roles that were shipped before it."""

from django.db import migrations

from foundation.accounts.permissions import Permission
from foundation.accounts.roles import grant_shipped


def grant(apps, schema_editor):
    grant_shipped(apps.get_model("accounts", "Role"), frozenset({Permission.CHARTER_MEASURE}))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_permissions_of_every_room")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
