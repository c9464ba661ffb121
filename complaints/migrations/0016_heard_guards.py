"""Nobody investigates or decides a complaint about a head above him, and nothing is decided before a hearing."""

from django.db import migrations

APART = """
CREATE FUNCTION complaints_apart_from_head() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    asked bigint[] := ARRAY[]::bigint[];
BEGIN
    IF TG_OP = 'INSERT' OR NEW.investigator_id IS DISTINCT FROM OLD.investigator_id
       OR NEW.complained_about_id IS DISTINCT FROM OLD.complained_about_id THEN
        asked := asked || NEW.investigator_id;
    END IF;
    IF TG_OP = 'INSERT' OR NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id THEN
        asked := asked || NEW.decided_by_id;
    END IF;
    IF EXISTS (
        WITH RECURSIVE above AS (
            SELECT u.id, u.parent_id, u.head_id FROM accounts_unit u
              JOIN accounts_user p ON p.unit_id = u.id WHERE p.id = ANY(asked)
            UNION
            SELECT u.id, u.parent_id, u.head_id FROM accounts_unit u JOIN above a ON u.id = a.parent_id
        )
        SELECT 1 FROM above WHERE head_id = NEW.complained_about_id
    ) THEN
        RAISE EXCEPTION 'nobody investigates or decides a complaint about the own head'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$guard$;
CREATE TRIGGER complaints_apart_from_head BEFORE INSERT OR UPDATE ON complaints_complaint FOR EACH ROW
    WHEN (NEW.complained_about_id IS NOT NULL) EXECUTE FUNCTION complaints_apart_from_head();
"""
HEARD = """
CREATE FUNCTION complaints_demand_hearing() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    RAISE EXCEPTION 'nothing is decided before the person complained about was heard'
        USING ERRCODE = 'check_violation';
END
$guard$;
CREATE TRIGGER complaints_decided_heard BEFORE UPDATE ON complaints_complaint FOR EACH ROW
    WHEN (NEW.status = 'decided' AND OLD.status <> 'decided'
          AND NEW.complained_about_id IS NOT NULL AND NEW.heard_at IS NULL)
    EXECUTE FUNCTION complaints_demand_hearing();
"""
UNGUARD = """
DROP TRIGGER complaints_decided_heard ON complaints_complaint;
DROP FUNCTION complaints_demand_hearing();
DROP TRIGGER complaints_apart_from_head ON complaints_complaint;
DROP FUNCTION complaints_apart_from_head();
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0015_heard"), ("accounts", "0012_unit_heads")]
    operations = [migrations.RunSQL(APART + HEARD, UNGUARD)]
