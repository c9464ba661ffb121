"""The question “is it done?”: put once for each carrying out, by one link that serves this question alone."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from complaints.models import Complaint, Confirmation
from complaints.selectors.closing import closing_policy
from complaints.services import mail
from foundation.core.crypto import secret_pepper
from foundation.core.ids import hash_code, new_tracking_code, normalise_code

if TYPE_CHECKING:
    from foundation.accounts.models import User


def ask(complaint: Complaint, *, by: "User", now: datetime) -> Confirmation:
    """Ask the complainant of a locked, just carried out case; an earlier question ends. The tracking page asks too,
    so an anonymous complainant is asked as well."""
    end_open(complaint, now=now)
    token = normalise_code(new_tracking_code())
    question = Confirmation.objects.create(
        complaint=complaint,
        token_hash=token_hash(token),
        asked_at=now,
        asked_by=by,
        expires_at=now + timedelta(days=closing_policy().link_days),
    )
    mail.send_question(complaint, question, token=token)
    return question


def end_open(complaint: Complaint, *, now: datetime) -> None:
    """The question that stands open no longer waits: the case went another way."""
    Confirmation.objects.filter(complaint=complaint, answered_at=None, ended_at=None).update(ended_at=now)


def settle_objections(complaint: Complaint, *, how: str, by: "User", now: datetime) -> int:
    """Write down what a manager did about the objections of a case."""
    waiting = Confirmation.objects.filter(complaint=complaint).filter(OBJECTS)
    return waiting.update(settled_at=now, settled_by=by, settled_how=how)


OBJECTS = Q(came="objection", settled_at__isnull=True)


def token_hash(token: str) -> str:
    """What is stored of a token; its purpose is part of the hash, so no other link opens this question."""
    return hash_code(token, pepper=secret_pepper("complaints.confirmation"))
