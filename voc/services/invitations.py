"""Inviting customers who agreed to be asked: a personal link by e-mail, good for one response."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from customers.models import Customer
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core import outbox
from foundation.core.crypto import secret_pepper
from foundation.core.errors import IllegalMove, NotAllowed
from foundation.core.ids import hash_code, new_tracking_code, normalise_code
from voc.models import Invitation, Survey
from voc.selectors.invitations import PURPOSE, may_be_invited

MESSAGE_KIND = "voc.survey"
Step = Callable[[int, int], None]


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hash_code(token, pepper=secret_pepper("voc.invitation"))


def invite_one(*, survey_id: int, customer_id: int, by: User, now: datetime) -> bool:
    """Send one customer a link of their own; False when invited before or when there is no address.

    The letter passes the consent gate of the outbox: whoever withdrew in the meantime gets none. Raises NotAllowed,
    IllegalMove when the survey takes no answers.
    """
    demand(by, Permission.VOC_EDIT)
    with transaction.atomic():
        survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey_id)
        if not survey.is_open:
            raise IllegalMove(_("The survey takes no answers now, so nobody can be invited."))
        customer = Customer.objects.select_related("data_key").get(pk=customer_id)
        if not customer.email or survey.invitations.filter(customer=customer).exists():
            return False
        token = normalise_code(new_tracking_code())
        invitation = Invitation.objects.create(
            survey=survey, customer=customer, token_hash=token_hash(token), invited_by=by, invited_at=now,
            created_at=now,
        )  # fmt: skip
        outbox.send(
            kind=MESSAGE_KIND,
            to=customer.email,
            language=customer.language,
            template="survey_invitation",
            context={
                "title": survey.title_en if customer.language == "en" else survey.title_th,
                "link": f"{settings.SITE_URL}{reverse('voc:portal-survey', args=[token])}",
            },
            key=f"{MESSAGE_KIND}:{invitation.public_id}",
            purpose=PURPOSE,
            subject_key=customer.data_key,
        )
    return True


def invite_agreed(*, survey_id: int, by: User | None, now: datetime, step: Step = lambda done, total: None) -> int:
    """Invite everybody who agreed to be asked, each in a transaction of its own, so that one fault loses no other.

    Safe to run again: who was invited before is not invited again. Returns how many were new. Raises NotAllowed.
    """
    if by is None:
        raise NotAllowed(_("Your role does not allow this step."))
    ids = list(may_be_invited(Survey.objects.get(pk=survey_id)).values_list("pk", flat=True))
    sent = 0
    for done, customer_id in enumerate(ids, start=1):
        sent += invite_one(survey_id=survey_id, customer_id=customer_id, by=by, now=now)
        step(done, len(ids))
    return sent
