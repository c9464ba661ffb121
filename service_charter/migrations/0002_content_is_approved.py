"""The database refuses what the board has not approved.

A version becomes published only with a resolution of the board that approves the sha-256 of exactly these texts and
standards, computed here from the rows (service_charter/content.py builds the same form). Afterwards texts and
standards never change, whoever asks, but for the unit that owns a standard. The owner of the tables may empty them in tests (core/append_only.py).
"""

from django.db import migrations

from service_charter.content import STANDARD_FIELDS, TEXT_FIELDS

CANONICAL = """
CREATE FUNCTION service_charter_flat(row_data jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT '{' || string_agg(to_json(key)::text || ':' || value::text, ',' ORDER BY key COLLATE "C") || '}'
    FROM jsonb_each(row_data)
$$;

CREATE FUNCTION service_charter_canonical(charter bigint) RETURNS text LANGUAGE sql STABLE AS $$
    WITH promises AS (
        SELECT coalesce(string_agg(service_charter_flat(
            (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(s)) WHERE key = ANY (%(standard_fields)s))
            || jsonb_build_object('target_percent', to_char(s.target_percent, 'FM990.00'))
        ), ',' ORDER BY s.number), '') AS list
        FROM service_charter_standard s WHERE s.charter_id = charter
    ), texts AS (
        SELECT key, to_json(value)::text AS value
        FROM service_charter_charterversion c, jsonb_each_text(to_jsonb(c))
        WHERE c.id = charter AND key = ANY (%(text_fields)s)
        UNION ALL SELECT 'standards', '[' || list || ']' FROM promises
    )
    SELECT '{' || string_agg(to_json(key)::text || ':' || value, ',' ORDER BY key COLLATE "C") || '}' FROM texts
$$;

CREATE FUNCTION service_charter_hash(charter bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(service_charter_canonical(charter), 'UTF8')), 'hex')
$$;
""" % {
    "standard_fields": "ARRAY[" + ", ".join(f"'{field}'" for field in STANDARD_FIELDS) + "]",
    "text_fields": "ARRAY[" + ", ".join(f"'{field}'" for field in TEXT_FIELDS) + "]",
}

GUARDS = """
CREATE FUNCTION service_charter_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decision governance_resolution%%ROWTYPE;
    bound boolean := TG_OP <> 'INSERT' AND OLD.status IN ('published', 'superseded');
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF bound THEN
            RAISE EXCEPTION 'a published charter is never deleted' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF bound AND (
        (%(old_texts)s) IS DISTINCT FROM (%(new_texts)s)
        OR NEW.status NOT IN ('published', 'superseded')
        OR (OLD.status = 'superseded' AND (NEW.status, NEW.effective_until) IS DISTINCT FROM
                                          (OLD.status, OLD.effective_until))
        OR (OLD.number, OLD.public_id, OLD.content_hash, OLD.resolution_id, OLD.effective_on, OLD.published_at)
           IS DISTINCT FROM
           (NEW.number, NEW.public_id, NEW.content_hash, NEW.resolution_id, NEW.effective_on, NEW.published_at)
    ) THEN
        RAISE EXCEPTION 'a published charter never changes: make a new version' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status NOT IN ('published', 'superseded') OR bound THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        RAISE EXCEPTION 'a charter is not born published' USING ERRCODE = 'check_violation';
    END IF;
    IF (%(old_texts)s) IS DISTINCT FROM (%(new_texts)s) THEN
        RAISE EXCEPTION 'texts do not change in the act of publishing' USING ERRCODE = 'check_violation';
    END IF;
    SELECT * INTO decision FROM governance_resolution WHERE id = NEW.resolution_id;
    IF decision.id IS NULL
       OR decision.kind NOT IN ('approved', 'approved_with_remarks')
       OR decision.content_public_id <> NEW.public_id
       OR decision.content_hash <> service_charter_hash(NEW.id)
       OR decision.content_hash <> NEW.content_hash
       OR EXISTS (SELECT FROM governance_resolution later
                  WHERE later.content_hash = decision.content_hash AND later.id > decision.id
                    AND later.kind = 'returned')
    THEN
        RAISE EXCEPTION 'no resolution of the board approves exactly this charter' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION service_charter_guard_standard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owners bigint[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.charter_id] WHEN 'DELETE' THEN ARRAY[OLD.charter_id]
                       ELSE ARRAY[OLD.charter_id, NEW.charter_id] END;
    own text[] := ARRAY['owner_unit_id', 'version', 'updated_at'];
BEGIN
    -- The unit that owns a standard is our own affair and may change; nothing else may.
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - own = to_jsonb(NEW) - own THEN
        RETURN NEW;
    END IF;
    -- FOR SHARE waits for a publication in flight, so that no standard slips in beside it.
    PERFORM 1 FROM service_charter_charterversion WHERE id = ANY (owners) FOR SHARE;
    IF EXISTS (SELECT FROM service_charter_charterversion
               WHERE id = ANY (owners) AND status IN ('published', 'superseded')) THEN
        RAISE EXCEPTION 'a standard of a published charter never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER service_charter_guard BEFORE INSERT OR UPDATE OR DELETE ON service_charter_charterversion
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_version();
CREATE TRIGGER service_charter_guard BEFORE INSERT OR UPDATE OR DELETE ON service_charter_standard
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_standard();
CREATE TRIGGER service_charter_guard_table BEFORE TRUNCATE ON service_charter_charterversion
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER service_charter_guard_table BEFORE TRUNCATE ON service_charter_standard
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
""" % {
    "old_texts": ", ".join(f"OLD.{field}" for field in TEXT_FIELDS),
    "new_texts": ", ".join(f"NEW.{field}" for field in TEXT_FIELDS),
}

UNDO = """
DROP TRIGGER service_charter_guard_table ON service_charter_standard;
DROP TRIGGER service_charter_guard_table ON service_charter_charterversion;
DROP TRIGGER service_charter_guard ON service_charter_standard;
DROP TRIGGER service_charter_guard ON service_charter_charterversion;
DROP FUNCTION service_charter_guard_standard();
DROP FUNCTION service_charter_guard_version();
DROP FUNCTION service_charter_hash(bigint);
DROP FUNCTION service_charter_canonical(bigint);
DROP FUNCTION service_charter_flat(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("service_charter", "0001_initial"), ("governance", "0002_append_only"), ("core", "0000_extensions")]
    operations = [migrations.RunSQL(CANONICAL + GUARDS, UNDO)]
