"""Pages and API of jobs, undelivered messages and notifications."""

import csv
import io

import pytest
from django.utils import timezone

from foundation.core import job_runner, jobs, outbox, schedules
from foundation.core.crypto import new_data_key
from foundation.core.models import Job, JobState, Notification, OutboxMessage, OutboxState
from foundation.core.notifications import notify

pytestmark = pytest.mark.django_db


def job_of(client, kind="test.count", **params):
    by = client.user if client else None
    return jobs.enqueue(kind, params=params or {"to": 2}, by=by)


def end(job, state, **fields):
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=timezone.now(), **fields)


def text_of(response):
    return response.content.decode()


# --- jobs -----------------------------------------------------------------------------------------------------------


def test_list_shows_ones_own_jobs_newest_first(client_as):
    officer = client_as("complaint-officer", language="en")
    first, second, _other = job_of(officer), job_of(officer, "test.mark"), job_of(None)
    rows = officer.get("/staff/jobs/").context["page"].rows
    assert rows == [second, first]


def test_administrator_sees_own_jobs_first_and_all_on_request(client_as):
    administrator = client_as("system-administrator")
    own, other = job_of(administrator), job_of(None)
    assert administrator.get("/staff/jobs/").context["page"].rows == [own]
    page = administrator.get("/staff/jobs/?all=1")
    assert page.context["page"].rows == [other, own]
    assert {entry.name for entry, _last in page.context["schedules"]} >= {"core.tidy_files"}


def test_everything_is_refused_to_those_who_may_not_see_all(client_as):
    officer = client_as("complaint-officer")
    job_of(None)
    assert officer.get("/staff/jobs/?all=1").context["page"].rows == []


def test_list_costs_the_same_for_one_job_and_three(client_as, django_assert_max_num_queries):
    administrator = client_as("system-administrator")
    costs = []
    for number in range(3):
        job_of(client_as("complaint-officer", username=f"officer-{number}"))
        with django_assert_max_num_queries(10) as captured:
            administrator.get("/staff/jobs/?all=1")
        costs.append(len(captured))
    assert len(set(costs)) == 1


def test_empty_list_says_what_comes_here(client_as):
    assert "No jobs yet" in text_of(client_as("complaint-officer", language="en").get("/staff/jobs/"))


def test_page_of_a_running_job_asks_again_until_it_is_over(client_as):
    officer = client_as("complaint-officer", language="en")
    job = job_of(officer)
    address = f"/staff/jobs/{job.public_id}/progress"
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, done=1, total=4, note="row 1", attempt=1, started_at=timezone.now()
    )
    running = text_of(officer.get(address))
    assert f'hx-get="{address}"' in running
    assert 'aria-valuenow="25"' in running
    assert "row 1" in running
    end(job, JobState.SUCCEEDED, result={"url": "/staff/reports/", "summary": "All read."})
    over = text_of(officer.get(address))
    assert "hx-get" not in over
    assert "All read." in over
    assert 'href="/staff/reports/"' in over


def test_page_works_without_script(client_as):
    officer = client_as("complaint-officer", language="en")
    job = job_of(officer)
    page = text_of(officer.get(f"/staff/jobs/{job.public_id}/"))
    assert f'<noscript><a class="btn" href="/staff/jobs/{job.public_id}/">' in page
    assert f'action="/staff/jobs/{job.public_id}/cancel"' in page


def test_failure_is_told_with_its_reference_and_without_its_inside(client_as, settings):
    settings.JOB_ATTEMPTS = 1
    officer = client_as("complaint-officer", language="en")
    job = job_of(officer, "test.poison")
    job_runner.run(job.pk)
    job.refresh_from_db()
    page = text_of(officer.get(f"/staff/jobs/{job.public_id}/"))
    assert job.error_reference in page
    assert "secret detail" not in page
    assert "ZeroDivisionError" not in page


def test_cancel_by_post_only(client_as):
    officer = client_as("complaint-officer")
    job = job_of(officer)
    address = f"/staff/jobs/{job.public_id}/cancel"
    assert officer.get(address).status_code == 405
    assert officer.post(address, follow=True).status_code == 200
    assert Job.objects.get(pk=job.pk).state == JobState.CANCELLED
    again = officer.post(address, follow=True)
    assert [message.level_tag for message in again.context["messages"]] == ["error"]


def test_job_of_someone_else_is_not_there(client_as):
    job = job_of(client_as("voc-analyst"), "test.mark")
    officer = client_as("complaint-officer")
    for path in ("", "progress", "errors.csv"):
        assert officer.get(f"/staff/jobs/{job.public_id}/{path}").status_code == 404
    assert officer.post(f"/staff/jobs/{job.public_id}/cancel").status_code == 404


def test_row_errors_as_a_file_that_a_spreadsheet_does_not_run(client_as):
    officer = client_as("complaint-officer")
    job = job_of(officer)
    assert officer.get(f"/staff/jobs/{job.public_id}/errors.csv").status_code == 404
    errors = [{"row": 2, "message": "=cmd|' /C calc'!A0"}, {"row": 7, "message": "เลขประจำตัวไม่ถูกต้อง"}]
    end(job, JobState.SUCCEEDED, result={"errors": errors})
    response = officer.get(f"/staff/jobs/{job.public_id}/errors.csv")
    content = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content))) == [
        ["row", "message"],
        ["2", "'=cmd|' /C calc'!A0"],
        ["7", "เลขประจำตัวไม่ถูกต้อง"],
    ]


