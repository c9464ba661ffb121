"""The database holds the life of a meeting, and refuses a resolution without quorum.

A resolution is taken in a meeting that was held; the seats, the members who took part and the quorum are counted here
again from the attendance. A member who drafted the content or said to have an interest in it, and takes part in the
meeting, is among those who abstained. A resolution is about the exact content of its proposal. Attendance on which a
resolution stands does not change any more, and nothing changes in a meeting whose minutes are certified.
"""

from django.db import migrations

from foundation.core.append_only import AppendOnly
from foundation.governance.shipped_board import ship_board

GUARDS = """
CREATE FUNCTION governance_guard_meeting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state NOT IN ('planned', 'held') THEN
            RAISE EXCEPTION 'a meeting begins planned, or is recorded as held' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state IN ('certified', 'cancelled') THEN
        RAISE EXCEPTION 'a meeting that is certified or cancelled never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.public_id, OLD.number, OLD.year_be, OLD.recorded_by_id)
       IS DISTINCT FROM (NEW.public_id, NEW.number, NEW.year_be, NEW.recorded_by_id)
       OR OLD.state IN ('held', 'minuted') AND OLD.held_on <> NEW.held_on
    THEN
        RAISE EXCEPTION 'number, year and day of a meeting never change' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('planned', 'invited'), ('planned', 'cancelled'), ('invited', 'held'), ('invited', 'cancelled'),
        ('held', 'minuted'), ('minuted', 'held'), ('minuted', 'certified'))
    THEN
        RAISE EXCEPTION 'no step leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'certified' AND NOT EXISTS (
        SELECT FROM governance_boardmeeting later
        WHERE later.id = NEW.certified_in_id AND later.held_on > NEW.held_on
          AND later.state IN ('held', 'minuted', 'certified'))
    THEN
        RAISE EXCEPTION 'minutes are certified by a later meeting' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION governance_guard_attendance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    meeting bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.meeting_id ELSE NEW.meeting_id END;
    found text;
BEGIN
    -- The lock waits for a resolution in flight, so that no quorum is taken from under it.
    SELECT state INTO found FROM governance_boardmeeting WHERE id = meeting FOR UPDATE;
    IF found <> 'held' THEN
        RAISE EXCEPTION 'attendance is kept while a meeting is held' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP <> 'INSERT' AND EXISTS (
        SELECT FROM governance_resolution WHERE meeting_id = meeting AND NOT is_historical)
    THEN
        RAISE EXCEPTION 'a resolution stands on this attendance' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION governance_guard_agenda() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    meeting bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.meeting_id ELSE NEW.meeting_id END;
BEGIN
    IF EXISTS (SELECT FROM governance_boardmeeting WHERE id = meeting
               AND state IN ('minuted', 'certified', 'cancelled')) THEN
        RAISE EXCEPTION 'the agenda stands in the minutes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION governance_guard_resolution() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    meeting governance_boardmeeting;
    proposal governance_proposal;
    rule governance_quorumrule;
    corrected governance_resolution;
    seats integer;
    present integer;
    needed integer;
    counted integer;
BEGIN
    SELECT * INTO proposal FROM governance_proposal WHERE id = NEW.proposal_id;
    IF (proposal.content_kind, proposal.content_public_id, proposal.content_hash)
       IS DISTINCT FROM (NEW.content_kind, NEW.content_public_id, NEW.content_hash)
    THEN
        RAISE EXCEPTION 'a resolution is about exactly what was proposed' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.is_historical THEN
        RETURN NEW;
    END IF;
    SELECT * INTO meeting FROM governance_boardmeeting WHERE id = NEW.meeting_id FOR UPDATE;
    IF meeting.state NOT IN ('held', 'minuted') THEN
        RAISE EXCEPTION 'resolutions are taken in a meeting that was held and is not certified yet'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.corrects_id IS NOT NULL THEN
        SELECT * INTO corrected FROM governance_resolution WHERE id = NEW.corrects_id;
        IF corrected.proposal_id <> NEW.proposal_id OR meeting.held_on <= (
            SELECT held_on FROM governance_boardmeeting WHERE id = corrected.meeting_id)
        THEN
            RAISE EXCEPTION 'a later meeting corrects a resolution on the same proposal'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    SELECT * INTO rule FROM governance_quorumrule WHERE since <= meeting.held_on ORDER BY since DESC LIMIT 1;
    SELECT count(*), count(*) FILTER (WHERE presence IN ('present', 'online'))
      INTO seats, present FROM governance_attendance WHERE meeting_id = meeting.id;
    needed := greatest(rule.minimum, ceil(seats::numeric * rule.numerator / rule.denominator));
    IF (NEW.seats_count, NEW.present_count, NEW.quorum_count) IS DISTINCT FROM (seats, present, needed) THEN
        RAISE EXCEPTION 'the attendance written into a resolution is not that of its meeting'
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM governance_attendance a JOIN governance_boardseat s ON s.id = a.seat_id
        WHERE a.meeting_id = meeting.id AND a.presence IN ('present', 'online') AND a.seat_id <> ALL (NEW.abstained)
          AND (s.user_id = proposal.proposed_by_id OR s.user_id = ANY (proposal.drafter_ids)
               OR EXISTS (SELECT FROM governance_interest i
                          WHERE i.proposal_id = proposal.id AND i.seat_id = a.seat_id)))
    THEN
        RAISE EXCEPTION 'who drafted it or has an interest in it abstains' USING ERRCODE = 'check_violation';
    END IF;
    SELECT count(*) INTO counted FROM governance_attendance a
        WHERE a.meeting_id = meeting.id AND a.presence IN ('present', 'online')
          AND (rule.counts_interested OR a.seat_id <> ALL (NEW.abstained));
    IF rule.id IS NULL OR seats = 0 OR counted < needed THEN
        RAISE EXCEPTION 'the meeting had no quorum for this' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER governance_guard BEFORE INSERT OR UPDATE ON governance_boardmeeting
    FOR EACH ROW EXECUTE FUNCTION governance_guard_meeting();
CREATE TRIGGER governance_guard_delete BEFORE DELETE ON governance_boardmeeting
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER governance_guard_table BEFORE TRUNCATE ON governance_boardmeeting
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER governance_guard BEFORE INSERT OR UPDATE OR DELETE ON governance_attendance
    FOR EACH ROW EXECUTE FUNCTION governance_guard_attendance();
CREATE TRIGGER governance_guard_table BEFORE TRUNCATE ON governance_attendance
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER governance_guard BEFORE INSERT OR UPDATE OR DELETE ON governance_agendaitem
    FOR EACH ROW EXECUTE FUNCTION governance_guard_agenda();
CREATE TRIGGER governance_guard BEFORE INSERT ON governance_resolution
    FOR EACH ROW EXECUTE FUNCTION governance_guard_resolution();
"""

UNDO = """
DROP TRIGGER governance_guard ON governance_resolution;
DROP TRIGGER governance_guard ON governance_agendaitem;
DROP TRIGGER governance_guard_table ON governance_attendance;
DROP TRIGGER governance_guard ON governance_attendance;
DROP TRIGGER governance_guard_table ON governance_boardmeeting;
DROP TRIGGER governance_guard_delete ON governance_boardmeeting;
DROP TRIGGER governance_guard ON governance_boardmeeting;
DROP FUNCTION governance_guard_resolution();
DROP FUNCTION governance_guard_agenda();
DROP FUNCTION governance_guard_attendance();
DROP FUNCTION governance_guard_meeting();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0006_meetings_attendance_quorum"), ("core", "0000_extensions")]
    operations = [
        AppendOnly("governance_quorumrule"),
        AppendOnly("governance_interest"),
        migrations.RunSQL(GUARDS, UNDO),
        migrations.RunPython(ship_board, migrations.RunPython.noop),
    ]
