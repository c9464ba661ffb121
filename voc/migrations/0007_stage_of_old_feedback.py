"""Feedback given at a touchpoint of one stage belongs to that stage; at one of several, nobody knows any more."""

from django.db import migrations

_ONLY = (
    "FROM (SELECT touchpoint_id, min(lifecyclestage_id) AS stage_id FROM customers_touchpoint_stages"
    " GROUP BY touchpoint_id HAVING count(*) = 1) only_one WHERE one.touchpoint_id = only_one.touchpoint_id"
)
_FILL = (
    f"UPDATE voc_feedback one SET stage_id = only_one.stage_id {_ONLY}",
    f"UPDATE voc_voice one SET stage_id = only_one.stage_id {_ONLY} AND one.feedback_id IS NOT NULL",
)


class Migration(migrations.Migration):
    dependencies = [("voc", "0006_stage_of_feedback")]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in _FILL]
