"""What the cockpit said on a day, and who noted a deadline as kept, stay as they were; the deadlines the policy names."""

import datetime as dt
from typing import Any

from django.db import migrations
from django.utils import timezone

from foundation.core.append_only import AppendOnly

# key, clause, titles, cadence, days, how they count, days of notice, found done by, role of the owner
DEADLINES = (
    (
        "board-report",
        "report",
        "รายงานผลการดำเนินงานด้านลูกค้าและตลาดต่อคณะกรรมการ",
        "Report on customers and market to the board",
        *("quarterly", 45, "calendar", 14, "board_report", "strategist"),
    ),
    (
        "voc-report",
        "3.3",
        "รายงานเสียงของลูกค้ารายไตรมาส",
        "Quarterly report on the voice of the customer",
        *("quarterly", 20, "working", 10, "voc_report", "voc-analyst"),
    ),
    (
        "annual-plan",
        "1.2",
        "เสนอแผนปฏิบัติการประจำปีให้คณะกรรมการเห็นชอบก่อนเริ่มปีงบประมาณ",
        "Annual action plan approved by the board before the fiscal year begins",
        *("yearly", -1, "calendar", 60, "annual_plan", "strategist"),
    ),
    (
        "policy-review",
        "review",
        "ทบทวนนโยบายด้านลูกค้าและตลาดประจำปี",
        "Annual review of the customer and market policy",
        *("yearly", 91, "calendar", 60, "policy_review", "policy-administrator"),
    ),
)


def add_deadlines(apps: Any, schema_editor: Any) -> None:
    deadline, role = apps.get_model("reporting", "Deadline"), apps.get_model("accounts", "Role")
    today = timezone.localdate(dt.datetime.now(dt.UTC))
    for key, clause, th, en, cadence, days, count, lead, check, owner in DEADLINES:
        facts = {
            "clause": clause,
            "title_th": th,
            "title_en": en,
            "cadence": cadence,
            "days": days,
            "day_count": count,
            "lead_days": lead,
            "check_key": check,
            "owner_role": role.objects.filter(key=owner).first(),
            "starts_on": today,
        }
        deadline.objects.get_or_create(key=key, defaults=facts)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_cockpit"), ("accounts", "0003_permissions_of_every_room"), ("core", "0000_extensions")]
    operations = [
        AppendOnly("reporting_clauseverdict"),
        AppendOnly("reporting_deadlinenote"),
        migrations.RunPython(add_deadlines, migrations.RunPython.noop),
    ]
