"""Who may use core's addresses. One's own jobs, notes and messages are tested in test_core_pages.py."""

from typing import Any

from django.utils import timezone

from foundation.accounts.permissions import Permission as P
from foundation.core.calendars import default_calendar
from foundation.core.crypto import new_data_key
from foundation.core.jobs import enqueue
from foundation.core.models import Job, JobState, OutboxMessage, OutboxState, SpecialDay
from tests.access import Row


def nobodys_job(state: str = JobState.QUEUED, **fields: Any) -> dict[str, str]:
    job = enqueue("test.mark", params={}, by=None)
    finished_at = None if state == JobState.QUEUED else timezone.now()
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=finished_at, **fields)
    return {"public_id": job.public_id}


def job_with_errors() -> dict[str, str]:
    return nobodys_job(JobState.SUCCEEDED, result={"errors": [{"row": 2, "message": "x"}]})


def failed_message() -> dict[str, str]:
    message = OutboxMessage.objects.create(
        kind="test.ack", key="k", language="th", template="x", message_id="<1@x>", state=OutboxState.FAILED,
        data_key=new_data_key(), owns_key=True, recipient="a@example.com", finished_at=timezone.now(),
    )  # fmt: skip
    return {"public_id": message.public_id}


def unknown() -> dict[str, str]:
    return {"public_id": "0" * 26}


def a_special_day() -> dict[str, str]:
    day = SpecialDay.objects.create(
        calendar=default_calendar(), date=timezone.localdate(), kind="closed", name_th="ก", name_en="a", reason="r"
    )
    return {"public_id": day.public_id}


ROWS = [
    Row("core:jobs", (P.JOB_VIEW, P.JOB_VIEW_ALL)),
    Row("core:job", (P.JOB_VIEW_ALL,), nobodys_job, refused=404),
    Row("core:job-progress", (P.JOB_VIEW_ALL,), nobodys_job, refused=404, is_page=False),
    Row("core:job-errors", (P.JOB_VIEW_ALL,), job_with_errors, refused=404, is_page=False),
    Row("core:job-cancel", (P.JOB_VIEW_ALL,), nobodys_job, method="post", ok=302, refused=404),
    # Administrators, and whoever answers for a kind of message (register_message_kind of the rooms).
    Row(
        "core:outbox",
        (P.ADMINISTER, P.COMPLAINT_HANDLE, P.PRODUCT_EDIT, P.ANNOUNCEMENT_DRAFT, P.PRIVACY_OFFICER, P.REQUEST_HANDLE),
    ),
    Row("core:outbox-retry", (P.ADMINISTER,), failed_message, method="post", ok=302, refused=404),
    Row("core:notifications", (P.STAFF,)),
    Row("core:notifications-read", (P.STAFF,), method="post", ok=302),
    Row("core:notification-read", (), unknown, method="post", ok=404),
    Row("core:file", None, unknown, ok=404),
    Row("core:line", None, method="post", ok=404),  # closed unless the secret of a channel is given
    Row("core:api-jobs", (P.JOB_VIEW,)),
    Row("core:api-job", (P.JOB_VIEW_ALL,), nobodys_job, refused=404),
    Row("core:api-job-cancel", (), unknown, method="post", ok=404),
    Row("core:read-date", None, is_page=False),
    Row("core:calendar", (P.STAFF,)),
    Row("core:calendar-add", (P.CALENDAR_EDIT,), method="post"),
    Row("core:calendar-remove", (P.CALENDAR_EDIT,), a_special_day),
    Row("core:calendar-hours", (P.CALENDAR_EDIT,)),
]
