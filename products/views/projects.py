"""Projects: the board, a project's page, its plan, launch and papers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import StaleVersion
from foundation.core.form_pages import attempt
from foundation.core.pages import keyset_page
from foundation.core.search import holding
from foundation.core.stale import stale_context
from foundation.governance.selectors import may_add_risks, risks_of
from products import rules, selectors, services
from products.enums import Gate, Stage
from products.forms import LaunchForm, PaperForm, PlanForm, ReasonForm, StartForm
from products.lifecycle import PROJECT_MOVES
from products.models import Idea, Project
from products.views.common import SEES, first_error, step, tabs, visible_project


@requires(*SEES)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Every open project in the column of its stage; on a phone a list."""
    user = signed_in(request)
    visible = Project.objects.visible_to(user)
    columns = selectors.board(visible)
    context = {
        "columns": columns,
        "count": sum(len(column.projects) for column in columns),
        "now": timezone.now(),
        "finished": selectors.finished(visible)[:5],
        "may_start": user.can(Permission.PRODUCT_EDIT),
        **tabs(request, "projects"),
    }
    return render(request, "products/projects/board.html", context)


@requires(*SEES)
@require_GET
def finished(request: HttpRequest) -> HttpResponse:
    """Closed and stopped projects with their lessons."""
    rows = holding(Project.objects.visible_to(signed_in(request)), request.GET.get("q", "")[:100])
    page = keyset_page(selectors.finished(rows), order=("-ended_at", "-id"), cursor=request.GET.get("after", ""))
    context = {"page": page, "needle": request.GET.get("q", "")[:100], **tabs(request, "projects")}
    return render(request, "products/projects/finished.html", context)


@requires(Permission.PRODUCT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Start a project from accepted ideas."""
    free = Idea.objects.visible_to(signed_in(request)).filter(status="accepted", project=None).order_by("-id")
    asked = free.filter(number=request.GET.get("idea", "")).first()
    initial = {"ideas": [asked.pk], "title": asked.title, "summary": asked.description} if asked else {}
    form = StartForm(request.POST or None, ideas=free, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        project = attempt(
            form,
            lambda: services.start_project(
                facts=said, idea_ids=[idea.pk for idea in said["ideas"]], by=signed_in(request), now=timezone.now()
            ),
        )
        if project:
            messages.success(request, _("Project %(number)s is in scoping.") % {"number": project.number})
            return redirect(project)
    return render(request, "products/projects/new.html", {"form": form}, status=422 if form.errors else 200)


@requires(*SEES)
@require_GET
def project(request: HttpRequest, number: str) -> HttpResponse:
    """One project on one page."""
    return project_page(request, visible_project(request, number))


@requires(Permission.PRODUCT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponseBase:
    """Change what it is and plans."""
    shown = visible_project(request, number)
    initial = {name: getattr(shown, name) for name in ("version", *services.PLAN_FIELDS)}
    form = PlanForm(request.POST or None, project=shown, initial=initial)
    context: dict[str, Any] = {"project": shown, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            saved = attempt(
                form,
                lambda: services.save_plan(
                    project_id=shown.pk,
                    shown_version=form.cleaned_data["version"],
                    facts=form.cleaned_data,
                    by=signed_in(request),
                    now=timezone.now(),
                ),
            )
        except StaleVersion:
            context |= stale_context(form, visible_project(request, number))
            return render(request, "products/projects/form.html", context, status=409)
        if saved:
            messages.success(request, _("Saved."))
            return redirect(shown)
    return render(request, "products/projects/form.html", context, status=422 if form.errors else 200)


@requires(Permission.PRODUCT_EDIT)
@require_POST
def add_paper(request: HttpRequest, number: str) -> HttpResponse:
    """File a paper."""
    shown = visible_project(request, number)
    form = PaperForm(request.POST, request.FILES, auto_id="paper-%s")
    if form.is_valid() and attempt(
        form,
        lambda: services.attach_paper(
            project_id=shown.pk,
            paper=form.cleaned_data["paper"],
            upload=form.cleaned_data["upload"],
            by=signed_in(request),
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("Filed."))
        return redirect(f"{shown.get_absolute_url()}#papers")
    return project_page(request, shown, paper_form=form, status=422)


@requires(Permission.PRODUCT_EDIT)
@require_POST
def launch(request: HttpRequest, number: str) -> HttpResponse:
    """The result is with customers."""
    shown = visible_project(request, number)
    form = LaunchForm(request.POST, auto_id="launch-%s")
    if form.is_valid() and attempt(
        form,
        lambda: services.record_launch(
            project_id=shown.pk,
            launched_on=form.cleaned_data["launched_on"],
            by=signed_in(request),
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("Launched. The post-launch review begins."))
        return redirect(shown)
    return project_page(request, shown, launch_form=form, status=422)


@requires(Permission.PRODUCT_EDIT)
@require_POST
def resume(request: HttpRequest, number: str) -> HttpResponse:
    """Take a project on hold up again."""
    shown = visible_project(request, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect(shown)
    return step(
        request,
        lambda: services.resume(
            project_id=shown.pk, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
        ),
        _("The project runs again."),
        shown.get_absolute_url(),
    )


def project_page(
    request: HttpRequest,
    shown: Project,
    *,
    paper_form: PaperForm | None = None,
    launch_form: LaunchForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page; forms that were refused are shown again with what was typed."""
    user = signed_in(request)
    gate = selectors.next_gate(shown) if shown.is_open else ""
    facts = selectors.facts_of(shown)
    asked = selectors.asked_at(gate, facts) if gate else []
    meetings = list(shown.meetings.select_related("chair", "decided_by").order_by("-id"))
    may_edit = user.can(Permission.PRODUCT_EDIT) and shown.is_open
    context: dict[str, Any] = {
        "project": shown,
        "facts": facts,
        "gate": gate,
        "gate_label": dict(Gate.choices).get(gate, ""),
        "asked": asked,
        "lacking": sum(not row.is_there for row in asked),
        "meetings": meetings,
        "meeting": next((meeting for meeting in meetings if meeting.is_open), None),
        "path": [(value, label, value == shown.stage) for value, label in Stage.choices],
        "ideas": shown.ideas.order_by("id"),
        "requirements": shown.requirements.order_by("number"),
        "results": selectors.results(shown),
        "papers": [(label, list(files)) for _value, label, files in selectors.papers_of(shown)],
        "risks": risks_of(selectors.PROJECT_KIND, shown.public_id),
        "may_add_risks": shown.is_open and may_add_risks(user),
        "history": shown.history.select_related("history_user").order_by("-history_date", "-history_id")[:12],
        "may_edit": may_edit,
        "may_call": may_edit and shown.is_running and bool(gate),
        "may_launch": may_edit and shown.is_running and shown.stage == Stage.LAUNCH,
        "may_resume": user.can(Permission.PRODUCT_EDIT) and shown.status in PROJECT_MOVES["resume"].sources,
        "is_behind": rules.is_proposer(user, shown),
        "paper_form": paper_form or PaperForm(auto_id="paper-%s"),
        "launch_form": launch_form or LaunchForm(auto_id="launch-%s"),
        "reason_form": ReasonForm(auto_id="resume-%s"),
    }
    return render(request, "products/projects/project.html", context, status=status)
