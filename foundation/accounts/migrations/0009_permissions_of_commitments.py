"""The permissions about commitments, for roles that were shipped before them."""

from django.db import migrations

from foundation.accounts.permissions import Permission
from foundation.accounts.roles import grant_shipped

NEW = frozenset({Permission.CHARTER_CASCADE, Permission.CHARTER_COMMIT})


def grant(apps, schema_editor):
    grant_shipped(apps.get_model("accounts", "Role"), NEW)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_permissions_of_requests")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
