"""Those of the confidential route keep corrective actions and risks on its cases; nobody else reads them."""

from django.db import migrations

from foundation.accounts.permissions import Permission
from foundation.accounts.roles import grant_shipped

KEEPS = frozenset({Permission.RISK_VIEW, Permission.RISK_EDIT})


def grant(apps, schema_editor):
    grant_shipped(apps.get_model("accounts", "Role"), KEEPS, to=("misconduct-officer",))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_misconduct_role")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
