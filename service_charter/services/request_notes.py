"""Words between colleagues about a request, which no customer sees."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.core.errors import Incomplete, NotAllowed
from service_charter import request_rules as rules
from service_charter.models import RequestNote, ServiceRequest

if TYPE_CHECKING:
    from foundation.accounts.models import User


@transaction.atomic
def add_note(*, request_id: int, body: str, by: "User", now: dt.datetime) -> RequestNote:
    """Keep a note, also on a request that is over. Raises NotAllowed, Incomplete for an empty or endless text."""
    request = ServiceRequest.objects.get(pk=request_id)
    if not rules.may_work_on(by, request):
        raise NotAllowed(_("Your role does not include this step."))
    message = ""
    if not body.strip():
        message = _("Please write something first.")
    elif len(body) > rules.MESSAGE_LIMIT:
        message = _("Please shorten the text to %(limit)s characters.") % {"limit": f"{rules.MESSAGE_LIMIT:,}"}
    if message:
        raise Incomplete(message, missing={"body": message})
    return RequestNote.objects.create(request=request, body=body, author=by, at=now)
