"""A published form stays as customers saw it; no clock runs from a promise that the board has not approved."""

from django.db import migrations

from foundation.core.append_only import AppendOnly

GUARDS = """
CREATE FUNCTION service_charter_guard_request_form() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published form is not changed: begin a new version' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER service_charter_request_form_guard BEFORE UPDATE OR DELETE ON service_charter_requestform
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_request_form();

CREATE FUNCTION service_charter_guard_request_field() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.form_id] WHEN 'DELETE' THEN ARRAY[OLD.form_id]
        ELSE ARRAY[OLD.form_id, NEW.form_id] END;
BEGIN
    IF EXISTS (SELECT 1 FROM service_charter_requestform
               WHERE id = ANY (touched) AND published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a published form is not changed: begin a new version' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER service_charter_request_field_guard BEFORE INSERT OR UPDATE OR DELETE ON service_charter_requestfield
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_request_field();

CREATE FUNCTION service_charter_guard_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.standard_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM service_charter_standard s JOIN service_charter_charterversion c ON c.id = s.charter_id
        WHERE s.id = NEW.standard_id AND c.status IN ('published', 'superseded')) THEN
        RAISE EXCEPTION 'no clock runs from a promise that the board has not approved'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM service_charter_requestform f
                   WHERE f.id = NEW.form_id AND f.kind_id = NEW.kind_id AND f.published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a request answers a published form of its kind' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER service_charter_request_guard BEFORE INSERT OR UPDATE OF standard_id, form_id, kind_id
    ON service_charter_servicerequest FOR EACH ROW EXECUTE FUNCTION service_charter_guard_request();
"""

UNGUARD = """
DROP TRIGGER service_charter_request_form_guard ON service_charter_requestform;
DROP TRIGGER service_charter_request_field_guard ON service_charter_requestfield;
DROP TRIGGER service_charter_request_guard ON service_charter_servicerequest;
DROP FUNCTION service_charter_guard_request_form();
DROP FUNCTION service_charter_guard_request_field();
DROP FUNCTION service_charter_guard_request();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0000_extensions"), ("service_charter", "0007_service_requests")]
    operations = [
        migrations.RunSQL(GUARDS, UNGUARD),
        AppendOnly("service_charter_requestmessage"),
        AppendOnly("service_charter_requeststep"),
    ]
