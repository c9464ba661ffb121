"""Decisions on targets only grow, and are taken only on segments of the result in use."""

from django.db import migrations

from foundation.core.append_only import AppendOnly

CREATE = """
CREATE FUNCTION segmentation_demand_in_use() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM segmentation_segment s JOIN segmentation_study t ON t.chosen_run_id = s.run_id
        WHERE s.id = NEW.segment_id AND t.state = 'adopted'
    ) THEN
        RAISE EXCEPTION 'segment % is not in use', NEW.segment_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$body$;
CREATE TRIGGER segmentation_target_in_use BEFORE INSERT ON segmentation_targetdecision
    FOR EACH ROW EXECUTE FUNCTION segmentation_demand_in_use();
"""
DROP = """
DROP TRIGGER segmentation_target_in_use ON segmentation_targetdecision;
DROP FUNCTION segmentation_demand_in_use();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0000_extensions"), ("segmentation", "0003_targets")]
    operations = [migrations.RunSQL(CREATE, DROP), AppendOnly("segmentation_targetdecision")]
