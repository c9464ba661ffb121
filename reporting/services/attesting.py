"""Attesting where no machine can judge, and taking it back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.evidence import Evidence, all_rules
from foundation.core.files import attach
from foundation.core.models import locked, signed
from reporting import verdicts
from reporting.models import Attestation

FILE_OWNER = "reporting.attestation"
LONGEST = timedelta(days=366)  # the policy is reviewed every year, so nobody vouches for longer
SHORTEST_STATEMENT = 20


@transaction.atomic
def attest(
    *,
    rule_key: str,
    statement: str,
    expires_on: date,
    by: User,
    now: datetime,
    cited: Sequence[dict[str, str]] = (),
    upload: "UploadedFile[Any] | None" = None,
) -> Attestation:
    """Vouch for one rule that needs judgement. `cited` holds rows of {label, url}.

    Raises NotAllowed; Refused for a rule that a machine judges; Incomplete without a statement that says something,
    without evidence (a file or a cited record), or with a last day that is past or more than a year away.
    """
    _demand_attester(by)
    rule = _rule(rule_key)
    _demand_facts(statement, expires_on, bool(cited or upload), timezone.localdate(now))
    attestation = Attestation(
        clause=rule.clause,
        rule_key=rule.key,
        statement=statement,
        cited=[{"label": row["label"], "url": row["url"]} for row in cited],
        expires_on=expires_on,
        attested_by=by,
        attested_at=now,
        created_at=now,
    )
    signed(attestation, by=by, now=now).save()
    if upload is not None:
        attach(owner_kind=FILE_OWNER, owner_public_id=attestation.public_id, upload=upload, by=by)
    transaction.on_commit(verdicts.forget)
    return attestation


@transaction.atomic
def withdraw_attestation(*, attestation_id: int, reason: str, by: User, now: datetime) -> Attestation:
    """Stop it from counting. Whoever may attest may withdraw: a word that is wrong must not wait for its author.

    Raises NotAllowed, Incomplete without a reason, IllegalMove when it is withdrawn already.
    """
    _demand_attester(by)
    attestation = locked(Attestation.objects.all(), pk=attestation_id)
    if attestation.withdrawn_at is not None:
        raise IllegalMove(_("This attestation is withdrawn already."))
    if not reason:
        message = _("Please say why it is withdrawn.")
        raise Incomplete(message, missing={"reason": message})
    attestation.withdrawn_at, attestation.withdrawn_by, attestation.withdrawal_reason = now, by, reason
    signed(attestation, by=by, now=now, reason=reason).save()
    transaction.on_commit(verdicts.forget)
    return attestation


def _demand_attester(by: User) -> None:
    if not by.can(Permission.POLICY_ATTEST):
        raise NotAllowed(_("Your role does not allow you to attest."))


def _rule(key: str) -> Evidence:
    rule = next((rule for rule in all_rules() if rule.key == key), None)
    if rule is None or not rule.needs_judgement:
        raise Refused(_("This rule is judged from the records alone. Please mend the records; nobody can attest it."))
    return rule


def _demand_facts(statement: str, expires_on: date, has_evidence: bool, today: date) -> None:
    missing = {}
    if len(statement) < SHORTEST_STATEMENT:
        missing["statement"] = _("Please say in a sentence what you saw and why it is enough.")
    if not has_evidence:
        missing["upload"] = _("Please show evidence: a file, or records that you cite.")
    if expires_on <= today:
        missing["expires_on"] = _("Please choose a day in the future.")
    elif expires_on > today + LONGEST:
        missing["expires_on"] = _("An attestation counts for a year at most. Please choose an earlier day.")
    if missing:
        raise Incomplete(_("Some facts are missing."), missing=missing)
