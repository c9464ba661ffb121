"""The poster of a touchpoint: a QR code that opens its ten-second feedback form, in Thai and English, as PDF."""

from datetime import date
from typing import Any

import qrcode
from django.conf import settings
from django.utils.translation import override

from customers.models import Touchpoint
from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf

TEMPLATE = "touchpoint_poster.typ"
QUIET_ZONE = 0  # the page around the code is white


def feedback_address(touchpoint: Touchpoint) -> str:
    """Where the QR code leads: the public feedback form of the touchpoint."""
    return f"{settings.SITE_URL}/portal/feedback/{touchpoint.code}"


def poster_pdf(touchpoint: Touchpoint, *, today: date) -> bytes:
    """The poster as A4. Raises PdfError."""
    return build_pdf(TEMPLATE, poster_data(touchpoint), date=today)


def poster_data(touchpoint: Touchpoint) -> dict[str, Any]:
    """What stands on the poster, in both languages."""
    address = feedback_address(touchpoint)
    return {"address": address, "code": touchpoint.code, "runs": qr_runs(address), "side": _side(address)} | {
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


def qr_runs(text: str) -> list[tuple[int, int, int]]:
    """The dark modules of the code as (row, first column, length) of unbroken runs: what paper draws as rectangles."""
    runs = []
    for row, modules in enumerate(_matrix(text)):
        start = None
        for column, dark in enumerate([*modules, False]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append((row, start, column - start))
                start = None
    return runs


def _side(text: str) -> int:
    return len(_matrix(text))


def _matrix(text: str) -> list[list[bool]]:
    code = qrcode.QRCode(border=QUIET_ZONE, error_correction=qrcode.constants.ERROR_CORRECT_Q)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]
