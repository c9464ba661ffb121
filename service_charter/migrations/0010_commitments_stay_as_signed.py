"""What was handed down and what was signed never change; both are exactly what the charter in force says they are."""

from django.db import migrations

from foundation.core.append_only import AppendOnly

GUARDS = """
CREATE FUNCTION service_charter_guard_commitment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.content_hash <> encode(sha256(convert_to(NEW.content, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'the hash of a commitment is that of its content' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM service_charter_charterversion
                   WHERE id = NEW.charter_id AND status IN ('published', 'superseded')
                     AND content_hash = NEW.content::jsonb ->> 'charter_hash') THEN
        RAISE EXCEPTION 'only what the board has approved is handed down' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.holder <> NEW.kind || ':' || COALESCE(NEW.unit_id, NEW.person_id, NEW.partner_id) THEN
        RAISE EXCEPTION 'a commitment names its holder' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER service_charter_commitment_guard BEFORE INSERT ON service_charter_commitment
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_commitment();

CREATE FUNCTION service_charter_guard_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    handed service_charter_commitment%ROWTYPE;
BEGIN
    SELECT * INTO handed FROM service_charter_commitment WHERE id = NEW.commitment_id;
    IF handed.content_hash <> NEW.content_hash THEN
        RAISE EXCEPTION 'what is signed is exactly what was handed down' USING ERRCODE = 'check_violation';
    END IF;
    IF (handed.kind = 'partner') <> (NEW.link_id IS NOT NULL)
        OR handed.kind = 'staff' AND NEW.signed_by_id <> handed.person_id
        OR NEW.link_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM service_charter_commitmentlink
            WHERE id = NEW.link_id AND commitment_id = NEW.commitment_id AND replaced_at IS NULL AND expires_at > NEW.at)
    THEN
        RAISE EXCEPTION 'only the holder signs' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER service_charter_acceptance_guard BEFORE INSERT ON service_charter_acceptance
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_acceptance();
"""

UNGUARD = """
DROP TRIGGER service_charter_acceptance_guard ON service_charter_acceptance;
DROP TRIGGER service_charter_commitment_guard ON service_charter_commitment;
DROP FUNCTION service_charter_guard_acceptance();
DROP FUNCTION service_charter_guard_commitment();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0000_extensions"), ("service_charter", "0009_commitments")]
    operations = [
        migrations.RunSQL(GUARDS, UNGUARD),
        AppendOnly("service_charter_commitment"),
        AppendOnly("service_charter_acceptance"),
    ]
