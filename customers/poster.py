"""The poster of a touchpoint: a QR code that opens its ten-second feedback form, in Thai and English, as PDF."""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import override

from customers.models import LifecycleStage, Touchpoint
from foundation.core import qr
from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf

TEMPLATE = "touchpoint_poster.typ"


def feedback_address(touchpoint: Touchpoint, stage: LifecycleStage | None = None) -> str:
    """Where the QR code leads: the public feedback form of the touchpoint, where asked for with a stage chosen."""
    address = f"{settings.SITE_URL}/portal/feedback/{touchpoint.code}"
    return f"{address}?stage={stage.code}" if stage else address


def poster_pdf(touchpoint: Touchpoint, *, today: date, stage: LifecycleStage | None = None) -> bytes:
    """The poster as A4; one for a stage says so in a customer's words. Raises PdfError."""
    return build_pdf(TEMPLATE, poster_data(touchpoint, stage), date=today)


def poster_data(touchpoint: Touchpoint, stage: LifecycleStage | None = None) -> dict[str, Any]:
    """What stands on the poster, in both languages."""
    address = feedback_address(touchpoint, stage)
    return {"address": address, "code": touchpoint.code, "runs": qr.runs(address), "side": qr.side(address)} | {
        language: _texts(touchpoint, stage, language) for language in ("th", "en")
    }


def _texts(touchpoint: Touchpoint, stage: LifecycleStage | None, language: str) -> dict[str, str]:
    with override(language):
        place = " ".join(filter(None, (touchpoint.building, touchpoint.floor)))
        return {
            "name": touchpoint.name,
            "place": place,
            "hours": touchpoint.hours,
            "stage": stage.said if stage else "",
            "organisation": organisation(language).get("name", ""),
        }
