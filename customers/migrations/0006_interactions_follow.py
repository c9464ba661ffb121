"""The timeline may change hands in one case: its customer is joined with another record, or taken apart from it."""

from typing import ClassVar

from django.db import migrations

TABLE = "customers_interaction"
FUNCTION = f"""
CREATE FUNCTION customers_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    owner oid := (SELECT relowner FROM pg_class WHERE oid = TG_RELID);
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'customer_id' = to_jsonb(OLD) - 'customer_id' AND EXISTS (
        SELECT 1 FROM customers_customermerge m WHERE m.undone_at IS NULL
        AND (m.merged_id, m.survivor_id) IN ((OLD.customer_id, NEW.customer_id), (NEW.customer_id, OLD.customer_id))
    ) THEN
        RETURN NEW;
    END IF;
    IF pg_has_role(current_user, owner, 'MEMBER') AND current_setting('trdcrm.rewrite', true) = 'on' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD WHEN 'UPDATE' THEN NEW END;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$guard$;
DROP TRIGGER {TABLE}_row_guard ON {TABLE};
CREATE TRIGGER {TABLE}_row_guard BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION customers_refuse_change();
"""
BACK = f"""
DROP TRIGGER {TABLE}_row_guard ON {TABLE};
CREATE TRIGGER {TABLE}_row_guard BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
DROP FUNCTION customers_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0005_merging")]
    operations: ClassVar = [migrations.RunSQL(FUNCTION, BACK)]
