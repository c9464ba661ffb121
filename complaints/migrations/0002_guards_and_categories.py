"""Tables that only grow, and the subjects the product ships."""

from django.db import migrations

from complaints.categories import ship_categories
from foundation.core.append_only import AppendOnly


def ship(apps, schema_editor):
    ship_categories(apps.get_model("complaints", "Category"), apps.get_model("accounts", "Unit"))


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0000_extensions"),
        ("accounts", "0002_shipped_roles_and_units"),
        ("complaints", "0001_initial"),
    ]
    operations = [
        AppendOnly("complaints_transition"),
        AppendOnly("complaints_message"),
        AppendOnly("complaints_note"),
        AppendOnly("complaints_duechange"),
        AppendOnly("complaints_recourse"),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