def test_late_heartbeat_is_told_to_who_sees_all(client_as):
    administrator = client_as("system-administrator", language="en")
    assert "stands still" in text_of(administrator.get("/staff/jobs/?all=1"))
    schedules.beat()
    assert "stands still" not in text_of(administrator.get("/staff/jobs/?all=1"))


# --- the API --------------------------------------------------------------------------------------------------------


def test_api_lists_reads_and_cancels_ones_own_jobs(client_as):
    officer = client_as("complaint-officer", language="en")
    job, _other = job_of(officer), job_of(None)
    listed = officer.get("/api/v1/jobs/").json()["results"]
    assert [row["id"] for row in listed] == [job.public_id]
    read = officer.get(f"/api/v1/jobs/{job.public_id}/").json()
    assert (read["kind"], read["state"], read["percent"], read["remaining_seconds"]) == (
        "test.count",
        "queued",
        None,
        None,
    )
    assert officer.post(f"/api/v1/jobs/{job.public_id}/cancel/").json()["state"] == "cancelled"
    assert officer.post(f"/api/v1/jobs/{job.public_id}/cancel/").status_code == 409


def test_api_refuses_who_sees_but_may_not_cancel_and_hides_from_others(client_as):
    job = job_of(None, "test.mark")
    assert client_as("auditor").post(f"/api/v1/jobs/{job.public_id}/cancel/").status_code == 403
    assert client_as("voc-analyst").post(f"/api/v1/jobs/{job.public_id}/cancel/").status_code == 404
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED


# --- undelivered messages -------------------------------------------------------------------------------------------


@pytest.fixture
def failed():
    return OutboxMessage.objects.create(
        kind="test.ack", key="k", language="th", template="test_letter", message_id="<1@x>", data_key=new_data_key(),
        owns_key=True, recipient="malee@example.com", subject="รับเรื่อง C-2569-000001-0", body="x", error="550",
        state=OutboxState.FAILED, finished_at=timezone.now(),
    )  # fmt: skip


def test_undelivered_message_shows_why_and_only_a_masked_address(client_as, failed):
    page = text_of(client_as("system-administrator", language="en").get("/staff/outbox/"))
    assert "m•••@example.com" in page
    assert "malee" not in page
    assert "The mail server or gateway answered with code 550." in page


def test_send_again_puts_it_back_in_the_queue(client_as, failed):
    administrator = client_as("system-administrator")
    administrator.post(f"/staff/outbox/{failed.public_id}/retry")
    failed.refresh_from_db()
    assert (failed.state, failed.attempt, failed.error) == (OutboxState.QUEUED, 0, "")
    assert administrator.post(f"/staff/outbox/{failed.public_id}/retry").status_code == 404


def test_who_answers_for_no_messages_has_no_such_page(client_as, failed, monkeypatch):
    strategist = client_as("strategist")
    assert strategist.get("/staff/outbox/").status_code == 403
    monkeypatch.setitem(outbox._kinds, "test.ack", outbox.MessageKind("Ack", "metrics.view"))
    assert strategist.get("/staff/outbox/").context["page"].rows == [failed]


# --- notifications --------------------------------------------------------------------------------------------------


def test_bell_counts_and_the_page_shows_ones_own(client_as):
    officer, analyst = client_as("complaint-officer"), client_as("voc-analyst")
    notify(officer.user, "เรื่องใหม่", "/staff/")
    notify(analyst.user, "ของคนอื่น")
    page = officer.get("/staff/notifications/")
    assert [note.text for note in page.context["page"].rows] == ["เรื่องใหม่"]
    assert int(str(page.context["unread"])) == 1


def test_opening_a_note_marks_it_read_and_goes_there(client_as):
    officer = client_as("complaint-officer")
    notify(officer.user, "เรื่องใหม่", "/staff/jobs/")
    note = Notification.objects.get()
    assert officer.get(f"/staff/notifications/{note.public_id}/read").status_code == 405
    assert officer.post(f"/staff/notifications/{note.public_id}/read")["Location"] == "/staff/jobs/"
    note.refresh_from_db()
    assert note.read_at is not None


def test_note_never_leads_off_the_site(client_as):
    officer = client_as("complaint-officer")
    notify(officer.user, "x", "https://evil.example/")
    note = Notification.objects.get()
    assert officer.post(f"/staff/notifications/{note.public_id}/read")["Location"] == "/staff/notifications/"


def test_note_of_someone_else_is_not_there(client_as):
    notify(client_as("voc-analyst").user, "x")
    note = Notification.objects.get()
    assert client_as("complaint-officer").post(f"/staff/notifications/{note.public_id}/read").status_code == 404


def test_mark_all_as_read(client_as):
    officer = client_as("complaint-officer")
    for text in ("a", "b"):
        notify(officer.user, text)
    officer.post("/staff/notifications/read")
    assert not Notification.objects.filter(read_at__isnull=True).exists()
