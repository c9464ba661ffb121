"""Guards of the end of a case, and the rules that the product ships: an administrator changes them afterwards."""

from django.db import migrations

from foundation.core.append_only import AppendOnly

PROVED = """
CREATE FUNCTION complaints_demand_proof() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    RAISE EXCEPTION 'a case is carried out only with proof' USING ERRCODE = 'check_violation';
END
$guard$;
CREATE TRIGGER complaints_carried_out_proved BEFORE UPDATE ON complaints_complaint FOR EACH ROW
    WHEN (NEW.status = 'carried_out' AND OLD.status <> 'carried_out' AND NEW.proved_at IS NULL)
    EXECUTE FUNCTION complaints_demand_proof();
"""
APART = """
CREATE FUNCTION complaints_inspector_apart() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF EXISTS (SELECT 1 FROM complaints_transition WHERE complaint_id = NEW.complaint_id AND by_id = NEW.inspector_id)
       OR EXISTS (SELECT 1 FROM complaints_complaint WHERE id = NEW.complaint_id AND NEW.inspector_id IN
                  (handler_id, investigator_id, decided_by_id, assessed_by_id, complained_about_id))
    THEN
        RAISE EXCEPTION 'the inspector had a part in this case' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$guard$;
CREATE TRIGGER complaints_inspection_apart BEFORE INSERT OR UPDATE OF inspector_id ON complaints_inspection
    FOR EACH ROW WHEN (NEW.inspector_id IS NOT NULL) EXECUTE FUNCTION complaints_inspector_apart();
"""
UNGUARD = """
DROP TRIGGER complaints_inspection_apart ON complaints_inspection;
DROP FUNCTION complaints_inspector_apart();
DROP TRIGGER complaints_carried_out_proved ON complaints_complaint;
DROP FUNCTION complaints_demand_proof();
"""
# From critical severity on a second person looks at the decision before it is sent, and at the closing. A manager has
# decided, so the decision goes before an executive.
APPROVALS = (
    ("communicate", "executive", 4, True),
    ("close", "complaint-manager", 4, True),
    ("message", "complaint-manager", 4, False),
)
LADDER = ((3, 1, "complaint-manager"), (1, 3, "executive"), (0, 4, "executive"))


def ship(apps, schema_editor):
    roles = {role.key: role for role in apps.get_model("accounts", "Role").objects.all()}
    apps.get_model("complaints", "ClosingPolicy").objects.get_or_create(is_only=True)
    for step, key, severity, is_active in APPROVALS:
        if key in roles:
            apps.get_model("complaints", "ApprovalRule").objects.get_or_create(
                step=step, defaults={"severity_from": severity, "role": roles[key], "is_active": is_active}
            )
    for days, severity, key in LADDER:
        if key in roles:
            apps.get_model("complaints", "EscalationRule").objects.get_or_create(
                days_late=days, severity_from=severity, role=roles[key]
            )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0008_closing_rules")]
    operations = [
        AppendOnly("complaints_carryoutproof"),
        AppendOnly("complaints_escalation"),
        AppendOnly("complaints_inspectionround"),
        migrations.RunSQL(PROVED + APART, UNGUARD),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
