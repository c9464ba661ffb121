"""The charter as PDF/UA in one language: what customers read on paper, word for word what the board approved."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.core import qr
from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf
from foundation.core.thai.dates import format_date
from service_charter.enums import Status
from service_charter.models import CharterVersion, Standard
from service_charter.selectors import by_area

TEMPLATE = "charter.typ"


def charter_pdf(charter: CharterVersion, *, language: str) -> bytes:
    """The version in `language` ("th" or "en"). The same version gives the same bytes. Raises PdfError."""
    with override(language):
        day = charter.effective_on or charter.updated_at.date()
        return build_pdf(TEMPLATE, charter_data(charter, language=language), date=day)


def charter_data(charter: CharterVersion, *, language: str) -> dict[str, Any]:
    """What stands in the document. A version that is not published says so on every page."""
    house = organisation(language)
    address = f"{settings.SITE_URL}{charter.get_absolute_url()}"
    is_public = charter.published_at is not None
    return {
        "language": language,
        "company": house.get("name", ""),
        "title": charter.title or _("Untitled charter"),
        "subtitle": _subtitle(charter),
        "draft": "" if is_public else _standing(charter),
        "intro": charter.intro,
        "values": [
            {"title": _("Your rights as a customer"), "lines": charter.rights},
            {"title": _("How we behave"), "lines": charter.conduct},
        ],
        "areas": [{"title": area, "promises": [_promise(row) for row in rows]} for area, rows in by_area(charter)],
        "break_title": _("When we break a promise"),
        "break_words": _("Tell us: it costs nothing, and you get a number and a date for the answer."),
        "complain_at": f"{settings.SITE_URL}/portal/complaints/new",
        "phone": house.get("phone", ""),
        "proof_title": _("About this document"),
        "proof": [
            (_("Version"), str(charter.number)),
            *([(_("Approved by the board"), _resolution(charter))] if is_public else []),
            (_("Fingerprint of the approved text (SHA-256)"), charter.content_hash),
        ],
        "address": address if is_public else "",
        "qr": qr.runs(address) if is_public else [],
        "side": qr.side(address) if is_public else 0,
        "alt": _("QR code of this version's page"),
        "page_word": _("page"),
    }


def _standing(charter: CharterVersion) -> str:
    """What a version that is not published says of itself on every page."""
    return _("Approved, not yet published") if charter.status == Status.APPROVED else _("Draft, not approved")


def _subtitle(charter: CharterVersion) -> str:
    version = _("Version %(number)s") % {"number": charter.number}
    if charter.effective_on is None:
        return version
    since = _("in force since %(day)s") % {"day": format_date(charter.effective_on, "long")}
    until = f" – {format_date(charter.last_day, 'long')}" if charter.last_day else ""
    return f"{version} · {since}{until}"


def _resolution(charter: CharterVersion) -> str:
    assert charter.resolution is not None  # noqa: S101  the database publishes nothing without one
    meeting = charter.resolution.meeting
    words = {"label": meeting.label, "day": format_date(meeting.held_on, "long")}
    return _("resolution of meeting %(label)s on %(day)s") % words


def _promise(standard: Standard) -> dict[str, Any]:
    places = [*standard.places, *standard.channel_names]  # type: ignore[attr-defined]  # by_area gives the places
    more = (
        (_("For whom"), standard.audience),
        (_("The clock"), standard.clock_rule),
        (_("The clock may wait for"), ", ".join(standard.pause_names)),
        (_("Where"), ", ".join(places)),
        (_("Conditions"), standard.conditions),
        (_("If we break it"), standard.remedy),
        (_("Where to turn"), standard.complain),
        (_("Because customers told us"), standard.because),
    )
    target = _("Target %(target)s%%") % {"target": f"{standard.target_percent.normalize():f}"}
    return {
        "number": standard.number,
        "promise": standard.promise,
        "how": f"{target} · {standard.measured}",
        "more": [(label, text) for label, text in more if text],
    }
