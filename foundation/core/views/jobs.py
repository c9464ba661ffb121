"""Background jobs: the list, one job with live progress, cancel, its row errors as a file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from foundation.core import jobs, outbox
from foundation.core.access import JOB_VIEW, JOB_VIEW_ALL, may, requires
from foundation.core.errors import Refused
from foundation.core.models import Job
from foundation.core.pages import keyset_page
from foundation.core.schedules import all_schedules, heartbeat_is_late
from foundation.core.spreadsheet import csv_lines


@require_GET
@requires(JOB_VIEW, JOB_VIEW_ALL)
def job_list(request: HttpRequest) -> HttpResponse:
    """One's own jobs, newest first; with `?all=1` those of others as far as one may see them."""
    sees_all = may(request.user, JOB_VIEW_ALL)
    shows_all = sees_all and "all" in request.GET
    found = jobs.jobs_visible_to(request.user)
    if sees_all and not shows_all:
        found = found.filter(requested_by=request.user.pk)
    page = keyset_page(found.select_related("requested_by"), order=["-id"], cursor=request.GET.get("after", ""))
    context = {
        "page": page,
        "tabs": _tabs(shows_all) if sees_all else [],
        "shows_all": shows_all,
        "schedules": all_schedules() if shows_all else [],
        "sees_outbox": outbox.answers_for_any(request.user),
        "is_late": heartbeat_is_late() if shows_all else False,
    }
    return render(request, "core/job_list.html", context)


@require_GET
@never_cache
@requires()
def job_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One job."""
    return render(request, "core/job_detail.html", _context(request, _visible_job(request, public_id)))


@require_GET
@never_cache
@requires()
def job_progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """The moving part of a job's page, which asks for itself again until the job is over.

    `?refresh` is for pages of other rooms that show it: when the job is over, the browser loads the whole page anew.
    """
    job, refresh = _visible_job(request, public_id), "refresh" in request.GET
    response = render(request, "core/_job_progress.html", _context(request, job) | {"refresh": refresh})
    if refresh and job.is_final:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@requires()
def job_cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a job to stop."""
    job = _visible_job(request, public_id)
    try:
        jobs.cancel(job=job, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The job is being stopped. What is finished already stays."))
    return redirect("core:job", public_id=job.public_id)


@require_GET
@requires()
def job_errors(request: HttpRequest, public_id: str) -> HttpResponse:
    """The rows that a job could not take, as CSV that Excel opens with Thai letters right."""
    job = _visible_job(request, public_id)
    errors = (job.result or {}).get("errors") or []
    if not errors:
        raise Http404
    columns = list(dict.fromkeys(name for row in errors for name in row))
    lines = csv_lines(columns, ([row.get(name) for name in columns] for row in errors))
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="errors-{job.public_id}.csv"'
    return response


def _visible_job(request: HttpRequest, public_id: str) -> Job:
    """Raises Http404 for a job that this person may not see."""
    return get_object_or_404(jobs.jobs_visible_to(request.user).select_related("requested_by"), public_id=public_id)


def _context(request: HttpRequest, job: Job) -> dict[str, object]:
    return {"job": job, "may_cancel": not job.is_final and jobs.may_cancel(request.user, job)}


def _tabs(shows_all: bool) -> list[dict[str, object]]:
    return [
        {"label": _("My jobs"), "url": "?", "current": not shows_all, "count": None},
        {"label": _("All jobs"), "url": "?all=1", "current": shows_all, "count": None},
    ]
