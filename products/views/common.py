"""What the pages of this room share: tabs, steps that answer with a message, rows that this person may see."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.access import signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Incomplete, Refused
from foundation.core.forms import RefusableForm
from products.models import Idea, Meeting, Product, Project

SEES = (Permission.PRODUCT_VIEW, Permission.GATE_VOTE)


def tabs(request: HttpRequest, current: str) -> dict[str, Any]:
    """The parts of the section that this person may enter."""
    user = signed_in(request)
    parts = (
        ("catalogue", _("Catalogue"), "products:staff-list", (Permission.PRODUCT_VIEW,)),
        ("ideas", _("Ideas"), "products:staff-ideas", (Permission.PRODUCT_VIEW, Permission.IDEA_SUBMIT)),
        ("projects", _("Projects"), "products:staff-projects", SEES),
        ("criteria", _("Criteria of gates"), "products:staff-criteria", (*SEES, Permission.ADMINISTER)),
    )
    shown = [
        {"label": label, "url": reverse(name), "current": key == current}
        for key, label, name, needs in parts
        if any(user.can(need) for need in needs)
    ]
    return {"tabs": shown if len(shown) > 1 else []}


def step(request: HttpRequest, act: Callable[[], object], said: str, onward: str) -> HttpResponse:
    """Take a step that needs no form: a message says what was done or why not, then the page again."""
    try:
        act()
    except Refused as refusal:
        if type(refusal) not in {Refused, Incomplete}:
            raise
        messages.error(request, " ".join([refusal.message, *_lines(refusal)]))
    else:
        messages.success(request, said)
    return redirect(onward)


def first_error(form: RefusableForm) -> str:
    """What is wrong with a small form, in one line."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def visible_product(request: HttpRequest, code: str) -> Product:
    """The product, or 404."""
    rows = Product.objects.visible_to(signed_in(request)).select_related("owner_unit", "reviewed_by")
    return get_object_or_404(rows, code=code)


def visible_idea(request: HttpRequest, number: str) -> Idea:
    """The idea, or 404 for what is not there or not for this person."""
    rows = Idea.objects.visible_to(signed_in(request)).select_related(
        "submitted_by", "answered_by", "merged_into", "project", "customer"
    )
    return get_object_or_404(rows, number=number)


def visible_project(request: HttpRequest, number: str) -> Project:
    """The project, or 404 for what is not there or not for this person."""
    rows = Project.objects.visible_to(signed_in(request)).select_related("proposed_by", "manager", "product")
    return get_object_or_404(rows, number=number)


def visible_meeting(request: HttpRequest, number: str, public_id: str) -> Meeting:
    """The gate meeting, or 404."""
    project = visible_project(request, number)
    rows = project.meetings.select_related("chair", "opened_by", "decided_by")
    meeting = get_object_or_404(rows, public_id=public_id)
    meeting.project = project
    return meeting


def _lines(refusal: Refused) -> Iterable[str]:
    named = refusal.missing if isinstance(refusal, Incomplete) else {}
    return [line for line in dict.fromkeys(named.values()) if line != refusal.message]
