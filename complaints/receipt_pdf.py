"""The receipt as PDF/UA: number, promise, dates, and a QR code by which anyone can see that it is genuine."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.selectors import check_code, promises_of
from foundation.core import qr
from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf
from foundation.core.thai.dates import format_datetime

TEMPLATE = "complaint_receipt.typ"


def proof_address(complaint: Complaint) -> str:
    """Where the QR code leads: the public page that tells whether the receipt is genuine."""
    query = urlencode({"number": complaint.number, "code": check_code(complaint)})
    return f"{settings.SITE_URL}{reverse('complaints:portal-verify')}?{query}"


def receipt_pdf(complaint: Complaint, *, tracking_code: str = "") -> bytes:
    """The receipt in the reader's language; the secret code only where it is known. Raises PdfError."""
    return build_pdf(TEMPLATE, receipt_data(complaint, tracking_code=tracking_code), date=complaint.received_at.date())


def receipt_data(complaint: Complaint, *, tracking_code: str = "") -> dict[str, Any]:
    """What stands on the receipt. Neither the story nor the person: a receipt may be shown to others."""
    address, language = proof_address(complaint), get_language() or settings.LANGUAGE_CODE
    facts = [(_("Case number"), complaint.number)]
    if tracking_code:
        facts.append((_("Tracking code (keep it secret)"), tracking_code))
    facts += [
        (_("Received"), format_datetime(complaint.received_at, "weekday")),
        (_("In charge"), complaint.unit.name),
    ]
    promises = promises_of(complaint)
    standard = complaint.resolve_standard or complaint.reply_standard
    return {
        "language": language,
        "organisation": organisation(language).get("name", ""),
        "phone": organisation(language).get("phone", ""),
        "title": _("Receipt %(number)s") % {"number": complaint.number},
        "heading": _("We have received your complaint"),
        "facts": facts,
        "promise_title": _("Our promise"),
        "promises": [(promise.label, format_datetime(promise.printed, "weekday")) for promise in promises],
        "promise_source": f"{standard.item}: {standard.promise}" if standard else "",
        "kept_title": _("Is this receipt genuine?"),
        "kept": _("Scan the code. The page shows the number, the times and the promise, and nothing of the matter."),
        "check_label": _("Check code"),
        "check_code": check_code(complaint),
        "qr": qr.runs(address),
        "side": qr.side(address),
        "address": address,
        "alt": _("QR code of the page that checks this receipt"),
        "follow": _("Follow the case with number and tracking code: %(address)s")
        % {"address": f"{settings.SITE_URL}{reverse('complaints:portal-track')}"},
    }
