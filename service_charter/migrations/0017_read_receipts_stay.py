"""A receipt names exactly the published text and never changes."""

from django.db import migrations

from foundation.core.append_only import AppendOnly

GUARD = """
CREATE FUNCTION service_charter_guard_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM service_charter_charterversion
                   WHERE id = NEW.charter_id AND status = 'published' AND content_hash = NEW.content_hash
                     AND published_at <= NEW.at) THEN
        RAISE EXCEPTION 'what is confirmed is exactly what was published' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER service_charter_receipt_guard BEFORE INSERT ON service_charter_readreceipt
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_receipt();
"""

UNGUARD = """
DROP TRIGGER service_charter_receipt_guard ON service_charter_readreceipt;
DROP FUNCTION service_charter_guard_receipt();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0000_extensions"), ("service_charter", "0016_charter_is_read")]
    operations = [migrations.RunSQL(GUARD, UNGUARD), AppendOnly("service_charter_readreceipt")]
