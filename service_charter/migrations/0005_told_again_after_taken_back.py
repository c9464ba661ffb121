"""A result that was taken back may be told once more under its key; while it stands, the database refuses that."""

from django.db import migrations, models
from foundation.core.together import Together

GUARD = """
CREATE FUNCTION service_charter_guard_telling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM service_charter_measurement before
                   JOIN service_charter_measurement back ON back.cancels_id = before.id
                   WHERE before.source = NEW.source AND before.source_key = NEW.source_key
                     AND before.telling = NEW.telling - 1) THEN
        RAISE EXCEPTION 'what was told before still stands' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER service_charter_guard_telling BEFORE INSERT ON service_charter_measurement
    FOR EACH ROW WHEN (NEW.telling <> 1) EXECUTE FUNCTION service_charter_guard_telling();
"""

UNDO = """
DROP TRIGGER service_charter_guard_telling ON service_charter_measurement;
DROP FUNCTION service_charter_guard_telling();
"""


class Migration(migrations.Migration):
    dependencies = [("service_charter", "0004_measured_only_when_promised")]
    operations = [
        Together(
            migrations.RemoveConstraint(model_name="measurement", name="measurement_once"),
            migrations.AddField(
                model_name="measurement", name="telling", field=models.PositiveSmallIntegerField(db_default=1, default=1)
            ),
            migrations.AddConstraint(
                model_name="measurement",
                constraint=models.UniqueConstraint(fields=("source", "source_key", "telling"), name="measurement_once"),
            ),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
