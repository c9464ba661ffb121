"""Recognition: what the ledger proposes, deciding about it, what was decided, and the certificate."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.form_pages import form_page
from foundation.core.pages import keyset_page
from service_charter import recognition_rules as rules
from service_charter.enums import Look, Verdict
from service_charter.forms.recognition import AskBackForm, DecideForm, LookForm
from service_charter.models import Recognition
from service_charter.recognition_pdf import certificate_pdf
from service_charter.selectors import recognition as reads
from service_charter.selectors.measurement import days_of
from service_charter.services import recognition as services
from service_charter.services import recognition_withdrawal as withdrawals

LANGUAGES = ("th", "en")


@require_GET
@requires(*rules.READERS)
def index(request: HttpRequest) -> HttpResponse:
    """Teams recognised, for all staff; for whoever decides also the proposals and what was declined."""
    user, now = signed_in(request), timezone.now()
    decides = user.can(Permission.RECOGNISE)
    rows = reads.recognitions() if decides else reads.given()
    first, last = days_of(reads.span(now))
    context = {
        "page": keyset_page(rows, order=["-id"], cursor=request.GET.get("after", "")),
        "proposed": reads.candidates(now) if decides else [],
        "decides": decides,
        "own_unit": user.unit_id,
        "first": first,
        "last": last,
    }
    return render(request, "service_charter/recognition/index.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.RECOGNISE)
def decide(request: HttpRequest, unit: str, code: str) -> HttpResponse:
    """Decide about a proposed team."""
    now, user = timezone.now(), signed_in(request)
    found = next((row for row in reads.candidates(now) if row.unit.code == unit and row.standard.code == code), None)
    if found is None:
        raise Http404
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.decide(unit_id=found.unit.pk, code=code, by=user, now=now, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("Decided. The team was told.") if row.verdict == Verdict.GIVEN else _("Decided.")
            )
            return redirect("service_charter:recognition")
    context = {"found": found, "form": form, "is_own": user.unit_id == found.unit.pk}
    return form_page(request, "service_charter/recognition/decide.html", context)


@require_GET
@requires(*rules.READERS)
def recognised(request: HttpRequest, public_id: str) -> HttpResponse:
    """One decision with its figures, also that it was taken back; what was declined is for those who decide."""
    return _page(request, _seen(request, public_id))


@require_POST
@requires(Permission.RECOGNISE)
def ask_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask that a recognition given by mistake be taken back."""
    row, form = _seen(request, public_id), AskBackForm(request.POST)
    if form.is_valid():
        try:
            withdrawals.ask_back(recognition_id=row.pk, by=signed_in(request), now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Asked. Another person takes the second look."))
            return redirect(row)
    return _page(request, row, ask_form=form)


@require_POST
@requires(*rules.LOOKERS)
def look(request: HttpRequest, public_id: str) -> HttpResponse:
    """The second look: taken back, or kept."""
    row, form = _seen(request, public_id), LookForm(request.POST)
    found = row.withdrawal
    if found is None:
        raise Http404
    if form.is_valid():
        try:
            withdrawals.look_again(
                withdrawal_id=found.pk, by=signed_in(request), now=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. Those concerned were told."))
            return redirect(row)
    return _page(request, row, look_form=form)


@require_GET
@requires(*rules.READERS)
def certificate(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """The certificate of a recognised team, unless that was taken back."""
    if language not in LANGUAGES:
        raise Http404
    row = get_object_or_404(reads.given().standing(), public_id=public_id)
    response = HttpResponse(certificate_pdf(row, language=language), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="recognition-{row.unit.code}-{language}.pdf"'
    return response


def _seen(request: HttpRequest, public_id: str) -> Recognition:
    rows = reads.recognitions() if signed_in(request).can(Permission.RECOGNISE) else reads.given()
    return get_object_or_404(rows, public_id=public_id)


def _page(
    request: HttpRequest, row: Recognition, *, ask_form: AskBackForm | None = None, look_form: LookForm | None = None
) -> HttpResponse:
    user, found = signed_in(request), row.withdrawal
    may_ask = row.verdict == Verdict.GIVEN and found is None and rules.may_decide(user, row.unit_id)
    may_look = found is not None and found.state == Look.ASKED and rules.may_look(user, found)
    context = {
        "row": row,
        "withdrawal": found,
        "looks": [each for each in row.withdrawals.all() if each.state == Look.REFUSED]
        if user.can(Permission.RECOGNISE)
        else [],
        "decides": user.can(Permission.RECOGNISE) or may_look,
        "languages": LANGUAGES,
        "ask_form": (ask_form or AskBackForm()) if may_ask else None,
        "look_form": (look_form or LookForm(auto_id="look_%s")) if may_look else None,
        "form": ask_form or look_form,
    }
    return form_page(request, "service_charter/recognition/one.html", context)
