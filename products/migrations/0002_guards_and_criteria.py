"""What the database itself guards, and the rows the product ships."""

from django.db import migrations

from foundation.core.append_only import AppendOnly
from products.criteria import ship_criteria
from products.notices import ship_notice

# Targets stand still once the gate after the business case has let development begin; nobody thaws them.
FROZEN_TARGETS = """
CREATE FUNCTION products_targets_frozen() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    project bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.project_id ELSE NEW.project_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM products_project WHERE id = project AND targets_frozen_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the targets of project % are frozen', project USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$guard$;
CREATE TRIGGER products_target_guard BEFORE INSERT OR UPDATE OR DELETE ON products_target
    FOR EACH ROW EXECUTE FUNCTION products_targets_frozen();
CREATE FUNCTION products_no_thaw() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    RAISE EXCEPTION 'the targets of project % stay frozen', OLD.id USING ERRCODE = 'check_violation';
END
$guard$;
CREATE TRIGGER products_project_guard BEFORE UPDATE ON products_project FOR EACH ROW
    WHEN (OLD.targets_frozen_at IS NOT NULL AND NEW.targets_frozen_at IS DISTINCT FROM OLD.targets_frozen_at)
    EXECUTE FUNCTION products_no_thaw();
"""
THAW = """
DROP TRIGGER products_target_guard ON products_target;
DROP FUNCTION products_targets_frozen();
DROP TRIGGER products_project_guard ON products_project;
DROP FUNCTION products_no_thaw();
"""
# Votes change only while their meeting is open.
CLOSED_VOTES = """
CREATE FUNCTION products_votes_closed() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    meeting bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.meeting_id ELSE NEW.meeting_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM products_meeting WHERE id = meeting AND status <> 'open') THEN
        RAISE EXCEPTION 'gate meeting % is over', meeting USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$guard$;
CREATE TRIGGER products_vote_guard BEFORE INSERT OR UPDATE OR DELETE ON products_vote
    FOR EACH ROW EXECUTE FUNCTION products_votes_closed();
"""
OPEN_VOTES = "DROP TRIGGER products_vote_guard ON products_vote; DROP FUNCTION products_votes_closed();"


def ship(apps, schema_editor):
    ship_criteria(apps.get_model("products", "Criterion"))
    ship_notice(
        purpose_model=apps.get_model("privacy", "Purpose"),
        notice_model=apps.get_model("privacy", "Notice"),
        version_model=apps.get_model("privacy", "NoticeVersion"),
    )


class Migration(migrations.Migration):
    dependencies = [("products", "0001_initial"), ("privacy", "0002_append_only_and_notices")]
    operations = [
        migrations.RunPython(ship, migrations.RunPython.noop),
        AppendOnly("products_actual"),
        AppendOnly("products_meetingcriterion"),
        migrations.RunSQL(FROZEN_TARGETS, THAW),
        migrations.RunSQL(CLOSED_VOTES, OPEN_VOTES),
    ]
