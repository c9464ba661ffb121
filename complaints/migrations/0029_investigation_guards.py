"""A serious complaint is not decided before its plan and evidence are as deep as its severity asks (complaints/depth.py).

Where it is handled as one with others, those of the leading case count.
"""

from django.db import migrations

GROUNDS = """
CREATE FUNCTION complaints_has_grounds(asked bigint, need integer) RETURNS boolean LANGUAGE sql STABLE AS $body$
    SELECT (SELECT count(*) FROM complaints_planitem
             WHERE complaint_id = asked AND kind = 'question' AND done_at IS NOT NULL) >= need
       AND (SELECT count(*) FROM complaints_planitem
             WHERE complaint_id = asked AND kind = 'step' AND done_at IS NOT NULL) >= need
       AND (SELECT count(*) FROM complaints_evidence e
             WHERE e.complaint_id = asked
               AND NOT EXISTS (SELECT 1 FROM complaints_evidencewithdrawal w WHERE w.evidence_id = e.id)) >= need
$body$;
CREATE FUNCTION complaints_demand_grounds() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    need integer := NEW.severity - 2;
BEGIN
    IF complaints_has_grounds(NEW.id, need) OR EXISTS (
        SELECT 1 FROM complaints_mattermember m JOIN complaints_matter t ON t.id = m.matter_id
         WHERE m.complaint_id = NEW.id AND m.left_at IS NULL AND complaints_has_grounds(t.lead_id, need)
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a serious complaint is decided only with a plan and evidence'
        USING ERRCODE = 'check_violation';
END
$guard$;
CREATE TRIGGER complaints_decided_grounded BEFORE UPDATE ON complaints_complaint FOR EACH ROW
    WHEN (NEW.status = 'decided' AND OLD.status <> 'decided' AND NEW.severity > 2)
    EXECUTE FUNCTION complaints_demand_grounds();
"""
UNGUARD = """
DROP TRIGGER complaints_decided_grounded ON complaints_complaint;
DROP FUNCTION complaints_demand_grounds();
DROP FUNCTION complaints_has_grounds(bigint, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0028_investigation")]
    operations = [migrations.RunSQL(GROUNDS, UNGUARD)]
