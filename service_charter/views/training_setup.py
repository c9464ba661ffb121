"""Courses and competences: lists, forms, and who attended a course, as a list or one by one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.forms import RefusableForm
from foundation.core.pages import keyset_page
from foundation.core.stale import stale_context
from service_charter import training_rules as rules
from service_charter.forms.training import CompetenceForm, CourseForm, ListForm
from service_charter.models import Competence, Course
from service_charter.selectors import training as reads
from service_charter.services import training as services
from service_charter.services.training import BadLines


@require_GET
@requires(*rules.READERS)
def setup(request: HttpRequest) -> HttpResponse:
    """Every course and every competence."""
    may_edit = signed_in(request).can(Permission.TRAINING_EDIT)
    context = {"courses": reads.courses(), "competences": reads.competences(), "may_edit": may_edit}
    return render(request, "service_charter/training/setup.html", context)


@require_GET
@requires(*rules.READERS)
def course(request: HttpRequest, public_id: str) -> HttpResponse:
    """A course and who attended it."""
    row = get_object_or_404(Course, public_id=public_id)
    entries = reads.attendances().filter(course=row)
    context = {
        "course": row,
        "competences": row.competences.order_by("code"),
        "page": keyset_page(entries, order=["-held_on", "-id"], cursor=request.GET.get("after", "")),
        "may_edit": signed_in(request).can(Permission.TRAINING_EDIT),
        "today": timezone.localdate(),
    }
    return render(request, "service_charter/training/course.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.TRAINING_EDIT)
def course_form(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Write a course, or change one."""
    row = get_object_or_404(Course, public_id=public_id) if public_id else None
    initial = {name: getattr(row, name) for name in (*services.COURSE_FIELDS, "version")} if row else None
    form = CourseForm(request.POST or None, initial=initial)
    return _page(request, row, form, Course, services.COURSE_FIELDS)


@require_http_methods(["GET", "POST"])
@requires(Permission.TRAINING_EDIT)
def competence_form(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Write a competence, or change one."""
    row = get_object_or_404(Competence, public_id=public_id) if public_id else None
    initial: dict[str, Any] | None = None
    if row:
        initial = {name: getattr(row, name) for name in (*services.COMPETENCE_FIELDS, "version")}
        initial |= {"courses": list(row.courses.all()), "roles": list(row.roles.all())}
    form = CompetenceForm(request.POST or None, initial=initial)
    return _page(request, row, form, Competence, services.COMPETENCE_FIELDS)


@require_http_methods(["GET", "POST"])
@requires(Permission.TRAINING_EDIT)
def take_in(request: HttpRequest) -> HttpResponse:
    """Many attendances at once, whole or not at all."""
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            new, there = services.take_in(lines=form.lines, by=signed_in(request), now=timezone.now())
        except BadLines as refusal:
            form.refuse_lines(refusal)
        else:
            words = _("Taken in: %(new)s new, %(there)s stood there already.") % {"new": new, "there": there}
            messages.success(request, words)
            return redirect("service_charter:training")
    context = {"form": form, "courses": Course.objects.filter(is_active=True)}
    return form_page(request, "service_charter/training/list.html", context)


def _page(request: HttpRequest, row: Any, form: RefusableForm, model: Any, fields: tuple[str, ...]) -> HttpResponse:
    context: dict[str, Any] = {"row": row, "form": form, "is_course": model is Course}
    if request.method == "POST" and form.is_valid():
        given = {"facts": form.cleaned_data, "shown_version": form.cleaned_data["version"]}
        given |= {"by": signed_in(request), "now": timezone.now()}
        try:
            if model is Course:
                services.save_course(course_id=row.pk if row else None, **given)
            else:
                services.save_competence(competence_id=row.pk if row else None, **given)
        except StaleVersion:
            stored = model.objects.get(pk=row.pk)
            context |= stale_context(form, stored, fields=fields)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("service_charter:training-setup")
    return form_page(request, "service_charter/training/form.html", context)
