"""Whom a survey may be sent to."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from customers.models import Customer
from foundation.privacy.enums import ConsentState
from foundation.privacy.models import Consent
from voc.models import Invitation, Survey

PURPOSE = "satisfaction-contact"


def agreed_customers() -> QuerySet[Customer]:
    """Customers with an e-mail address whose last word on being asked was yes."""
    last = Consent.objects.filter(data_key=OuterRef("data_key"), purpose__key=PURPOSE).order_by("-at", "-id")
    return Customer.objects.filter(erased_at__isnull=True, data_key__isnull=False).exclude(email_hash="").annotate(
        consent=Subquery(last.values("state")[:1])
    ).filter(consent=ConsentState.GIVEN)  # fmt: skip


def may_be_invited(survey: Survey) -> QuerySet[Customer]:
    """The ones among them who were not yet invited to this survey, in the order of the register."""
    invited = Invitation.objects.filter(survey=survey, customer=OuterRef("pk"))
    return agreed_customers().filter(~Exists(invited)).order_by("id")
