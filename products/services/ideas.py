"""Handing in and answering ideas."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.calendars import schedule_for
from foundation.core.clock import due_at
from foundation.core.crypto import new_data_key
from foundation.core.errors import Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.numbers import claim_key, claimed_result, next_number
from foundation.core.thai.dates import be_year
from foundation.core.thai.text import normalise, normalise_line, search_form
from foundation.privacy.enums import Channel
from foundation.privacy.models import NoticeVersion
from foundation.privacy.services import record_consents
from products import rules
from products.lifecycle import IDEA_MOVES
from products.models import Idea, IdeaContact
from products.selectors import title_form
from products.services import mail
from products.services.people import email_hash, phone_hash

NUMBER_PREFIX = "I"
CLAIM = "products.idea"
CONTACT_PURPOSE = "idea-answer"
CONTACT_KIND = "products.idea_contact"
Source = tuple[str, str]


@dataclass(frozen=True)
class Contact:
    """How to reach the person who handed an idea in."""

    name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def is_given(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.name or self.email or self.phone)


@transaction.atomic
def submit_idea(
    *,
    title: str,
    description: str,
    source: Source | None,
    by: User,
    now: dt.datetime,
    customer_id: int | None = None,
) -> Idea:
    """An idea handed in by staff: their own, or from a record of another room that `source` cites (kind, public id).

    The same record gives one idea: handing it in twice returns the first.
    Raises NotAllowed, Incomplete.
    """
    if not by.can(Permission.IDEA_SUBMIT):
        raise NotAllowed(_("Your role does not include handing in ideas."))
    idea = _row(title, description, source, by=by, now=now)
    idea.customer_id = customer_id
    try:
        with transaction.atomic():
            signed(idea, by=by, now=now).save()
    except IntegrityError:
        if source is None:
            raise
        return Idea.objects.get(source_kind=source[0], source_public_id=source[1])
    return idea


@transaction.atomic
def submit_public_idea(
    *,
    title: str,
    description: str,
    contact: Contact,
    agrees: bool,
    notice: NoticeVersion | None,
    language: str,
    key: str,
    now: dt.datetime,
) -> Idea:
    """An idea from the public form. `key` comes with the form: sent twice, it gives the first idea again.

    A contact is kept only with consent (`agrees`) to the answer being sent, under the notice that was shown.
    Raises Incomplete.
    """
    if contact.is_given and not (agrees and notice):
        message = _("Please agree that we may keep your contact to send the answer, or leave the contact empty.")
        raise Incomplete(message, missing={"agrees": message})
    claim = claim_key(CLAIM, key)
    if claim is None:
        return Idea.objects.get(number=claimed_result(CLAIM, key))
    idea = _row(title, description, None, by=None, now=now)
    idea.language = language
    signed(idea, by=None, now=now).save()
    claim.result = idea.number
    claim.save()
    if contact.is_given and notice is not None:
        _keep_contact(idea, contact, notice, now=now)
    return idea


@transaction.atomic
def answer_idea(
    *,
    idea_id: int,
    move: str,
    answer: str,
    by: User,
    now: dt.datetime,
    into_id: int | None = None,
    shown_version: int | None = None,
) -> Idea:
    """Answer an idea: accept, merge (into another), defer or decline. The words go to the person who gave a contact.

    Raises NotAllowed, IllegalMove, Incomplete without words or without the other idea, StaleVersion.
    """
    step = IDEA_MOVES[move]
    if step.permission is None or not by.can(step.permission):
        raise NotAllowed(_("Your role does not include answering ideas."))
    idea = locked(Idea.objects.all(), pk=idea_id, shown_version=shown_version)
    idea.status = step.from_(idea.status)
    idea.answer = normalise(answer)
    if not idea.answer:
        message = _("Please write the answer with its reason.")
        raise Incomplete(message, missing={"answer": message})
    if "into" in step.demands:
        idea.merged_into = _merge_target(idea, into_id)
    # A later word (not now, then accepted) does not make a late answer punctual: the first date stays.
    idea.answered_at, idea.answered_by = idea.answered_at or now, idea.answered_by or by
    signed(idea, by=by, now=now, reason=idea.answer).save()
    mail.send_answer(idea)
    return idea


def _row(title: str, description: str, source: Source | None, *, by: User | None, now: dt.datetime) -> Idea:
    title, description = normalise_line(title)[:200], normalise(description)
    if not title:
        message = _("Please say in one line what the idea is.")
        raise Incomplete(message, missing={"title": message})
    if len(description) > rules.DESCRIPTION_LIMIT:
        message = _("Please shorten the text to %(limit)s characters.") % {"limit": f"{rules.DESCRIPTION_LIMIT:,}"}
        raise Incomplete(message, missing={"description": message})
    kind, public_id = source or ("", "")
    number = next_number(NUMBER_PREFIX, year=be_year(timezone.localdate(now)))
    return Idea(
        number=number,
        title=title,
        description=description,
        origin=rules.origin_of(kind, is_staff=by is not None),
        source_kind=kind,
        source_public_id=public_id,
        submitted_by=by,
        submitted_at=now,
        answer_due_at=due_at(now, rules.ANSWER_WITHIN, schedule_for()),
        title_form=title_form(title),
        search_text=search_form(f"{number} {title} {description}"),
        created_at=now,
    )


def _merge_target(idea: Idea, into_id: int | None) -> Idea:
    into = Idea.objects.filter(pk=into_id or 0).exclude(pk=idea.pk).first()
    if into is None or into.merged_into_id is not None:
        message = _("Please choose another idea that is not merged itself.")
        raise Incomplete(message, missing={"into": message})
    return into


def _keep_contact(idea: Idea, contact: Contact, notice: NoticeVersion, *, now: dt.datetime) -> None:
    row = IdeaContact(
        idea=idea,
        data_key=new_data_key(),
        name=normalise_line(contact.name),
        email=contact.email,
        phone=contact.phone,
        email_hash=email_hash(contact.email),
        phone_hash=phone_hash(contact.phone),
        created_at=now,
    )
    signed(row, by=None, now=now).save()
    record_consents(
        purposes={CONTACT_PURPOSE: True},
        notice=notice,
        subject_kind=CONTACT_KIND,
        subject_public_id=row.public_id,
        subject_key=row.data_key,
        channel=Channel.PORTAL,
        now=now,
    )


@transaction.atomic
def recompute_due_dates(*, now: dt.datetime) -> int:
    """After the business calendar changed: the dates of ideas that wait, reckoned anew. Returns how many moved."""
    moved = 0
    schedule = schedule_for()
    for idea in Idea.objects.waiting().select_for_update(of=("self",)):
        due = due_at(idea.submitted_at, rules.ANSWER_WITHIN, schedule)
        if due != idea.answer_due_at:
            idea.answer_due_at = due
            signed(idea.touch(), by=None, now=now, reason=_("The business calendar changed")).save()
            moved += 1
    return moved
