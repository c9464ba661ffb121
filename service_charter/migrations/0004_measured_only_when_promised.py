"""What the database holds of promises that say more, and of their measurement.

The canonical form takes in what standards say since 0003, each only where it says something. A measurement is taken
of a promise that is or was published, from its first day on, and never changed; one that cancels another turns its
counts round. Every statement that adds to the ledger adds to the sums of the days.
"""

from django.conf import settings
from django.db import migrations

from foundation.core.append_only import AppendOnly
from service_charter.content import LATER_FIELDS, STANDARD_FIELDS, TEXT_FIELDS

LIST_FIELDS = ("evidence", "touchpoints", "channels")  # of that day; 0029 knows one more


def _array(fields: tuple[str, ...]) -> str:
    return "ARRAY[" + ", ".join(f"'{field}'" for field in fields) + "]"


CANONICAL = """
CREATE OR REPLACE FUNCTION service_charter_canonical(charter bigint) RETURNS text LANGUAGE sql STABLE AS $$
    WITH promises AS (
        SELECT coalesce(string_agg(service_charter_flat(
            (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(s))
             WHERE key = ANY (%(standard_fields)s) OR (key = ANY (%(later_fields)s) AND value <> '""'::jsonb))
            || %(lists)s
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
""" % {
    "standard_fields": _array(STANDARD_FIELDS),
    "later_fields": _array(LATER_FIELDS),
    "text_fields": _array(TEXT_FIELDS),
    "lists": " || ".join(
        f"CASE WHEN cardinality(s.{field}) > 0 THEN jsonb_build_object('{field}', array_to_string(s.{field}, ','))"
        " ELSE '{}'::jsonb END"
        for field in LIST_FIELDS
    ),
}

GUARD = f"""
CREATE FUNCTION service_charter_guard_measurement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first_day date;
    wrong service_charter_measurement%ROWTYPE;
BEGIN
    SELECT c.effective_on INTO first_day
    FROM service_charter_standard s JOIN service_charter_charterversion c ON c.id = s.charter_id
    WHERE s.id = NEW.standard_id AND c.status IN ('published', 'superseded');
    IF first_day IS NULL THEN
        RAISE EXCEPTION 'nothing is measured by a promise that the board has not approved'
            USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.occurred_at AT TIME ZONE '{settings.TIME_ZONE}')::date < first_day THEN
        RAISE EXCEPTION 'nothing is measured before a promise binds' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.cancels_id IS NOT NULL THEN
        SELECT * INTO wrong FROM service_charter_measurement WHERE id = NEW.cancels_id;
        IF wrong.cancels_id IS NOT NULL OR
           (wrong.standard_id, wrong.source, wrong.unit_id, wrong.touchpoint_id, wrong.partner_id, wrong.case_kind,
            wrong.occurred_at, -wrong.n, -wrong.kept) IS DISTINCT FROM
           (NEW.standard_id, NEW.source, NEW.unit_id, NEW.touchpoint_id, NEW.partner_id, NEW.case_kind,
            NEW.occurred_at, NEW.n, NEW.kept) THEN
            RAISE EXCEPTION 'what cancels a measurement turns exactly that one round' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER service_charter_guard BEFORE INSERT ON service_charter_measurement
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_measurement();
"""

# The order of the rows is the same for everybody, so that two writers never wait for each other in a ring.
SUMS = f"""
CREATE FUNCTION service_charter_cuts(unit bigint, touchpoint bigint, partner bigint, source text, case_kind text)
    RETURNS TABLE (facet text, key text) LANGUAGE sql IMMUTABLE AS $$
    SELECT cut.facet, cut.key
    FROM (VALUES ('all', ''), ('unit', unit::text), ('touchpoint', touchpoint::text), ('partner', partner::text),
                 ('source', source), ('case', nullif(case_kind, ''))) AS cut (facet, key)
    WHERE cut.key IS NOT NULL
$$;

CREATE FUNCTION service_charter_sum_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO service_charter_daysum AS so_far (standard_id, day, facet, key, n, kept)
    SELECT m.standard_id, (m.occurred_at AT TIME ZONE '{settings.TIME_ZONE}')::date AS day, cut.facet, cut.key,
           sum(m.n), sum(m.kept)
    FROM fresh m, LATERAL service_charter_cuts(m.unit_id, m.touchpoint_id, m.partner_id, m.source, m.case_kind) cut
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (facet, standard_id, day, key)
    DO UPDATE SET n = so_far.n + excluded.n, kept = so_far.kept + excluded.kept;
    RETURN NULL;
END
$$;

CREATE TRIGGER service_charter_sums AFTER INSERT ON service_charter_measurement
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION service_charter_sum_up();
"""

UNDO = """
DROP TRIGGER service_charter_sums ON service_charter_measurement;
DROP FUNCTION service_charter_sum_up();
DROP FUNCTION service_charter_cuts(bigint, bigint, bigint, text, text);
DROP TRIGGER service_charter_guard ON service_charter_measurement;
DROP FUNCTION service_charter_guard_measurement();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("service_charter", "0003_standards_say_more_and_are_measured"),
        ("core", "0000_extensions"),
    ]
    operations = [
        migrations.RunSQL(CANONICAL, migrations.RunSQL.noop),
        migrations.RunSQL(GUARD + SUMS, UNDO),
        AppendOnly("service_charter_measurement"),
    ]
