"""Ship one calendar: Monday to Friday, 08:30–16:30, Thai public holidays. The administrator edits it."""

import datetime as dt

from django.db import migrations


def ship(apps, schema_editor):
    Calendar = apps.get_model("core", "BusinessCalendar")
    Opening = apps.get_model("core", "OpeningPeriod")
    calendar, made = Calendar.objects.get_or_create(
        code="office",
        defaults={"name_th": "เวลาทำการสำนักงาน", "name_en": "Office hours", "is_default": True},
    )
    if made:
        Opening.objects.bulk_create(
            Opening(calendar=calendar, weekday=day, opens_at=dt.time(8, 30), closes_at=dt.time(16, 30))
            for day in range(5)
        )


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
