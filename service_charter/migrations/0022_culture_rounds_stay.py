"""Answers are taken only while a round is open, statements changed only before; a closed round stays as it is."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION service_charter_guard_culture() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_round bigint;
    wanted text := TG_ARGV[0];
BEGIN
    IF current_setting('trdcrm.rewrite', true) = 'on' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_TABLE_NAME = 'service_charter_culturemark' THEN
        SELECT round_id INTO of_round FROM service_charter_cultureanswer
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.answer_id ELSE NEW.answer_id END;
    ELSE
        of_round := CASE TG_OP WHEN 'DELETE' THEN OLD.round_id ELSE NEW.round_id END;
    END IF;
    IF NOT EXISTS (SELECT FROM service_charter_cultureround WHERE id = of_round AND state = wanted) THEN
        RAISE EXCEPTION 'a round of the service culture index changes only while it is %', wanted
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER service_charter_culture_items BEFORE INSERT OR UPDATE OR DELETE ON service_charter_cultureitem
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_culture('draft');
CREATE TRIGGER service_charter_culture_asked BEFORE INSERT OR UPDATE OR DELETE ON service_charter_cultureinvitation
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_culture('open');
CREATE TRIGGER service_charter_culture_answers BEFORE INSERT OR UPDATE OR DELETE ON service_charter_cultureanswer
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_culture('open');
CREATE TRIGGER service_charter_culture_marks BEFORE INSERT OR UPDATE OR DELETE ON service_charter_culturemark
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_culture('open');

CREATE FUNCTION service_charter_guard_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'closed' AND current_setting('trdcrm.rewrite', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'a closed round stays closed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER service_charter_culture_round BEFORE UPDATE OR DELETE ON service_charter_cultureround
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_round();
"""

UNGUARD = """
DROP TRIGGER service_charter_culture_round ON service_charter_cultureround;
DROP TRIGGER service_charter_culture_marks ON service_charter_culturemark;
DROP TRIGGER service_charter_culture_answers ON service_charter_cultureanswer;
DROP TRIGGER service_charter_culture_asked ON service_charter_cultureinvitation;
DROP TRIGGER service_charter_culture_items ON service_charter_cultureitem;
DROP FUNCTION service_charter_guard_round();
DROP FUNCTION service_charter_guard_culture();
"""


class Migration(migrations.Migration):
    dependencies = [("service_charter", "0021_service_culture")]
    operations = [migrations.RunSQL(GUARDS, UNGUARD)]
