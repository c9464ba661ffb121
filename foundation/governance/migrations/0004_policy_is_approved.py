"""The database refuses a published policy that the board has not approved.

A version becomes published only with a resolution that approves the sha-256 of exactly these Thai texts, computed here
from the rows (foundation/governance/content.py builds the same form), and only from the state "approved". The one
exception is the first version, imported from its announcement: its resolution is marked as historical and says from
which document it is known. Published texts never change, whoever asks; our own reading aids beside them may.
"""

from django.db import migrations

from foundation.core.append_only import AppendOnly

CANONICAL = """
CREATE FUNCTION governance_policy_canonical(wanted bigint) RETURNS text LANGUAGE sql STABLE AS $$
    WITH clauses AS (
        SELECT c.section_id, string_agg(
            '{"key":' || to_json(c.key)::text || ',"text_th":' || to_json(c.text_th)::text || '}',
            ',' ORDER BY c.position) AS list
        FROM governance_policyclause c WHERE c.policy_version_id = wanted GROUP BY c.section_id
    ), sections AS (
        SELECT coalesce(string_agg(
            '{"clauses":[' || coalesce(clauses.list, '') || '],"key":' || to_json(s.key)::text
            || ',"text_th":' || to_json(s.text_th)::text || ',"title_th":' || to_json(s.title_th)::text || '}',
            ',' ORDER BY s.position), '') AS list
        FROM governance_policysection s LEFT JOIN clauses ON clauses.section_id = s.id WHERE s.version_id = wanted
    )
    SELECT '{"sections":[' || sections.list || '],"title_th":' || to_json(v.title_th)::text || '}'
    FROM governance_policyversion v, sections WHERE v.id = wanted
$$;

CREATE FUNCTION governance_policy_hash(wanted bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(governance_policy_canonical(wanted), 'UTF8')), 'hex')
$$;
"""

GUARDS = """
CREATE FUNCTION governance_guard_policy() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decision governance_resolution%ROWTYPE;
    bound boolean := TG_OP <> 'INSERT' AND OLD.status IN ('published', 'superseded');
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF bound THEN
            RAISE EXCEPTION 'a published policy is never deleted' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF bound AND (
        NEW.status NOT IN ('published', 'superseded')
        OR (OLD.status = 'superseded' AND (NEW.status, NEW.superseded_at) IS DISTINCT FROM
                                          (OLD.status, OLD.superseded_at))
        OR (OLD.policy_id, OLD.number, OLD.public_id, OLD.title_th, OLD.content_hash, OLD.imported_from,
            OLD.resolution_id, OLD.announced_on, OLD.effective_on, OLD.published_at)
           IS DISTINCT FROM
           (NEW.policy_id, NEW.number, NEW.public_id, NEW.title_th, NEW.content_hash, NEW.imported_from,
            NEW.resolution_id, NEW.announced_on, NEW.effective_on, NEW.published_at)
    ) THEN
        RAISE EXCEPTION 'a published policy never changes: make a new version' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.reviewed_by_id = ANY (NEW.drafter_ids) THEN
        RAISE EXCEPTION 'who drafted a policy does not review it' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status NOT IN ('published', 'superseded') OR bound THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        RAISE EXCEPTION 'a policy is not born published' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.title_th IS DISTINCT FROM NEW.title_th THEN
        RAISE EXCEPTION 'texts do not change in the act of publishing' USING ERRCODE = 'check_violation';
    END IF;
    SELECT * INTO decision FROM governance_resolution WHERE id = NEW.resolution_id;
    IF decision.id IS NULL
       OR decision.kind NOT IN ('approved', 'approved_with_remarks')
       OR decision.content_public_id <> NEW.public_id
       OR decision.content_hash <> governance_policy_hash(NEW.id)
       OR decision.content_hash <> NEW.content_hash
       OR EXISTS (SELECT FROM governance_resolution later
                  WHERE later.content_hash = decision.content_hash AND later.id > decision.id
                    AND later.kind = 'returned')
    THEN
        RAISE EXCEPTION 'no resolution of the board approves exactly this policy' USING ERRCODE = 'check_violation';
    END IF;
    IF decision.is_historical <> (NEW.imported_from <> '')
       OR OLD.status <> (CASE WHEN decision.is_historical THEN 'draft' ELSE 'approved' END)
    THEN
        RAISE EXCEPTION 'only an imported first version stands on a historical resolution'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION governance_guard_policy_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
    parent text := TG_ARGV[0];
    -- Titles of clauses, English titles and summaries are our own affair; the Thai texts are not.
    aids text[] := string_to_array(TG_ARGV[1], ',');
BEGIN
    IF TG_OP = 'UPDATE' AND old_row - aids = new_row - aids THEN
        RETURN NEW;
    END IF;
    -- FOR SHARE waits for a publication in flight, so that no text slips in beside it.
    PERFORM 1 FROM governance_policyversion
        WHERE id IN ((old_row ->> parent)::bigint, (new_row ->> parent)::bigint) FOR SHARE;
    IF EXISTS (SELECT FROM governance_policyversion
               WHERE id IN ((old_row ->> parent)::bigint, (new_row ->> parent)::bigint)
                 AND status IN ('published', 'superseded')) THEN
        RAISE EXCEPTION 'a text of a published policy never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER governance_guard BEFORE INSERT OR UPDATE OR DELETE ON governance_policyversion
    FOR EACH ROW EXECUTE FUNCTION governance_guard_policy();
CREATE TRIGGER governance_guard BEFORE INSERT OR UPDATE OR DELETE ON governance_policysection
    FOR EACH ROW EXECUTE FUNCTION governance_guard_policy_text('version_id', 'title_en');
CREATE TRIGGER governance_guard BEFORE INSERT OR UPDATE OR DELETE ON governance_policyclause
    FOR EACH ROW EXECUTE FUNCTION governance_guard_policy_text(
        'policy_version_id', 'title_th,title_en,summary_th,summary_en,version,updated_at');
CREATE TRIGGER governance_guard_table BEFORE TRUNCATE ON governance_policyversion
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER governance_guard_table BEFORE TRUNCATE ON governance_policysection
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER governance_guard_table BEFORE TRUNCATE ON governance_policyclause
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
"""

UNDO = """
DROP TRIGGER governance_guard_table ON governance_policyclause;
DROP TRIGGER governance_guard_table ON governance_policysection;
DROP TRIGGER governance_guard_table ON governance_policyversion;
DROP TRIGGER governance_guard ON governance_policyclause;
DROP TRIGGER governance_guard ON governance_policysection;
DROP TRIGGER governance_guard ON governance_policyversion;
DROP FUNCTION governance_guard_policy_text();
DROP FUNCTION governance_guard_policy();
DROP FUNCTION governance_policy_hash(bigint);
DROP FUNCTION governance_policy_canonical(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_policy_observations_risks_actions"), ("core", "0000_extensions")]
    operations = [
        AppendOnly("governance_observationanswer"),
        AppendOnly("governance_policyacknowledgement"),
        migrations.RunSQL(CANONICAL + GUARDS, UNDO),
    ]
