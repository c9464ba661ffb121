"""Training: who has what a role needs, a person's record, one's own, and what is entered about somebody."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission
from foundation.core.access import requires as whoever_sees_it
from foundation.core.errors import Refused
from foundation.core.models import Attachment
from foundation.core.pages import keyset_page
from service_charter import training_rules as rules
from service_charter.forms.training import AttendanceForm, CertificateForm, WithdrawForm
from service_charter.models import Attendance
from service_charter.selectors import training as reads
from service_charter.services import training as services


@require_GET
@requires(*rules.READERS)
def index(request: HttpRequest) -> HttpResponse:
    """Roles by competence, and the people with gaps, by unit where asked."""
    day = timezone.localdate()
    unit = Unit.objects.filter(code=request.GET.get("unit", "")).first()
    people = reads.with_gaps(day)
    page = keyset_page(people.filter(unit=unit) if unit else people, order=["pk"], cursor=request.GET.get("after", ""))
    standing = reads.standing_of([person.pk for person in page.rows], day)
    gaps = [(person, [row for row in standing[person.pk] if row.hold != "has"]) for person in page.rows]
    context = {
        "cells": reads.matrix(day),
        "page": page,
        "gaps": gaps,
        "unit": unit,
        "units": Unit.objects.filter(members__is_active=True).distinct().order_by("code"),
        "may_edit": signed_in(request).can(Permission.TRAINING_EDIT),
    }
    return render(request, "service_charter/training/index.html", context)


@require_GET
@requires(Permission.CHARTER_COMMIT)
def mine(request: HttpRequest) -> HttpResponse:
    """One's own record."""
    return _record(request, signed_in(request))


@require_http_methods(["GET", "HEAD", "POST"])
@whoever_sees_it()
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """A person's record; whoever keeps the records enters an attendance here."""
    row = get_object_or_404(User.objects.select_related("unit"), public_id=public_id)
    if not rules.may_see(signed_in(request), row):
        raise Http404
    if request.method != "POST":
        return _record(request, row)
    form = AttendanceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _entry, is_new = services.record(person=row, by=signed_in(request), now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Entered.") if is_new else _("This attendance stood there already."))
            return redirect("service_charter:training-person", public_id=row.public_id)
    return _record(request, row, form=form, status=422)


@require_POST
@requires(Permission.TRAINING_EDIT)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a wrong record back."""
    row = get_object_or_404(reads.attendances(), public_id=public_id)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say what was wrong with it."))
        return _record(request, row.person, status=422)
    services.withdraw(attendance_id=row.pk, by=signed_in(request), now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Withdrawn. It stays readable with the reason."))
    return redirect(row)


@require_POST
@whoever_sees_it()
def certificate(request: HttpRequest, public_id: str) -> HttpResponse:
    """File a certificate, one's own or somebody's."""
    row = get_object_or_404(reads.attendances(), public_id=public_id)
    user = signed_in(request)
    if not rules.may_see(user, row.person):
        raise Http404
    form = CertificateForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.add_certificate(
                attendance_id=row.pk, upload=form.cleaned_data["upload"], by=user, now=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
            return _record(request, row.person, status=422)
        messages.success(request, _("The certificate is filed."))
        return redirect("service_charter:training-mine" if row.person_id == user.pk else row.get_absolute_url())
    messages.error(request, _("Please choose a file."))
    return _record(request, row.person, status=422)


def may_fetch(user: Any, file: Attachment, request: HttpRequest) -> bool:
    """A certificate is for the person it names and for those who oversee training."""
    row = Attendance.objects.select_related("person").filter(public_id=file.owner_public_id).first()
    return bool(user and row and rules.may_see(user, row.person))


def _record(request: HttpRequest, row: User, *, form: AttendanceForm | None = None, status: int = 200) -> HttpResponse:
    user, day = signed_in(request), timezone.localdate()
    entries = list(reads.attendances().filter(person=row)[:200])
    files: dict[str, list[Attachment]] = {}
    owners = [entry.public_id for entry in entries]
    for file in Attachment.objects.filter(owner_kind=rules.CERTIFICATE, owner_public_id__in=owners):
        files.setdefault(file.owner_public_id, []).append(file)
    may_edit = user.can(Permission.TRAINING_EDIT)
    context = {
        "person": row,
        "is_mine": user.pk == row.pk,
        "standing": reads.standing_of([row.pk], day)[row.pk],
        "entries": [(entry, files.get(entry.public_id, [])) for entry in entries],
        "oversees": rules.may_oversee(user),
        "may_edit": may_edit,
        "may_file": may_edit or user.pk == row.pk,
        "form": (form or AttendanceForm()) if may_edit and user.pk != row.pk else None,
        "withdraw_form": WithdrawForm(),
        "today": day,
    }
    return render(request, "service_charter/training/person.html", context, status=status)
