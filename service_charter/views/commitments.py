"""Commitments for staff: how everybody stands, handing down, one's own, and signing."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import Unit
from foundation.accounts.permissions import Permission
from foundation.core.access import requires as whoever_sees_it
from foundation.core.errors import Refused
from foundation.core.pages import keyset_page
from service_charter import commitment_rules as rules
from service_charter.commitment_filters import CommitmentFilter
from service_charter.enums import Holder
from service_charter.forms.commitments import HandDownForm, SignForm
from service_charter.models import Commitment
from service_charter.selectors import charter_in_force
from service_charter.selectors import commitments as reads
from service_charter.services import commitments as services


@require_GET
@requires(*rules.OVERSIGHT)
def index(request: HttpRequest) -> HttpResponse:
    """Who has accepted, who has not, since when."""
    return _index(request)


@require_POST
@requires(Permission.CHARTER_CASCADE)
def hand_down(request: HttpRequest) -> HttpResponse:
    """Ask everybody who has not been asked for exactly what is in force."""
    form = HandDownForm(request.POST)
    if form.is_valid():
        try:
            asked = services.hand_down(due_on=form.cleaned_data["due_on"], by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            words = [f"{Holder(kind).label} {count}" for kind, count in asked.items()]
            if words:
                messages.success(request, _("Handed down to: %(whom)s.") % {"whom": ", ".join(words)})
            else:
                messages.info(request, _("Everybody has been asked already."))
            return redirect("service_charter:commitments")
    return _index(request, form, status=422)


@require_GET
@requires(Permission.CHARTER_COMMIT)
def mine(request: HttpRequest) -> HttpResponse:
    """What the reader and the reader's unit were handed."""
    now, user = timezone.now(), signed_in(request)
    context = {"lines": _lines(reads.of_person(user, now), now), "charter": charter_in_force(now)}
    return render(request, "service_charter/commitments/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@whoever_sees_it()
def commitment(request: HttpRequest, public_id: str) -> HttpResponse:
    """One commitment, to read and to sign."""
    row = _readable(request, public_id)
    user = signed_in(request)
    if request.method != "POST":
        return _commitment(request, row, SignForm(initial={"shown_hash": row.content_hash}))
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            services.accept(
                commitment_id=row.pk, shown_hash=form.cleaned_data["shown_hash"], by=user, now=timezone.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("You have signed. Thank you for keeping our promises."))
            return redirect(row)
    return _commitment(request, _readable(request, public_id), form, status=422)


@require_POST
@requires(Permission.CHARTER_CASCADE)
def renew_link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a partner a new link; the one before ends."""
    row = get_object_or_404(Commitment.objects.select_related("partner"), public_id=public_id)
    try:
        services.renew_link(commitment_id=row.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        if row.partner and row.partner.email:
            messages.success(request, _("A new link is on its way to %(name)s.") % {"name": row.holder_name})
        else:
            messages.warning(request, _("%(name)s has no mailbox, so no link was sent.") % {"name": row.holder_name})
    return redirect(row)


def _index(request: HttpRequest, form: HandDownForm | None = None, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    charter, asked, user = charter_in_force(now), CommitmentFilter(request.GET), signed_in(request)
    may_hand_down = user.can(Permission.CHARTER_CASCADE)
    rows = reads.current(now)
    page = keyset_page(reads.shown(asked.apply(rows, now)), order=["due_on", "id"], cursor=asked.cursor)
    tallies = reads.tallies(rows, timezone.localdate(now))
    owed = reads.owed(charter) if charter and may_hand_down else []
    context = {
        "charter": charter,
        "asked": asked,
        "page": page,
        "lines": _lines(page.rows, now),
        "kinds": [(kind.value, kind.label, tallies.get(kind, reads.Answers())) for kind in Holder],
        "units": [] if asked.values or asked.cursor else _units(reads.matrix(now), now),
        "owed": len(owed),
        "may_hand_down": may_hand_down,
        "form": form or HandDownForm(initial={"due_on": timezone.localdate(now) + rules.ANSWER_WITHIN}),
    }
    return render(request, "service_charter/commitments/index.html", context, status=status)


def _commitment(request: HttpRequest, row: Commitment, form: SignForm, *, status: int = 200) -> HttpResponse:
    now, user = timezone.now(), signed_in(request)
    binds = reads.current(now).filter(pk=row.pk).exists()
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "binds": binds,
        "standing": row.standing_on(timezone.localdate(now)),
        "may_sign": binds and row.accepted is None and rules.may_accept(user, row),
        "may_renew": binds and row.kind == Holder.PARTNER and not row.accepted and user.can(Permission.CHARTER_CASCADE),
        "link": row.links.first() if row.kind == Holder.PARTNER else None,
        "earlier": _lines(reads.earlier(row), now),
        "now": now,
        "oversees": rules.may_oversee(user),
    }
    return render(request, "service_charter/commitments/one.html", context, status=status)


def _readable(request: HttpRequest, public_id: str) -> Commitment:
    rows = Commitment.objects.select_related(*reads.SHOWN_WITH, "handed_by")
    row = get_object_or_404(rows, public_id=public_id)
    if not rules.may_read(signed_in(request), row):
        raise Http404
    return row


def _lines(rows: Any, now: dt.datetime) -> list[tuple[Commitment, str]]:
    """Each with how it stands today."""
    today = timezone.localdate(now)
    return [(row, row.standing_on(today)) for row in rows]


def _units(rows: list[reads.UnitRow], now: dt.datetime) -> list[tuple[Unit, Commitment | None, str, reads.Answers]]:
    today = timezone.localdate(now)
    return [(each.unit, each.own, each.own.standing_on(today) if each.own else "", each.people) for each in rows]
