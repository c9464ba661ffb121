"""A new tracking code for a person who lost the old one and showed at the counter who is asking."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.ids import new_tracking_code
from foundation.core.models import locked, signed
from foundation.privacy.models import DataRequest, RequestNote
from foundation.privacy.services.intake import code_hash


@transaction.atomic
def renew_code(*, request_id: int, how: str, by: User, now: datetime) -> str:
    """A new code, given back this once; the old one, and every browser that knows it, sees nothing any more.

    `how` says how it was made sure that it is the same person; it stands in an internal note.
    Raises NotAllowed, Incomplete without `how`, IllegalMove once who asked has been erased.
    """
    if not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer works on such requests."))
    how = " ".join(how.split())
    if not how:
        message = _("Please say how you made sure who is asking.")
        raise Incomplete(message, missing={"reason": message})
    request = locked(DataRequest.objects.select_related("data_key"), pk=request_id)
    if request.is_silent:
        raise IllegalMove(_("Who asked has been erased, so nothing can be written any more."))
    code = new_tracking_code()
    request.code_hash = code_hash(code)
    reason = _("New tracking code: %(how)s") % {"how": how}
    signed(request, by=by, now=now, reason=reason).save()
    RequestNote.objects.create(request=request, data_key=request.data_key, body=reason, is_internal=True, by=by, at=now)
    return code
