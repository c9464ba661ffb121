"""Guards on what must never change, and the purposes and notices that the product ships."""

from django.db import migrations

from foundation.core.append_only import AppendOnly
from foundation.privacy.notices import ship_notices


def ship(apps, schema_editor):
    ship_notices(
        purpose_model=apps.get_model("privacy", "Purpose"),
        notice_model=apps.get_model("privacy", "Notice"),
        version_model=apps.get_model("privacy", "NoticeVersion"),
    )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial"), ("core", "0000_extensions")]
    operations = [
        migrations.RunPython(ship, migrations.RunPython.noop),
        AppendOnly("privacy_noticeversion"),
        AppendOnly("privacy_consent"),
        AppendOnly("privacy_accesslog"),
    ]
