"""The poster of a touchpoint: a QR code that opens its ten-second feedback form, in Thai and English, as PDF."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import override

from customers.models import Touchpoint
from foundation.core import qr
from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf

TEMPLATE = "touchpoint_poster.typ"


def feedback_address(touchpoint: Touchpoint) -> str:
    """Where the QR code leads: the public feedback form of the touchpoint."""
    return f"{settings.SITE_URL}/portal/feedback/{touchpoint.code}"


def poster_pdf(touchpoint: Touchpoint, *, today: date) -> bytes:
    """The poster as A4. Raises PdfError."""
    return build_pdf(TEMPLATE, poster_data(touchpoint), date=today)


def poster_data(touchpoint: Touchpoint) -> dict[str, Any]:
    """What stands on the poster, in both languages."""
    address = feedback_address(touchpoint)
    return {"address": address, "code": touchpoint.code, "runs": qr.runs(address), "side": qr.side(address)} | {
        language: _texts(touchpoint, language) for language in ("th", "en")
    }


def _texts(touchpoint: Touchpoint, language: str) -> dict[str, str]:
    with override(language):
        place = " ".join(filter(None, (touchpoint.building, touchpoint.floor)))
        return {
            "name": touchpoint.name,
            "place": place,
            "hours": touchpoint.hours,
            "organisation": organisation(language).get("name", ""),
        }
