"""Letters by e-mail that could not be placed by themselves: the list, one letter, and what can be done with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from complaints import rules, rules_words, services
from complaints.enums_incoming import Placing
from complaints.forms.sorting import AddLetterForm, LetterAsideForm, LetterIntoComplaintForm
from complaints.models import PlacedLetter
from complaints.selectors.incoming import LETTER_VIEWS, MACHINES, SETTLED, WAITING, letters_in, letters_page
from complaints.services.incoming import language_of
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.incoming import Reading
from foundation.core.line import mask_line_user
from foundation.core.models import IncomingLetter, IncomingWay


@requires(Permission.COMPLAINT_HANDLE)
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """What waits, what was settled, and what machines sent."""
    view = request.GET.get("view", WAITING)
    view = view if view in LETTER_VIEWS else WAITING
    labels = {WAITING: _("Waiting"), SETTLED: _("Settled"), MACHINES: _("From machines")}
    context = {
        "page": letters_page(signed_in(request), view=view, cursor=request.GET.get("after", "")),
        "tabs": [{"label": label, "url": f"?view={key}", "current": key == view} for key, label in labels.items()],
    }
    return render(request, "complaints/staff/letters_in.html", context)


@requires(Permission.COMPLAINT_HANDLE)
@require_GET
def letter(request: HttpRequest, public_id: str) -> HttpResponse:
    """One letter: what it says, why it waits, what can be done; or what came of it."""
    return _page(request, _found(request, public_id))


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def into_complaint(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Make a complaint of it; the sender gets number and code by e-mail."""
    placed = _found(request, public_id)
    form = LetterIntoComplaintForm(request.POST, auto_id="make-%s")
    if not form.is_valid():
        return _page(request, placed, make=form, status=422)
    try:
        case = services.letter_into_complaint(
            placed_id=placed.pk, told=form.told(), by=signed_in(request), now=timezone.now()
        )
    except IllegalMove as refusal:
        return _overtaken(request, public_id, refusal)
    except Incomplete as refusal:
        form.refuse(refusal)
        return _page(request, placed, make=form, status=422)
    messages.success(request, _("The complaint has the number %(number)s.") % {"number": case.number})
    return redirect("complaints:staff-detail", case.number)


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def add(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Add it to a case."""
    placed = _found(request, public_id)
    form = AddLetterForm(request.POST, auto_id="add-%s")
    if not form.is_valid():
        return _page(request, placed, add=form, status=422)
    try:
        case = services.add_letter_to_case(
            placed_id=placed.pk, **form.cleaned_data, by=signed_in(request), now=timezone.now()
        )
    except IllegalMove as refusal:
        return _overtaken(request, public_id, refusal)
    except Incomplete as refusal:
        form.refuse(refusal)
        return _page(request, placed, add=form, status=422)
    messages.success(request, _("The letter is kept with case %(number)s.") % {"number": case.number})
    return redirect("complaints:staff-detail", case.number)


@requires(Permission.COMPLAINT_HANDLE)
@require_POST
def aside(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Set it aside with a reason."""
    placed = _found(request, public_id)
    form = LetterAsideForm(request.POST, auto_id="aside-%s")
    if not form.is_valid():
        return _page(request, placed, aside=form, status=422)
    try:
        services.set_letter_aside(placed_id=placed.pk, **form.cleaned_data, by=signed_in(request), now=timezone.now())
    except IllegalMove as refusal:
        return _overtaken(request, public_id, refusal)
    messages.success(request, _("The letter is set aside."))
    return redirect("complaints:staff-letters-in")


def _found(request: HttpRequest, public_id: str) -> PlacedLetter:
    placed = letters_in(signed_in(request)).filter(public_id=public_id).first()
    if placed is None:
        raise Http404
    return placed


def _overtaken(request: HttpRequest, public_id: str, refusal: IllegalMove) -> HttpResponse:
    messages.warning(request, refusal.message)
    return _page(request, _found(request, public_id), status=409)


def _sender(letter: IncomingLetter) -> str:
    """Who wrote, masked."""
    sender = letter.sender or ""
    if letter.way == IncomingWay.LINE:
        return mask_line_user(sender) if sender else ""
    return rules_words.masked_email(sender)


def _page(request: HttpRequest, placed: PlacedLetter, *, status: int = 200, **forms: Any) -> HttpResponse:
    row = placed.letter
    told = {
        "name": row.sender_name or "",
        "subject": (row.subject or "")[:160],
        "description": (row.body or row.subject or "")[: rules.DESCRIPTION_LIMIT],
        "language": language_of(Reading(subject=row.subject or "", text=row.body or "")),
    }
    context = {
        "placed": placed,
        "letter": row,
        "sender": _sender(row),
        "by_line": row.way == IncomingWay.LINE,
        "is_silent": row.taken_at is not None and row.body is None,
        "files": [name for name in (row.files or "").splitlines() if name],
        "waits": placed.placing == Placing.WAITING,
        "make": forms.get("make") or LetterIntoComplaintForm(initial=told, auto_id="make-%s"),
        "add": forms.get("add")
        or AddLetterForm(initial={"number": placed.complaint.number if placed.complaint else ""}, auto_id="add-%s"),
        "aside": forms.get("aside") or LetterAsideForm(auto_id="aside-%s"),
        "refused": next(iter(forms.values()), None),
    }
    return render(request, "complaints/staff/letter_in.html", context, status=status)
