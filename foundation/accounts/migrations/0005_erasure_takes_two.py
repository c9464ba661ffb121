"""The permission to approve an erasure, for roles that were shipped before it."""

from django.db import migrations

from foundation.accounts.permissions import Permission
from foundation.accounts.roles import grant_shipped


def grant(apps, schema_editor):
    grant_shipped(apps.get_model("accounts", "Role"), frozenset({Permission.PRIVACY_APPROVE}))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_measuring_permission")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
