"""The permissions of audits, for roles that were shipped before them."""

from django.db import migrations

from foundation.accounts.permissions import Permission
from foundation.accounts.roles import grant_shipped

OF_AUDITS = frozenset(
    {Permission.AUDIT_VIEW, Permission.AUDIT_PLAN, Permission.AUDIT_APPROVE, Permission.AUDIT_CONDUCT}
)


def grant(apps, schema_editor):
    grant_shipped(apps.get_model("accounts", "Role"), OF_AUDITS)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_permissions_of_commitments")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
