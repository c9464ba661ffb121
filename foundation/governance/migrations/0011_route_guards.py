"""The database holds what an approval route promises.

Steps of a route stay once it is no draft; a decision stays as it was said and belongs to the route of its run; a run
passes only when every step was passed, by people who had no hand in the draft.
"""

from django.db import migrations

from foundation.core.append_only import AppendOnly

GUARDS = """
CREATE FUNCTION governance_guard_route_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM governance_approvalroute WHERE id = COALESCE(NEW.route_id, OLD.route_id) FOR SHARE) <> 'draft'
    THEN
        RAISE EXCEPTION 'the steps of a route change only in a draft' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END
$$;
CREATE TRIGGER governance_route_step_guard BEFORE INSERT OR UPDATE OR DELETE ON governance_routestep
    FOR EACH ROW EXECUTE FUNCTION governance_guard_route_step();

CREATE FUNCTION governance_guard_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'live' THEN
            RAISE EXCEPTION 'a document begins its way live' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'live'
       OR (OLD.route_id, OLD.content_public_id, OLD.content_hash, OLD.drafter_ids)
          IS DISTINCT FROM (NEW.route_id, NEW.content_public_id, NEW.content_hash, NEW.drafter_ids)
    THEN
        RAISE EXCEPTION 'what is on its way stays what it is' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'passed' AND EXISTS (
        SELECT FROM governance_routestep step WHERE step.route_id = NEW.route_id AND NOT EXISTS (
            SELECT FROM governance_rundecision said
            WHERE said.run_id = NEW.id AND said.step_id = step.id AND said.verdict = 'passed'))
    THEN
        RAISE EXCEPTION 'a step was not passed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER governance_run_guard BEFORE INSERT OR UPDATE ON governance_approvalrun
    FOR EACH ROW EXECUTE FUNCTION governance_guard_run();

CREATE FUNCTION governance_guard_run_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    run governance_approvalrun := (SELECT each FROM governance_approvalrun each WHERE id = NEW.run_id FOR SHARE);
BEGIN
    IF run.state <> 'live' OR NEW.decided_by_id = ANY (run.drafter_ids)
       OR run.route_id <> (SELECT route_id FROM governance_routestep WHERE id = NEW.step_id)
    THEN
        RAISE EXCEPTION 'this decision does not belong to the run' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER governance_run_decision_guard BEFORE INSERT ON governance_rundecision
    FOR EACH ROW EXECUTE FUNCTION governance_guard_run_decision();
"""

UNDO = """
DROP TRIGGER governance_run_decision_guard ON governance_rundecision;
DROP FUNCTION governance_guard_run_decision();
DROP TRIGGER governance_run_guard ON governance_approvalrun;
DROP FUNCTION governance_guard_run();
DROP TRIGGER governance_route_step_guard ON governance_routestep;
DROP FUNCTION governance_guard_route_step();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0010_approval_routes")]
    operations = [AppendOnly("governance_rundecision"), migrations.RunSQL(GUARDS, UNDO)]
