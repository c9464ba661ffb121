"""Every entry of the timeline is counted as it is written; what was written before is counted here.

What a row counts: one for itself, and one less for the entry that it puts right. Only the owner of the tables may change
or delete entries (migration 0006); the counts follow that too. Days are those of the house, as figures have them.
"""

from django.db import migrations

DAY = "(at AT TIME ZONE 'Asia/Bangkok')::date"
SUM = f"""
    INSERT INTO customers_contactcount (day, channel, touchpoint_id, stage_id, contacts)
    SELECT {DAY}, channel, touchpoint_id, stage_id, sum(n) FROM (%s) AS each
     GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0
"""
ADDED = SUM % """
        SELECT at, channel, touchpoint_id, stage_id, 1 AS n FROM added
        UNION ALL
        SELECT o.at, o.channel, o.touchpoint_id, o.stage_id, -1
          FROM added AS a JOIN customers_interaction AS o ON o.id = a.corrects_id
"""
GONE = SUM % """
        SELECT at, channel, touchpoint_id, stage_id, -1 AS n FROM gone
        UNION ALL
        SELECT o.at, o.channel, o.touchpoint_id, o.stage_id, 1
          FROM gone AS g JOIN (SELECT * FROM customers_interaction UNION ALL SELECT * FROM gone) AS o
            ON o.id = g.corrects_id
"""
# An entry that was put right counts nothing before and after.
CHANGED = SUM % """
        SELECT side.at, side.channel, side.touchpoint_id, side.stage_id, side.n FROM gone AS g
          JOIN added AS a USING (id),
          LATERAL (VALUES (g.at, g.channel, g.touchpoint_id, g.stage_id, -1),
                          (a.at, a.channel, a.touchpoint_id, a.stage_id, 1))
               AS side (at, channel, touchpoint_id, stage_id, n)
         WHERE (g.at, g.channel, g.touchpoint_id, g.stage_id)
               IS DISTINCT FROM (a.at, a.channel, a.touchpoint_id, a.stage_id)
           AND NOT EXISTS (SELECT 1 FROM customers_interaction AS later WHERE later.corrects_id = g.id)
"""
FORWARDS = f"""
CREATE FUNCTION customers_count_contacts() RETURNS trigger LANGUAGE plpgsql AS $count$
BEGIN
    IF TG_OP = 'INSERT' THEN {ADDED};
    ELSIF TG_OP = 'DELETE' THEN {GONE};
    ELSIF TG_OP = 'UPDATE' THEN {CHANGED};
    ELSE DELETE FROM customers_contactcount;
    END IF;
    RETURN NULL;
END
$count$;
CREATE TRIGGER customers_interaction_count_added AFTER INSERT ON customers_interaction
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION customers_count_contacts();
CREATE TRIGGER customers_interaction_count_gone AFTER DELETE ON customers_interaction
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION customers_count_contacts();
CREATE TRIGGER customers_interaction_count_changed AFTER UPDATE ON customers_interaction
    REFERENCING OLD TABLE AS gone NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION customers_count_contacts();
CREATE TRIGGER customers_interaction_count_none AFTER TRUNCATE ON customers_interaction
    FOR EACH STATEMENT EXECUTE FUNCTION customers_count_contacts();
{SUM % '''
        SELECT at, channel, touchpoint_id, stage_id, 1 AS n FROM customers_interaction AS told
         WHERE NOT EXISTS (SELECT 1 FROM customers_interaction AS later WHERE later.corrects_id = told.id)
'''};
"""
BACKWARDS = """
DROP TRIGGER customers_interaction_count_added ON customers_interaction;
DROP TRIGGER customers_interaction_count_gone ON customers_interaction;
DROP TRIGGER customers_interaction_count_changed ON customers_interaction;
DROP TRIGGER customers_interaction_count_none ON customers_interaction;
DROP FUNCTION customers_count_contacts();
DELETE FROM customers_contactcount;
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0037_contact_counts")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
