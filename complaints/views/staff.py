"""The officer's queue, and taking a complaint down at the telephone or the counter."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from complaints import selectors, services
from complaints.enums import Identity
from complaints.filters import QueueFilter
from complaints.forms.intake import IntakeForm
from complaints.models import Complaint
from complaints.views.receipt import receipt_context
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.core.ids import new_public_id, new_tracking_code
from foundation.core.numbers import claim_key, claimed_result
from foundation.privacy.selectors import notice_in_force

SEES = (Permission.COMPLAINT_VIEW, Permission.COMPLAINT_VIEW_ALL)
INTAKE_SCOPE = "complaints.intake"


@requires(*SEES)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What to do next, ordered by what is due."""
    now = timezone.now()
    asked = QueueFilter(request.GET, by=signed_in(request))
    visible = Complaint.objects.visible_to(signed_in(request))
    filtered = asked.apply(selectors.in_view(visible, asked.view, signed_in(request)))
    shown = selectors.queue_page(filtered, view=asked.view, cursor=asked.cursor, now=now)
    cuts = asked.registered.cuts
    counts = selectors.queue_counts(signed_in(request), filtered, view=asked.view, now=now, cuts=cuts)
    tabs = [
        {
            "label": view.label,
            "url": asked.address(view=view.key),
            "current": view.key == asked.view,
            "count": _figure(counts.get(view.key)),
        }
        for view in selectors.VIEWS.values()
    ]
    context = {
        "queue": shown,
        "asked": asked,
        "tabs": tabs,
        "late_count": _figure(counts.get("late")),
        "today_count": _figure(counts.get("today")),
        "now": now,
        "end_of_today": selectors.end_of_day(now),
        "may_hand_over": signed_in(request).can(Permission.COMPLAINT_DECIDE),
        "may_take_down": signed_in(request).can(Permission.COMPLAINT_HANDLE),
    }
    return render(request, "complaints/staff/queue.html", context)


@requires(Permission.COMPLAINT_HANDLE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Take a complaint down for someone; the receipt with its secret code is shown once, to hand over."""
    if request.method != "POST":
        return _intake_page(request, IntakeForm(viewer=signed_in(request)), key=new_public_id())
    form = IntakeForm(request.POST, viewer=signed_in(request))
    key = request.POST.get("key", "")[:100]
    if not form.is_valid():
        return _intake_page(request, form, key=key, status=422)
    code = new_tracking_code()
    try:
        complaint = _take_down(request, form, key=key, code=code)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _intake_page(request, form, key=key, status=422)
    if complaint is None:
        messages.info(request, _("This complaint had been taken down already; nothing was written twice."))
        return redirect("complaints:staff-detail", claimed_result(INTAKE_SCOPE, key))
    context = receipt_context(complaint.public_id, tracking_code=code, now=timezone.now())
    return render(request, "complaints/staff/receipt.html", context)


def _take_down(request: HttpRequest, form: IntakeForm, *, key: str, code: str) -> Complaint | None:
    """The new complaint, or None when the same page was sent before."""
    said, now = form.cleaned_data, timezone.now()
    with transaction.atomic():
        claimed = claim_key(INTAKE_SCOPE, key or new_public_id())
        if claimed is None:
            return None
        complaint = services.register_complaint(
            identity=said["identity"],
            story=services.Story(
                category=said["category"],
                description=said["description"],
                subject=said["subject"],
                place=said["place"],
                touchpoint=said["touchpoint"],
                occurred_on=said["occurred_on"],
                remedies=said["remedies"],
            ),
            contact=None if said["identity"] == Identity.ANONYMOUS else _contact(said),
            door=services.Door(
                channel=said["channel"],
                language=said["language"],
                external_reference=said["external_reference"],
                notice=notice_in_force("complaint", at=now),
            ),
            tracking_code=code,
            by=signed_in(request),
            now=now,
            customer_id=said["customer_number"].pk if said["customer_number"] else None,
        )
        claimed.result = complaint.number
        claimed.save(update_fields=["result"])
    return complaint


def _contact(said: dict[str, str]) -> services.Contact:
    names = ("name", "phone", "email", "address", "reply_by")
    return services.Contact(**{name: said[name] for name in names})


def _intake_page(request: HttpRequest, form: IntakeForm, *, key: str, status: int = 200) -> HttpResponse:
    return render(request, "complaints/staff/new.html", {"form": form, "key": key}, status=status)


def _figure(count: int | None) -> str | None:
    if count is None:
        return None
    return "99+" if count >= 100 else str(count)
