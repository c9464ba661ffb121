"""The permissions about training records and recognition, for roles that were shipped before them."""

from django.db import migrations

from foundation.accounts.permissions import Permission
from foundation.accounts.roles import grant_shipped

NEW = frozenset({Permission.TRAINING_EDIT, Permission.RECOGNISE})


def grant(apps, schema_editor):
    grant_shipped(apps.get_model("accounts", "Role"), NEW)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_permissions_of_audits")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
