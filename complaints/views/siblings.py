"""What others told already: looked up while filing, and the complainant's way to go alone again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from complaints import selectors, services
from complaints.forms import portal as steps
from complaints.models import Complaint
from complaints.views.visit import VISIT
from foundation.accounts.access import public
from foundation.core.errors import Refused

# The pages from which one can tell whether others told the same.
TOLD_ON = ("about", "story")
of_case = VISIT.page(selectors.tracked, form="complaints:portal-track")


def near(content: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """What others have told that is like it, for the draft; a choice between other matters is forgotten."""
    said: dict[str, Any] = {}
    for name in TOLD_ON:
        form = steps.bound_form(name, content.get(name) or {}, content)
        if not form.is_valid():
            return {}
        said |= form.cleaned_data
    found = selectors.siblings(category=said["category"], description=said["description"], place=said["place"], now=now)
    offered = [sibling.stored() for sibling in found]
    is_same = [each["public_id"] for each in content.get("near") or ()] == [each["public_id"] for each in offered]
    return {"near": offered, "siblings": content.get("siblings") if is_same else None}


def same_as(cleaned: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """The public id of the complaint that was chosen; empty for one's own matter."""
    chosen = steps.chosen_sibling(content, cleaned.get("follow", steps.OWN))
    return str(chosen["public_id"]) if chosen else ""


def followed(cleaned: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """The matter of others that was chosen, in words."""
    chosen = steps.chosen_sibling(content, cleaned.get("follow", steps.OWN))
    return steps.sibling_line(chosen) if chosen else ""


@public
@never_cache
@require_POST
@of_case
def apart(request: HttpRequest, complaint: Complaint) -> HttpResponseBase:
    """Mine is a different matter after all."""
    try:
        services.go_alone(complaint_id=complaint.pk, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Your complaint is looked into by itself now. Number, code and dates stay."))
    return redirect("complaints:portal-case")
