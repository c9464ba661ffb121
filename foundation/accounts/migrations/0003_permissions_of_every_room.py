"""The permissions of the rooms that came after the spine, for roles that were shipped before them."""

from django.db import migrations

from foundation.accounts.permissions import Permission
from foundation.accounts.roles import grant_shipped

ROOMS = ("policy.", "knowledge.", "products.", "relationships.", "voc.", "strategy.")
SINGLE = (
    "customers.touchpoints",
    "governance.answer",
    "governance.risk_view",
    "governance.risk_edit",
    "segmentation.plan",
    "segmentation.market",
)


def grant(apps, schema_editor):
    new = frozenset(each for each in Permission if each.value.startswith(ROOMS) or each.value in SINGLE)
    grant_shipped(apps.get_model("accounts", "Role"), new)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_shipped_roles_and_units")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
