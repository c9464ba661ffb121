"""The database itself reckons the hash of what is laid before the board, approved or put into force.

Until now it compared the hash that a row bears with that of the resolution, and believed that the row's content had
that hash. Now the canonical form is built here from the rows (strategy/content.py builds the same), so that neither a
hash nor a part can be swapped beside the services.
"""

from django.db import migrations

CANONICAL = """
-- JSON as Python writes it with sort_keys and without blanks: keys in code-point order, whatever jsonb keeps.
CREATE FUNCTION strategy_json(value jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE jsonb_typeof(value)
        WHEN 'object' THEN (
            SELECT '{' || coalesce(string_agg(to_json(key)::text || ':' || strategy_json(item), ','
                                              ORDER BY key COLLATE "C"), '') || '}'
            FROM jsonb_each(value) AS pairs (key, item))
        WHEN 'array' THEN (
            SELECT '[' || coalesce(string_agg(strategy_json(item), ',' ORDER BY place), '') || ']'
            FROM jsonb_array_elements(value) WITH ORDINALITY AS items (item, place))
        ELSE value::text
    END;
END
$$;

CREATE FUNCTION strategy_money(value numeric) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT to_char(value, 'FM99999999999999990.00')
$$;

CREATE FUNCTION strategy_definition_content(definition strategy_definition) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'term', definition.term,
        'text_th', definition.text_th, 'text_en', definition.text_en,
        'need_th', definition.need_th, 'need_en', definition.need_en,
        'purchasing_power_th', definition.purchasing_power_th, 'purchasing_power_en', definition.purchasing_power_en,
        'willingness_th', definition.willingness_th, 'willingness_en', definition.willingness_en,
        'right_th', definition.right_th, 'right_en', definition.right_en)
$$;

CREATE FUNCTION strategy_plan_content(plan strategy_plan) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'kind', plan.kind,
        'years', jsonb_build_array(plan.first_year, plan.last_year),
        'title_th', plan.title_th, 'title_en', plan.title_en, 'aim_th', plan.aim_th, 'aim_en', plan.aim_en,
        'definitions', jsonb_build_array(
            (SELECT edition FROM strategy_definition WHERE id = plan.customer_definition_id),
            (SELECT edition FROM strategy_definition WHERE id = plan.market_definition_id)),
        'goals', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'number', g.number, 'title_th', g.title_th, 'title_en', g.title_en, 'description', g.description
            ) ORDER BY g.number), '[]') FROM strategy_goal g WHERE g.plan_id = plan.id),
        'lines', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'number', l.number, 'title_th', l.title_th, 'title_en', l.title_en, 'goal', g.number
            ) ORDER BY l.number), '[]')
            FROM strategy_line l JOIN strategy_goal g ON g.id = l.goal_id WHERE l.plan_id = plan.id),
        'indicators', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'number', i.number, 'title_th', i.title_th, 'title_en', i.title_en, 'unit_th', i.unit_th,
                'unit_en', i.unit_en, 'better', i.better, 'metric_key', i.metric_key, 'goal', g.number,
                'baseline', strategy_money(i.baseline),
                'targets', (SELECT coalesce(jsonb_object_agg(t.year::text, strategy_money(t.value)), '{}')
                            FROM strategy_target t WHERE t.indicator_id = i.id),
                'unit', u.code
            ) ORDER BY i.number), '[]')
            FROM strategy_indicator i JOIN strategy_goal g ON g.id = i.goal_id
            LEFT JOIN accounts_unit u ON u.id = i.owner_unit_id WHERE i.plan_id = plan.id),
        'initiatives', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'number', n.number, 'title_th', n.title_th, 'title_en', n.title_en, 'description', n.description,
                'people', n.people, 'equipment', n.equipment, 'line', l.number, 'indicator', i.number,
                'unit', u.code, 'budget', strategy_money(n.budget),
                'days', jsonb_build_array(to_char(n.starts_on, 'YYYY-MM-DD'), to_char(n.ends_on, 'YYYY-MM-DD')),
                'clauses', (SELECT coalesce(jsonb_agg(clause ORDER BY clause COLLATE "C"), '[]')
                            FROM unnest(n.clauses) AS clause)
            ) ORDER BY n.number), '[]')
            FROM strategy_initiative n JOIN strategy_line l ON l.id = n.line_id
            JOIN accounts_unit u ON u.id = n.owner_unit_id
            LEFT JOIN strategy_indicator i ON i.id = n.indicator_id WHERE n.plan_id = plan.id))
$$;

CREATE FUNCTION strategy_guard_hash() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    content jsonb;
BEGIN
    IF TG_TABLE_NAME = 'strategy_plan' THEN
        content := strategy_plan_content(NEW);
    ELSE
        content := strategy_definition_content(NEW);
    END IF;
    IF NEW.content_hash <> encode(sha256(convert_to(strategy_json(content), 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'the hash is not that of this content' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
"""

# It fires after strategy_guard (by name), which has refused what is no step at all.
TRIGGERS = "".join(
    f"""
CREATE TRIGGER strategy_guard_hash BEFORE UPDATE ON {table} FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status AND NEW.status IN ('proposed', 'approved', 'in_force'))
    EXECUTE FUNCTION strategy_guard_hash();
"""
    for table in ("strategy_plan", "strategy_definition")
)
UNDO = """
DROP TRIGGER strategy_guard_hash ON strategy_definition;
DROP TRIGGER strategy_guard_hash ON strategy_plan;
DROP FUNCTION strategy_guard_hash();
DROP FUNCTION strategy_plan_content(strategy_plan);
DROP FUNCTION strategy_definition_content(strategy_definition);
DROP FUNCTION strategy_money(numeric);
DROP FUNCTION strategy_json(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("strategy", "0002_content_is_approved")]
    operations = [migrations.RunSQL(CANONICAL + TRIGGERS, UNDO)]
