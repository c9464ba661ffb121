"""The profile of a segment as PDF/UA, laid out from what was written down when it was issued."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from foundation.core.organisation import organisation
from foundation.core.pdf import build_pdf
from foundation.core.thai.dates import format_date
from segmentation.enums import Edition
from segmentation.models import ProfileIssue
from segmentation.rules_disclosure import LEAST

TEMPLATE = "segment_profile.typ"


def profile_pdf(issue: ProfileIssue, *, language: str) -> bytes:
    """The profile in `th` or `en`; the same bytes whenever it is asked for. Raises PdfError."""
    with override(language):
        return build_pdf(TEMPLATE, profile_data(issue, language), date=timezone.localdate(issue.issued_at))


def profile_data(issue: ProfileIssue, language: str) -> dict[str, Any]:
    """What stands on the paper, in the active language."""
    told = issue.content[language]
    return {
        "language": language,
        "organisation": organisation(language).get("name", ""),
        "title": told["title"],
        "kind": _("Customer segment profile"),
        "edition": str(Edition(issue.edition).label),
        "size": told["size"],
        "size_words": _size_words(told),
        "dates": _dates(told),
        "needs_title": _("What they need"),
        "needs": told["needs"],
        "offer_title": _("How we serve them"),
        "offer": told["offer"],
        "figures_title": _("How they compare"),
        "figures_head": [_("Figure"), _("This segment"), _("All customers studied"), _("Compared")],
        "figures": told["figures"],
        "mix_title": _("Who they are"),
        "mix": told["mix"],
        "mix_head": [_("Customers"), "%"],
        "notes": _notes(issue),
        "foot": [
            (_("Issued"), format_date(issue.issued_at, "long")),
            (_("For whom"), issue.recipient),
            (_("What it is for"), issue.purpose),
            (_("Fingerprint"), in_fours(issue.sha256)),
        ],
        "page": _("Page"),
    }


def in_fours(digest: str) -> str:
    """The first half of a fingerprint, as one reads it aloud."""
    return " ".join(digest[i : i + 4] for i in range(0, 32, 4))


def _size_words(told: dict[str, Any]) -> str:
    words = ngettext("customer", "customers", told["size"])
    if told["percent"] is None:
        return words
    return _("%(customers)s, %(percent)s%% of those studied") % {"customers": words, "percent": told["percent"]}


def _dates(told: dict[str, Any]) -> str:
    days = {key: format_date(date.fromisoformat(told[key]), "long") for key in ("members_as_of", "counted_on")}
    said = _("By the study “%(study)s”; who belongs to the segment as of %(members_as_of)s, counted on %(counted_on)s.")
    return said % {"study": told["study"], **days}


def _notes(issue: ProfileIssue) -> list[str]:
    if issue.edition == Edition.INSIDE:
        return [_("For inside only: small numbers are shown as they are. Do not pass it on.")]
    return [
        _("No number under %(least)s customers is shown, and none from which one could be worked out.")
        % {"least": LEAST},
        _("Figures are middles of the segment, to two digits. Nobody is named, and no contact is given."),
    ]
