"""The permissions about service requests, for roles that were shipped before them."""

from django.db import migrations

from foundation.accounts.permissions import Permission
from foundation.accounts.roles import grant_shipped

NEW = frozenset(
    {
        Permission.REQUEST_VIEW,
        Permission.REQUEST_VIEW_ALL,
        Permission.REQUEST_HANDLE,
        Permission.REQUEST_DESIGN,
    }
)


def grant(apps, schema_editor):
    grant_shipped(apps.get_model("accounts", "Role"), NEW)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_complaint_desk_sees_segments")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
