"""Files of voices: bring one, see what became of its rows."""

from tempfile import NamedTemporaryFile

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.jobs import enqueue
from foundation.core.pages import keyset_page
from foundation.core.spreadsheet import csv_lines
from foundation.core.uploads import upload_limit
from voc.forms.files import VoiceFileForm
from voc.models import VoiceImport
from voc.services.imports import MAX_BYTES, import_voices
from voc.tasks import GATHER
from voc.views.staff_models import copied

SHOWN_ISSUES = 20


@require_http_methods(["GET", "POST"])
@requires(Permission.VOC_EDIT)
@upload_limit(MAX_BYTES)
def import_list(request: HttpRequest) -> HttpResponse:
    """Past files, and the way to bring the next one."""
    form = VoiceFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            with NamedTemporaryFile(suffix=".csv") as copy:
                row = import_voices(
                    path=copied(upload, copy),
                    name=upload.name,
                    channel=form.cleaned_data["channel"],
                    by=signed_in(request),
                    now=timezone.now(),
                )
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            enqueue(GATHER, params={}, by=signed_in(request), key="import")
            return redirect("voc:import", row.public_id)
    rows = VoiceImport.objects.select_related("brought_by").defer("issues")
    page = keyset_page(rows, order=("-id",), cursor=request.GET.get("after", ""))
    return render(request, "voc/imports.html", {"form": form, "page": page}, status=422 if form.errors else 200)


@require_GET
@requires(Permission.VOC_EDIT)
def import_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """What became of a file."""
    row = get_object_or_404(VoiceImport.objects.select_related("brought_by"), public_id=public_id)
    return render(request, "voc/import.html", {"row": row, "issues": row.issues[:SHOWN_ISSUES]})


@require_GET
@requires(Permission.VOC_EDIT)
def import_issues(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The rows that were not accepted, as CSV."""
    row = get_object_or_404(VoiceImport, public_id=public_id)
    head = [_("Row"), _("Column"), _("What stands there"), _("What is wrong")]
    rows = ([issue["row"], issue["column"], issue["value"], issue["reason"]] for issue in row.issues)
    response = StreamingHttpResponse(csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="voices-{row.public_id}.csv"'
    return response
