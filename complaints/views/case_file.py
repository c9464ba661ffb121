"""The complete file of a case: asked for with a reason, watched while it is made, fetched by who asked."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import rules, services
from complaints.models import CaseFile
from complaints.services.case_files import JOB
from complaints.views.case import visible_case
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in
from foundation.core.errors import IllegalMove, Incomplete
from foundation.core.forms import RefusableForm, ThaiTextField
from foundation.core.jobs import jobs_visible_to


class CaseFileForm(RefusableForm):
    """What the file holds, and why it is needed."""

    reason = ThaiTextField(
        label=_("What the file is needed for"), help_text=_("This is kept in the access log"), max_length=300
    )
    language = forms.ChoiceField(
        label=_("Language of the file"),
        choices=[("th", _("Thai")), ("en", _("English"))],
        widget=forms.RadioSelect,
    )
    with_notes = forms.BooleanField(label=_("Include internal notes"), required=False)
    unmasked = forms.BooleanField(label=_("Show the complainant's contact in clear"), required=False)

    def __init__(self, *args: object, may_reveal: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not may_reveal:
            del self.fields["unmasked"]


@requires(*SEES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponseBase:
    """Ask for the file; earlier ones of one's own that can still be fetched stand beside."""
    complaint, by, now = visible_case(request, number), signed_in(request), timezone.now()
    form = CaseFileForm(
        request.POST or None,
        may_reveal=rules.may_reveal(by, complaint),
        initial={"language": translation.get_language() or "th"},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = services.ask_case_file(
                complaint_id=complaint.pk,
                reason=said["reason"],
                language=said["language"],
                with_notes=said["with_notes"],
                unmasked=said.get("unmasked", False),
                by=by,
                now=now,
            )
        except Incomplete as refusal:
            form.refuse(refusal)
        else:
            return redirect("complaints:staff-case-file", number, row.public_id)
    own = CaseFile.objects.filter(complaint=complaint, asked_by=by, expires_at__gt=now)
    context = {"complaint": complaint, "form": form, "own": own}
    status = 422 if request.method == "POST" else 200
    return render(request, "complaints/staff/case_file_ask.html", context, status=status)


@requires(*SEES)
@never_cache
@require_GET
def shown(request: HttpRequest, number: str, public_id: str) -> HttpResponse:
    """How far the file is, and the button that fetches it."""
    return _page(request, _own(request, number, public_id))


@requires(*SEES)
@never_cache
@require_POST
def fetch(request: HttpRequest, number: str, public_id: str) -> HttpResponseBase:
    """Give the PDF to who asked for it; written down each time."""
    row = _own(request, number, public_id)
    try:
        body = services.fetch_case_file(case_file_id=row.pk, by=signed_in(request), now=timezone.now())
    except IllegalMove as refusal:
        return _page(request, row, refused=refusal.message, status=409)
    name = f"{number}-file-{row.language}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _own(request: HttpRequest, number: str, public_id: str) -> CaseFile:
    complaint = visible_case(request, number)
    rows = CaseFile.objects.select_related("complaint", "data_key")
    row = rows.filter(complaint=complaint, asked_by=signed_in(request), public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: CaseFile, *, refused: str = "", status: int = 200) -> HttpResponse:
    job = jobs_visible_to(signed_in(request)).filter(kind=JOB, key=row.public_id).order_by("-id").first()
    is_over = row.expires_at <= timezone.now() or row.data_key.is_destroyed
    context = {"row": row, "complaint": row.complaint, "job": job, "is_over": is_over, "refused": refused}
    return render(request, "complaints/staff/case_file.html", context, status=status)
