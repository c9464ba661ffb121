"""The canonical form that the board approves takes in for what a clock may wait, where a promise says it."""

from django.db import migrations

from service_charter.content import LATER_FIELDS, STANDARD_FIELDS, TEXT_FIELDS

BEFORE = ("evidence", "touchpoints", "channels")


def _array(fields: tuple[str, ...]) -> str:
    return "ARRAY[" + ", ".join(f"'{field}'" for field in fields) + "]"


def _canonical(lists: tuple[str, ...]) -> str:
    return CANONICAL % {
        "standard_fields": _array(STANDARD_FIELDS),
        "later_fields": _array(LATER_FIELDS),
        "text_fields": _array(TEXT_FIELDS),
        "lists": " || ".join(
            f"CASE WHEN cardinality(s.{field}) > 0 THEN jsonb_build_object('{field}', array_to_string(s.{field}, ','))"
            " ELSE '{}'::jsonb END"
            for field in lists
        ),
    }


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
"""


class Migration(migrations.Migration):
    dependencies = [("service_charter", "0028_pauses")]
    operations = [migrations.RunSQL(_canonical((*BEFORE, "pauses")), _canonical(BEFORE))]
