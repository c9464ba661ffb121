"""The database holds the life of an audit.

An audit begins planned, in a plan that is still a draft; it starts once the plan is approved, with an auditor of another
unit, and takes the steps in order. It closes when no major finding is open. A finding that needs mending closes when
an action was verified and none is unfinished. What was drawn as a sample stays as it was drawn.
"""

from django.db import migrations

from foundation.core.append_only import AppendOnly

GUARDS = """
CREATE FUNCTION governance_guard_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    plan_state text := (SELECT state FROM governance_auditplan WHERE id = NEW.plan_id FOR SHARE);
BEGIN
    IF NEW.state IN ('planned', 'under_way') AND NEW.unit_id =
        (SELECT unit_id FROM accounts_user WHERE id = NEW.auditor_id)
    THEN
        RAISE EXCEPTION 'nobody audits the own unit' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'planned' OR plan_state <> 'draft' THEN
            RAISE EXCEPTION 'an audit begins planned, in a plan that is a draft' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'closed' THEN
        RAISE EXCEPTION 'an audit that is closed never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.plan_id, OLD.number, OLD.public_id) IS DISTINCT FROM (NEW.plan_id, NEW.number, NEW.public_id)
       OR OLD.state <> 'planned' AND (OLD.title, OLD.subject, OLD.clause, OLD.unit_id, OLD.auditor_id, OLD.questions)
          IS DISTINCT FROM (NEW.title, NEW.subject, NEW.clause, NEW.unit_id, NEW.auditor_id, NEW.questions)
       OR OLD.state = 'reported' AND OLD.conclusion <> NEW.conclusion
    THEN
        RAISE EXCEPTION 'what an audit looks at stays once it has started' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> NEW.state THEN
        IF (OLD.state, NEW.state) NOT IN
            (('planned', 'under_way'), ('under_way', 'reported'), ('reported', 'closed'))
        THEN
            RAISE EXCEPTION 'no step leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state = 'under_way' AND plan_state <> 'approved' THEN
            RAISE EXCEPTION 'an audit starts once its plan is approved' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state = 'closed' AND EXISTS (
            SELECT FROM governance_auditfinding
            WHERE audit_id = NEW.id AND (grade = 'major' AND state <> 'closed' OR state = 'open'))
        THEN
            RAISE EXCEPTION 'a major finding is not closed' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER governance_audit_guard BEFORE INSERT OR UPDATE ON governance_audit
    FOR EACH ROW EXECUTE FUNCTION governance_guard_audit();

CREATE FUNCTION governance_guard_finding() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    audit_state text := (SELECT state FROM governance_audit WHERE id = NEW.audit_id FOR SHARE);
BEGIN
    IF audit_state <> 'under_way' AND (TG_OP = 'INSERT' OR
        (OLD.audit_id, OLD.number, OLD.grade, OLD.clause, OLD.text)
        IS DISTINCT FROM (NEW.audit_id, NEW.number, NEW.grade, NEW.clause, NEW.text))
    THEN
        RAISE EXCEPTION 'findings are written while the audit is under way' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> 'closed' AND NEW.state = 'closed' AND NEW.grade IN ('major', 'minor') AND NOT (
        EXISTS (SELECT FROM governance_correctiveaction
            WHERE source_kind = 'governance.finding' AND source_public_id = NEW.public_id AND state = 'verified')
        AND NOT EXISTS (SELECT FROM governance_correctiveaction
            WHERE source_kind = 'governance.finding' AND source_public_id = NEW.public_id AND state <> 'verified'))
    THEN
        RAISE EXCEPTION 'a finding closes once its actions are verified' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER governance_finding_guard BEFORE INSERT OR UPDATE ON governance_auditfinding
    FOR EACH ROW EXECUTE FUNCTION governance_guard_finding();
"""

UNDO = """
DROP TRIGGER governance_finding_guard ON governance_auditfinding;
DROP FUNCTION governance_guard_finding();
DROP TRIGGER governance_audit_guard ON governance_audit;
DROP FUNCTION governance_guard_audit();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0008_audits")]
    operations = [
        AppendOnly("governance_auditsample"),
        AppendOnly("governance_sampleitem"),
        migrations.RunSQL(GUARDS, UNDO),
    ]
