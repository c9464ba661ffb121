"""Labels of people only grow; the topics the product ships."""

from django.db import migrations

from foundation.core.append_only import AppendOnly
from voc.topics import ship_topics


def ship(apps, schema_editor):
    ship_topics(apps.get_model("voc", "Topic"))


class Migration(migrations.Migration):
    dependencies = [("core", "0000_extensions"), ("voc", "0001_listening")]
    operations = [AppendOnly("voc_label"), migrations.RunPython(ship, migrations.RunPython.noop)]
