"""What follows from a case: corrective and preventive actions, and the lesson. Fetched beside the case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from complaints import rules, services
from complaints.offers import REFERENCE
from complaints.rules import WORKS
from complaints.views.case import visible_case
from complaints.views.staff import SEES
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused
from foundation.governance.selectors import actions_of, may_add_risks
from foundation.knowledge.selectors import lesson_asked_of


@requires(*SEES)
@require_GET
def following(request: HttpRequest, number: str) -> HttpResponse:
    """Actions on the cause with their effect check, and what was learnt."""
    complaint, user = visible_case(request, number), signed_in(request)
    asked = lesson_asked_of(REFERENCE.kind, complaint.public_id)
    context: dict[str, Any] = {
        "complaint": complaint,
        "actions": actions_of(user, REFERENCE.kind, complaint.public_id) if user.can(Permission.RISK_VIEW) else None,
        "kind": REFERENCE.kind,
        "public_id": complaint.public_id,
        "may_add": may_add_risks(user),
        "asked": asked,
        "may_ask": rules.may_ask_for_lesson(user, complaint) and asked is None,
    }
    return render(request, "complaints/staff/following.html", context)


@requires(*WORKS)
@require_POST
def ask_lesson(request: HttpRequest, number: str) -> HttpResponseBase:
    """Ask those who worked on the case to write the lesson down; asked twice, the first draft is shown."""
    complaint = visible_case(request, number)
    try:
        article = services.ask_lesson(complaint_id=complaint.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.warning(request, refusal.message)
        return redirect("complaints:staff-following", number)
    messages.success(request, _("%(who)s was asked to write the lesson down.") % {"who": article.owner})
    return redirect("complaints:staff-following", number)
