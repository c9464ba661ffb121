"""Recognition: what the ledger proposes, deciding about it, what was decided, and the certificate."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.form_pages import form_page
from foundation.core.pages import keyset_page
from service_charter import recognition_rules as rules
from service_charter.enums import Verdict
from service_charter.forms.recognition import DecideForm
from service_charter.recognition_pdf import certificate_pdf
from service_charter.selectors import recognition as reads
from service_charter.selectors.measurement import days_of
from service_charter.services import recognition as services

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
    """One decision with its figures; what was declined is for those who decide."""
    rows = reads.recognitions() if signed_in(request).can(Permission.RECOGNISE) else reads.given()
    row = get_object_or_404(rows, public_id=public_id)
    return render(request, "service_charter/recognition/one.html", {"row": row, "languages": LANGUAGES})


@require_GET
@requires(*rules.READERS)
def certificate(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """The certificate of a recognised team."""
    if language not in LANGUAGES:
        raise Http404
    row = get_object_or_404(reads.given(), public_id=public_id)
    response = HttpResponse(certificate_pdf(row, language=language), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="recognition-{row.unit.code}-{language}.pdf"'
    return response
