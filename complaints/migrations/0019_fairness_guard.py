"""Whoever had a part in a case does not go through its checklist."""

from django.db import migrations

APART = """
CREATE FUNCTION complaints_reviewer_apart() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF EXISTS (SELECT 1 FROM complaints_transition WHERE complaint_id = NEW.complaint_id AND by_id = NEW.reviewer_id)
       OR EXISTS (SELECT 1 FROM complaints_complaint WHERE id = NEW.complaint_id AND NEW.reviewer_id IN
                  (handler_id, investigator_id, decided_by_id, assessed_by_id, received_by_id, complained_about_id))
    THEN
        RAISE EXCEPTION 'the reviewer had a part in this case' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$guard$;
CREATE TRIGGER complaints_fairness_apart BEFORE INSERT OR UPDATE OF reviewer_id ON complaints_fairnessreview
    FOR EACH ROW WHEN (NEW.reviewer_id IS NOT NULL) EXECUTE FUNCTION complaints_reviewer_apart();
"""
UNGUARD = """
DROP TRIGGER complaints_fairness_apart ON complaints_fairnessreview;
DROP FUNCTION complaints_reviewer_apart();
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0018_fairness")]
    operations = [migrations.RunSQL(APART, UNGUARD)]
