"""The letter of a decision as PDF and DOCX: for the complainant on the tracking page, for staff without the name."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from complaints.letter_pdf import letter_docx, letter_pdf
from complaints.models import Complaint
from complaints.views.case import visible_case
from complaints.views.staff import SEES
from complaints.views.tracking import of_case
from foundation.accounts.access import public, requires

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@requires(*SEES)
@never_cache
@require_GET
def staff_letter(request: HttpRequest, number: str, letter: int) -> HttpResponse:
    """The letter as staff see it: the name masked."""
    return _pdf(visible_case(request, number), letter, is_masked=True)


@requires(*SEES)
@never_cache
@require_GET
def staff_letter_docx(request: HttpRequest, number: str, letter: int) -> HttpResponse:
    """The same letter for a word processor; the name masked."""
    complaint = visible_case(request, number)
    body = letter_docx(complaint, number=letter, is_masked=True)
    if body is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{complaint.number}-{letter}.docx"'}
    return HttpResponse(body, content_type=DOCX, headers=headers)


@public
@never_cache
@require_GET
@of_case
def portal_letter(request: HttpRequest, complaint: Complaint) -> HttpResponse:
    """A letter of the case that this browser follows, the n-th as the query says."""
    asked = request.GET.get("n", "")
    return _pdf(complaint, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0, is_masked=False)


def _pdf(complaint: Complaint, letter: int, *, is_masked: bool) -> HttpResponse:
    body = letter_pdf(complaint, number=letter, is_masked=is_masked)
    if body is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{complaint.number}-{letter}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
