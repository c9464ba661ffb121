"""The database refuses what the board has not approved.

A plan or a definition is born a draft, moves only along its lifecycle, and becomes approved only with a resolution that
approves the hash it bears. Once it is no longer a draft neither its texts nor its parts change, whoever asks, but for
the person who owns an initiative.
"""

from django.db import migrations

TEXTS = ("strategy_plan", "strategy_definition")
PARTS = ("strategy_goal", "strategy_line", "strategy_indicator", "strategy_initiative")

FUNCTIONS = """
CREATE FUNCTION strategy_guard_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decision governance_resolution%ROWTYPE;
    moving text[] := ARRAY['status', 'resolution_id', 'effective_on', 'effective_until', 'version', 'updated_at'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.status <> 'draft' THEN
            RAISE EXCEPTION 'what was laid before the board is not deleted' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'draft' THEN
            RAISE EXCEPTION 'it is born a draft' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status <> 'draft' AND to_jsonb(OLD) - moving IS DISTINCT FROM to_jsonb(NEW) - moving THEN
        RAISE EXCEPTION 'only a draft changes' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status = NEW.status THEN
        IF OLD.status <> 'draft' AND (OLD.resolution_id, OLD.effective_on, OLD.effective_until)
           IS DISTINCT FROM (NEW.resolution_id, NEW.effective_on, NEW.effective_until) THEN
            RAISE EXCEPTION 'what was decided stays' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.status || '>' || NEW.status) NOT IN ('draft>proposed', 'proposed>approved', 'proposed>draft',
                                                 'approved>draft', 'approved>in_force', 'in_force>superseded') THEN
        RAISE EXCEPTION 'there is no such step' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status IN ('approved', 'in_force') THEN
        SELECT * INTO decision FROM governance_resolution WHERE id = NEW.resolution_id;
        IF decision.id IS NULL
           OR decision.kind NOT IN ('approved', 'approved_with_remarks')
           OR decision.content_public_id <> NEW.public_id
           OR decision.content_hash <> NEW.content_hash
           OR EXISTS (SELECT FROM governance_resolution later
                      WHERE later.content_public_id = decision.content_public_id AND later.id > decision.id
                        AND later.content_hash = decision.content_hash AND later.kind = 'returned')
        THEN
            RAISE EXCEPTION 'no resolution of the board approves exactly this' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION strategy_guard_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owners bigint[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.plan_id] WHEN 'DELETE' THEN ARRAY[OLD.plan_id]
                       ELSE ARRAY[OLD.plan_id, NEW.plan_id] END;
    moving text[] := ARRAY['owner_id', 'version', 'updated_at'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - moving = to_jsonb(NEW) - moving THEN
        RETURN NEW;
    END IF;
    -- FOR SHARE waits for a proposal in flight, so that no part slips in beside it.
    PERFORM 1 FROM strategy_plan WHERE id = ANY (owners) FOR SHARE;
    IF EXISTS (SELECT FROM strategy_plan WHERE id = ANY (owners) AND status <> 'draft') THEN
        RAISE EXCEPTION 'only a draft changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION strategy_guard_target() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owners bigint[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.indicator_id] WHEN 'DELETE' THEN ARRAY[OLD.indicator_id]
                       ELSE ARRAY[OLD.indicator_id, NEW.indicator_id] END;
BEGIN
    IF EXISTS (SELECT FROM strategy_plan p JOIN strategy_indicator i ON i.plan_id = p.id
               WHERE i.id = ANY (owners) AND p.status <> 'draft') THEN
        RAISE EXCEPTION 'only a draft changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
"""

GUARDED = (
    *((table, "strategy_guard_text") for table in TEXTS),
    *((table, "strategy_guard_part") for table in PARTS),
    ("strategy_target", "strategy_guard_target"),
)
TRIGGERS = "".join(
    f"""
CREATE TRIGGER strategy_guard BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {function}();
CREATE TRIGGER strategy_guard_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""
    for table, function in GUARDED
)
UNDO = (
    "".join(
        f"DROP TRIGGER strategy_guard_table ON {table}; DROP TRIGGER strategy_guard ON {table};" for table, _ in GUARDED
    )
    + "DROP FUNCTION strategy_guard_target(); DROP FUNCTION strategy_guard_part(); DROP FUNCTION strategy_guard_text();"
)


class Migration(migrations.Migration):
    dependencies = [("strategy", "0001_initial"), ("governance", "0002_append_only"), ("core", "0000_extensions")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO)]
