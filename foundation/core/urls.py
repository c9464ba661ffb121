"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from foundation.core.api import views as api
from foundation.core.views import calendar, dates, files, jobs, line, notifications, outbox

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("staff/jobs/", jobs.job_list, name="jobs"),
    path("staff/jobs/<slug:public_id>/", jobs.job_detail, name="job"),
    path("staff/jobs/<slug:public_id>/progress", jobs.job_progress, name="job-progress"),
    path("staff/jobs/<slug:public_id>/cancel", jobs.job_cancel, name="job-cancel"),
    path("staff/jobs/<slug:public_id>/errors.csv", jobs.job_errors, name="job-errors"),
    path("staff/outbox/", outbox.undelivered, name="outbox"),
    path("staff/outbox/<slug:public_id>/retry", outbox.retry, name="outbox-retry"),
    path("staff/notifications/", notifications.notification_list, name="notifications"),
    path("staff/notifications/read", notifications.read_all, name="notifications-read"),
    path("staff/notifications/<slug:public_id>/read", notifications.read_one, name="notification-read"),
    path("hooks/line", line.reported, name="line"),
    path("read-date", dates.read, name="read-date"),
    path("staff/calendar/", calendar.year, name="calendar"),
    path("staff/calendar/days", calendar.add, name="calendar-add"),
    path("staff/calendar/days/<slug:public_id>/remove", calendar.remove, name="calendar-remove"),
    path("staff/calendar/hours", calendar.hours, name="calendar-hours"),
    path("api/v1/jobs/", api.JobList.as_view(), name="api-jobs"),
    path("api/v1/jobs/<slug:public_id>/", api.JobDetail.as_view(), name="api-job"),
    path("api/v1/jobs/<slug:public_id>/cancel/", api.JobCancel.as_view(), name="api-job-cancel"),
    path("files/<slug:public_id>/", files.download, name="file"),
]
