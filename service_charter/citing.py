"""Standards, service requests and measurements as records that other rooms may cite."""

from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import may
from foundation.core.references import Reference, ReferenceKind
from foundation.core.thai.dates import format_date
from service_charter.enums import CultureState
from service_charter.models import (
    IN_FORCE_ONCE,
    Breach,
    CharterVersion,
    CultureRound,
    Measurement,
    Partner,
    ServiceRequest,
    Standard,
)
from service_charter.partner_rules import READERS
from service_charter.selectors.charter import first_of_promise

KIND = "service_charter.standard"
CHARTER_KIND = "service_charter.charter"
PARTNER_KIND = "service_charter.partner"
REQUEST_KIND = "service_charter.request"
MEASUREMENT_KIND = "service_charter.measurement"
BREACH_KIND = "service_charter.breach"
CULTURE_KIND = "service_charter.culture"


def find(user: object, public_id: str) -> Reference | None:
    """A standard that is or was published: everybody may read those. None for drafts."""
    rows = Standard.objects.select_related("charter").filter(charter__status__in=IN_FORCE_ONCE)
    standard = rows.filter(public_id=public_id).first()
    if standard is None:
        return None
    return Reference(KIND, public_id, str(standard), standard.get_absolute_url())


def standard_coded(user: object, code: str) -> Reference | None:
    """The promise whose page of measurements bears this code, over all its versions: cited by the first of them."""
    first = first_of_promise(code) if may(user, Permission.CHARTER_VIEW) else None
    if first is None:
        return None
    return Reference(KIND, first.public_id, str(first), reverse("service_charter:staff-measured", args=[code]))


def find_charter(user: object, public_id: str) -> Reference | None:
    """A version of the charter, for those who see charters."""
    return _charter(user, public_id=public_id)


def charter_numbered(user: object, number: str) -> Reference | None:
    """The version whose page bears this number."""
    return _charter(user, number=number)


def find_request(user: object, public_id: str) -> Reference | None:
    """A service request that the user may see."""
    return _request(user, public_id=public_id)


def request_numbered(user: object, number: str) -> Reference | None:
    """The service request whose page bears this number, if the user may see it."""
    return _request(user, number=number)


def find_partner(user: object, public_id: str) -> Reference | None:
    """A partner, for those who see the register."""
    row = Partner.objects.filter(public_id=public_id).first() if any(may(user, each) for each in READERS) else None
    return Reference(PARTNER_KIND, public_id, str(row), row.get_absolute_url()) if row else None


def find_measurement(user: object, public_id: str) -> Reference | None:
    """An entry of the ledger, for those who see charters."""
    if not may(user, Permission.CHARTER_VIEW):
        return None
    row = Measurement.objects.select_related("standard").filter(public_id=public_id).first()
    if row is None:
        return None
    title = f"{row.standard.item} · {format_date(row.occurred_at)} · {row.get_source_display()} {row.source_key}"
    return Reference(MEASUREMENT_KIND, public_id, title, row.get_absolute_url())


def find_breach(user: object, public_id: str) -> Reference | None:
    """A broken promise, for those who see charters."""
    if not may(user, Permission.CHARTER_VIEW):
        return None
    row = Breach.objects.select_related("standard__charter", "unit").filter(public_id=public_id).first()
    if row is None:
        return None
    title = f"{_('Broken promise')}: {row.standard.item}"
    return Reference(BREACH_KIND, public_id, title, row.get_absolute_url())


def find_culture(user: object, public_id: str) -> Reference | None:
    """A closed round of the service culture index, for those who see charters."""
    if not may(user, Permission.CHARTER_VIEW):
        return None
    row = CultureRound.objects.filter(public_id=public_id, state=CultureState.CLOSED).first()
    return Reference(CULTURE_KIND, public_id, str(row), row.get_absolute_url()) if row else None


def _charter(user: object, **named: str) -> Reference | None:
    row = CharterVersion.objects.filter(**named).first() if may(user, Permission.CHARTER_VIEW) else None
    if row is None:
        return None
    return Reference(CHARTER_KIND, row.public_id, str(row), reverse("service_charter:staff-detail", args=[row.number]))


def _request(user: object, **named: str) -> Reference | None:
    if not may(user, Permission.REQUEST_VIEW):
        return None
    row = ServiceRequest.objects.visible_to(cast(User, user)).select_related("form").filter(**named).first()
    if row is None:
        return None
    return Reference(REQUEST_KIND, row.public_id, f"{row.number} {row.form.title}", row.get_absolute_url())


STANDARDS = ReferenceKind(KIND, _l("Service standard"), find, {"service_charter:staff-measured": standard_coded})
CHARTERS = ReferenceKind(
    CHARTER_KIND, _l("Version of the charter"), find_charter, {"service_charter:staff-detail": charter_numbered}
)
REQUESTS = ReferenceKind(
    REQUEST_KIND, _l("Service request"), find_request, {"service_charter:requests-detail": request_numbered}
)
PARTNERS = ReferenceKind(PARTNER_KIND, _l("Partner or supplier"), find_partner)
MEASUREMENTS = ReferenceKind(MEASUREMENT_KIND, _l("Measurement of a promise"), find_measurement)
BREACHES = ReferenceKind(BREACH_KIND, _l("Broken promise"), find_breach)
CULTURE = ReferenceKind(CULTURE_KIND, _l("Round of the service culture index"), find_culture)
KINDS = (CHARTERS, STANDARDS, REQUESTS, PARTNERS, MEASUREMENTS, BREACHES, CULTURE)
