"""The timeline: writing down what passed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from customers.files import FILE_OWNER
from customers.models import ContactPerson, Customer, Interaction, LifecycleStage, Touchpoint
from customers.services.writable import forgotten, writable_customer
from customers.words import say
from foundation.accounts.models import User
from foundation.core.crypto import new_data_key
from foundation.core.errors import Incomplete, Refused
from foundation.core.files import attach
from foundation.core.models import DataKey
from foundation.core.numbers import claim_key, claimed_result
from foundation.core.thai.text import normalise

SUMMARY_LENGTH = 10_000
CLOCK_TOLERANCE = timedelta(minutes=5)
ONCE = "customers.interaction"


@transaction.atomic
def log_interaction(
    *,
    customer_id: int,
    channel: str,
    direction: str,
    summary: str,
    by: User | None,
    now: datetime,
    at: datetime | None = None,
    contact: ContactPerson | None = None,
    corrects: Interaction | None = None,
    touchpoint: Touchpoint | None = None,
    stage: LifecycleStage | None = None,
    once: str = "",
    uploads: "Iterable[UploadedFile[Any]]" = (),
) -> Interaction:
    """Add a contact to the timeline. `once` is the key of the form: sent twice, it is written once.

    `corrects` is the entry that this one puts right: both stay to be read, this one counts. A touchpoint that serves a
    single stage settles the stage. `uploads` are files that belong to the contact, taken in
    with it or not at all. Raises Incomplete for an empty or overlong summary, a moment to come, a stage that the
    touchpoint does not serve or a file that is not taken, Refused for an erased person and for an entry that was put
    right already or is another customer's, StaleVersion for a record that was joined meanwhile.
    """
    claim = claim_key(ONCE, once) if once else None
    if once and claim is None:
        return Interaction.objects.get(public_id=claimed_result(ONCE, once))
    text, moment = _checked(summary, at or now, now)
    stage = stage_at(touchpoint, stage)
    customer = writable_customer(customer_id)
    if corrects:
        _demand_open(corrects, customer)
    interaction = Interaction.objects.create(
        customer=customer,
        contact=contact,
        data_key=key_of(customer),
        channel=channel,
        direction=direction,
        summary=text,
        at=moment,
        by=by,
        corrects=corrects,
        touchpoint=touchpoint,
        stage=stage,
        created_at=now,
    )
    _attach(interaction, uploads, by)
    if claim:
        claim.result = interaction.public_id
        claim.save(update_fields=["result"])
    return interaction


def _demand_open(entry: Interaction, customer: Customer) -> None:
    """Asked under the lock of the customer, so that two never put the same entry right."""
    if not Interaction.objects.filter(pk=entry.pk, customer=customer).exists():
        raise Refused(_("This entry belongs to another customer."))
    if Interaction.objects.filter(corrects=entry).exists():
        raise Refused(_("This entry was put right already. Please look at the newer one."))


def _attach(interaction: Interaction, uploads: "Iterable[UploadedFile[Any]]", by: User | None) -> None:
    for upload in uploads:
        try:
            attach(owner_kind=FILE_OWNER, owner_public_id=interaction.public_id, upload=upload, by=by)
        except Refused as refusal:
            message = f"“{upload.name}” {refusal.message}"
            raise Incomplete(message, missing={"uploads": message}) from refusal


def _checked(summary: str, at: datetime, now: datetime) -> tuple[str, datetime]:
    text = normalise(summary)
    missing = {}
    if not text:
        missing["summary"] = say("required")
    elif len(text) > SUMMARY_LENGTH:
        missing["summary"] = say("too_long", {"max": SUMMARY_LENGTH})
    if at > now + CLOCK_TOLERANCE:
        missing["at"] = say("future")
    if missing:
        raise Incomplete(_("Some values can't be taken as they are."), missing=missing)
    return text, at


def stage_at(touchpoint: Touchpoint | None, stage: LifecycleStage | None) -> LifecycleStage | None:
    """The stage of what passed at a touchpoint: the one named, else the only one that it serves, else None.

    Raises Incomplete for a stage that the touchpoint does not serve.
    """
    served = list(touchpoint.stages.all()) if touchpoint else []
    if stage is None:
        in_use = [each for each in served if not each.is_retired]
        return in_use[0] if len(in_use) == 1 else None
    if touchpoint and stage not in served:
        message = _("This touchpoint does not serve that stage.")
        raise Incomplete(message, missing={"stage": message})
    return stage


def key_of(customer: Customer) -> DataKey:
    """The customer's key, made on the first need. It is no change of the record that people read about."""
    if customer.is_erased:
        raise forgotten()
    if customer.data_key is None:
        customer.data_key = new_data_key()
        Customer.objects.filter(pk=customer.pk).update(data_key=customer.data_key)
    return customer.data_key
