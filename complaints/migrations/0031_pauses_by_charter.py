"""A pause begins only for what every promise that still runs allows (complaints/pausing.py)."""

from django.db import migrations

GUARD = """
CREATE FUNCTION complaints_pause_by_charter() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    promises integer;
    forbidding integer;
BEGIN
    SELECT count(*), count(*) FILTER (
        WHERE NOT NEW.kind = ANY (CASE WHEN cardinality(s.pauses) = 0 THEN ARRAY['complainant'] ELSE s.pauses END)
    ) INTO promises, forbidding
      FROM complaints_complaint c JOIN service_charter_standard s
        ON (s.id = c.acknowledge_standard_id AND c.acknowledged_at IS NULL)
        OR (s.id = c.reply_standard_id AND c.first_replied_at IS NULL)
        OR (s.id = c.resolve_standard_id AND c.resolved_at IS NULL)
     WHERE c.id = NEW.complaint_id;
    IF forbidding > 0 OR (promises = 0 AND NEW.kind <> 'complainant') THEN
        RAISE EXCEPTION 'the charter does not let this clock wait for that' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$guard$;
CREATE TRIGGER complaints_pause_allowed BEFORE INSERT ON complaints_pause FOR EACH ROW
    EXECUTE FUNCTION complaints_pause_by_charter();
"""
UNGUARD = """
DROP TRIGGER complaints_pause_allowed ON complaints_pause;
DROP FUNCTION complaints_pause_by_charter();
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0030_related"), ("service_charter", "0029_pauses_are_approved")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
