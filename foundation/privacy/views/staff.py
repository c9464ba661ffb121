"""For the data-protection officer and the auditor: who looked, what people were told, what they agreed to."""

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core import references
from foundation.core.errors import Incomplete
from foundation.core.pages import keyset_page
from foundation.core.thai.dates import format_date
from foundation.privacy import selectors, services
from foundation.privacy.forms import REASONED, LooksFilter, NoticeForm
from foundation.privacy.models import Notice
from foundation.privacy.views.common import reads, tabs
from foundation.privacy.words import field_word, kind_word


@reads
@require_GET
def looks(request: HttpRequest) -> HttpResponse:
    """The access log, of everyone or of one member of staff, of all or of one person looked at."""
    form = LooksFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"by": "", "what": ""}
    kind, public_id = request.GET.get("kind", "")[:40], request.GET.get("of", "")[:26]
    if kind and public_id:
        rows = selectors.looks_at({kind: [public_id]})
    else:
        rows = selectors.looks(by=asked["by"], reasoned=asked["what"] == REASONED)
    page = keyset_page(rows, order=["-id"], cursor=request.GET.get("after", ""))
    lines = [
        {"look": look, "kind": kind_word(look.subject_kind), "fields": [field_word(field) for field in look.fields]}
        for look in page.rows
    ]
    found = references.resolve(request.user, kind, public_id) if kind and public_id else None
    shown = {"tabs": tabs(request), "form": form, "page": page, "lines": lines}
    of = (found.title if found else kind_word(kind)) if public_id else ""
    return render(request, "privacy/staff_looks.html", {**shown, "of": of, "found": found})


@reads
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Every notice with all its versions."""
    return render(
        request,
        "privacy/staff_notices.html",
        {
            "tabs": tabs(request),
            "notices": selectors.notices_with_versions(),
            "now": timezone.now(),
            "may_publish": signed_in(request).can(Permission.PRIVACY_OFFICER),
        },
    )


@reads
@require_GET
def consents(request: HttpRequest) -> HttpResponse:
    """The consent ledger, newest first."""
    page = keyset_page(selectors.consents_latest(), order=["-id"], cursor=request.GET.get("after", ""))
    lines = [{"consent": line, "kind": kind_word(line.subject_kind)} for line in page.rows]
    return render(request, "privacy/staff_consents.html", {"tabs": tabs(request), "page": page, "lines": lines})


@requires(Permission.PRIVACY_OFFICER)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Write the next version of a notice, starting from the last."""
    notice = get_object_or_404(Notice, key=key)
    form = NoticeForm(request.POST or None, last=notice.versions.first())
    if request.method == "POST" and form.is_valid():
        texts = dict(form.cleaned_data)
        day = texts.pop("effective_on")
        starts = timezone.make_aware(datetime.combine(day, time.min))
        try:
            version = services.publish_notice(notice=notice, texts=texts, effective_at=starts, by=signed_in(request))
        except Incomplete as refusal:
            for field, message in refusal.missing.items():
                form.add_error(field, message)
        else:
            told = {"number": version.number, "day": format_date(day, "long")}
            messages.success(request, _("Version %(number)d is published; it counts from %(day)s.") % told)
            return redirect("privacy:staff-notices")
    return render(request, "privacy/staff_publish.html", {"notice": notice, "form": form})
