"""The permission to review drafts of the charter, for roles that were shipped before it."""

from django.db import migrations

from foundation.accounts.permissions import Permission
from foundation.accounts.roles import grant_shipped


def grant(apps, schema_editor):
    grant_shipped(apps.get_model("accounts", "Role"), frozenset({Permission.CHARTER_REVIEW}))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_erasure_takes_two")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
