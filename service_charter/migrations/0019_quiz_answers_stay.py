"""A quiz opens on a published charter; what was drawn keeps its words; what was handed in never changes."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION service_charter_guard_quiz() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.opened_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM service_charter_charterversion
        WHERE id = NEW.charter_id AND status IN ('published', 'superseded') AND published_at <= NEW.opened_at) THEN
        RAISE EXCEPTION 'a quiz opens on what was published' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER service_charter_quiz_guard BEFORE INSERT OR UPDATE ON service_charter_quiz
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_quiz();

CREATE FUNCTION service_charter_guard_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.quiz_id, OLD.text_th, OLD.text_en, OLD.options_th, OLD.options_en, OLD."right", OLD.why_th, OLD.why_en)
        IS DISTINCT FROM
       (NEW.quiz_id, NEW.text_th, NEW.text_en, NEW.options_th, NEW.options_en, NEW."right", NEW.why_th, NEW.why_en)
        AND EXISTS (SELECT FROM service_charter_quizanswer WHERE question_id = NEW.id) THEN
        RAISE EXCEPTION 'a question that was drawn keeps its words' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER service_charter_question_guard BEFORE UPDATE ON service_charter_quizquestion
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_question();

CREATE FUNCTION service_charter_guard_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.finished_at IS NOT NULL AND current_setting('trdcrm.rewrite', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'what was handed in stays' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER service_charter_attempt_guard BEFORE UPDATE OR DELETE ON service_charter_quizattempt
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_attempt();

CREATE FUNCTION service_charter_guard_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('trdcrm.rewrite', true) IS DISTINCT FROM 'on' AND EXISTS (
        SELECT FROM service_charter_quizattempt WHERE id = OLD.attempt_id AND finished_at IS NOT NULL) THEN
        RAISE EXCEPTION 'what was handed in stays' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER service_charter_answer_guard BEFORE UPDATE OR DELETE ON service_charter_quizanswer
    FOR EACH ROW EXECUTE FUNCTION service_charter_guard_answer();
"""

UNGUARD = """
DROP TRIGGER service_charter_answer_guard ON service_charter_quizanswer;
DROP TRIGGER service_charter_attempt_guard ON service_charter_quizattempt;
DROP TRIGGER service_charter_question_guard ON service_charter_quizquestion;
DROP TRIGGER service_charter_quiz_guard ON service_charter_quiz;
DROP FUNCTION service_charter_guard_answer();
DROP FUNCTION service_charter_guard_attempt();
DROP FUNCTION service_charter_guard_question();
DROP FUNCTION service_charter_guard_quiz();
"""


class Migration(migrations.Migration):
    dependencies = [("service_charter", "0018_quiz_on_the_charter")]
    operations = [migrations.RunSQL(GUARDS, UNGUARD)]
