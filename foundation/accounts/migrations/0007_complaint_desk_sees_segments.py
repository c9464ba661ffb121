"""Those who work off complaints cut their queue by segment; roles that were shipped without it get the permission."""

from django.db import migrations

from foundation.accounts.permissions import Permission
from foundation.accounts.roles import grant_shipped

DESK = ("complaint-officer", "complaint-manager")


def grant(apps, schema_editor):
    grant_shipped(apps.get_model("accounts", "Role"), frozenset({Permission.SEGMENT_VIEW}), to=DESK)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_charter_review_permission")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
