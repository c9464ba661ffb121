"""What leaves the house about a request: letters in the person's language, notes to the officers."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.accounts.permissions import Permission
from foundation.core import outbox
from foundation.core.access import people_holding
from foundation.core.notifications import notify, notify_all
from foundation.core.thai.dates import format_date
from foundation.privacy.models import DataRequest, RequestNote

PURPOSE = "data-rights"


def send_receipt(request: DataRequest, *, tracking_code: str) -> None:
    """The acknowledgement: number, code and day of the answer. The code lies sealed until the letter is sent."""
    with translation.override(request.language):
        due = format_date(request.due_at, "long")
    _send(request, "data_request_received", {"tracking_code": tracking_code, "due": due}, key="receipt")


def send_words(request: DataRequest, note: RequestNote) -> None:
    """Words to the person; the tracking page has them too."""
    _send(request, "data_request_message", {"body": note.body}, key=f"note:{note.public_id}")


def tell_officers(request: DataRequest) -> None:
    """Tell those who work on requests that a new one is there."""
    text = partial(_text_new, request.number)
    notify_all(people_holding(Permission.PRIVACY_OFFICER), text, _url(request), f"data-request:{request.public_id}")


def tell_handler(request: DataRequest, note: RequestNote) -> None:
    """Tell the officer in charge, or all where nobody is, that the person wrote."""
    key = f"data-request-note:{note.public_id}"
    text = partial(_text_wrote, request.number)
    if request.handler is not None:
        notify(request.handler, text, _url(request), key)
    else:
        notify_all(people_holding(Permission.PRIVACY_OFFICER), text, _url(request), key)


def _send(request: DataRequest, template: str, context: dict[str, Any], *, key: str) -> None:
    if not request.email or request.is_silent:
        return
    outbox.send(
        kind=f"privacy.{template}",
        to=request.email,
        language=request.language,
        template=template,
        context={"number": request.number, "track_path": reverse("privacy:portal-track"), **context},
        key=f"data-request:{request.public_id}:{key}",
        purpose=PURPOSE,
        subject_key=request.data_key,
    )


def _url(request: DataRequest) -> str:
    return reverse("privacy:staff-request", args=[request.number])


def _text_new(number: str) -> str:
    return _("A new request about personal data came in: %(number)s") % {"number": number}


def _text_wrote(number: str) -> str:
    return _("The person wrote about request %(number)s") % {"number": number}
