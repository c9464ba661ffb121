"""Handing commitments down, and the signatures under them."""

import datetime as dt
from collections import Counter

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.access import people_holding
from foundation.core.crypto import secret_pepper
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.ids import hash_code, new_tracking_code, normalise_code
from foundation.core.models import locked
from foundation.core.notifications import notify_all
from service_charter.commitment_rules import LINK_LASTS, may_accept
from service_charter.enums import Holder
from service_charter.models import Acceptance, CharterVersion, Commitment, CommitmentLink
from service_charter.selectors.charter import charter_in_force
from service_charter.selectors.commitments import current, owed
from service_charter.services.commitment_mail import send_link

BATCH = 500


@transaction.atomic
def hand_down(*, due_on: dt.date, by: User, now: dt.datetime) -> dict[str, int]:
    """Ask everybody who has not been handed exactly what the charter in force asks of them; how many, by kind.

    Doing it again asks nobody twice; a new version, or other promises, ask anew. Partners get their link by e-mail.
    Raises NotAllowed, Refused without a charter in force, Incomplete for a day that has passed.
    """
    demand(by, Permission.CHARTER_CASCADE)
    if due_on < timezone.localdate(now):
        message = _("This day has passed. Please give people time to read.")
        raise Incomplete(message, missing={"due_on": message})
    charter = charter_in_force(now)
    if charter is None:
        raise Refused(_("No charter is in force, so there is nothing to hand down."))
    # Two who hand down at once would ask everybody twice: one waits for the other here.
    CharterVersion.objects.select_for_update(of=("self",)).get(pk=charter.pk)
    asked = owed(charter)
    rows = [
        Commitment(
            charter=charter,
            kind=each.kind,
            holder=each.holder,
            content=each.content,
            content_hash=each.content_hash,
            due_on=due_on,
            handed_by=by,
            created_at=now,
            **{"person" if each.kind == Holder.STAFF else each.kind.value: each.row},
        )
        for each in asked
    ]
    Commitment.objects.bulk_create(rows, batch_size=BATCH)
    _tell(rows)
    for row in rows:
        if row.kind == Holder.PARTNER:
            _new_link(row, by=by, now=now)
    return dict(Counter(str(row.kind) for row in rows))


def accept(*, commitment_id: int, shown_hash: str, by: User, now: dt.datetime) -> Acceptance:
    """A member of staff signs what was shown, for themselves or for their unit.

    Raises NotAllowed; IllegalMove when it was accepted before or no longer binds; Refused when another text was shown.
    """
    commitment = Commitment.objects.select_related("charter").get(pk=commitment_id)
    if not may_accept(by, commitment):
        raise NotAllowed(_("This commitment was not handed to you."))
    return _sign(commitment, shown_hash, Acceptance(signed_by=by, name=str(by)), now)


@transaction.atomic
def accept_by_link(*, token: str, shown_hash: str, name: str, position: str, now: dt.datetime) -> Acceptance:
    """A partner's representative signs through the link, which is used up by it.

    Raises CommitmentLink.DoesNotExist; Incomplete without name or position; IllegalMove when the link is used, replaced
    or expired, or the commitment no longer binds; Refused when something else was shown.
    """
    if missing := {
        field: _("Please fill this in.") for field, typed in (("name", name), ("position", position)) if not typed
    }:
        raise Incomplete(_("Please say who signs."), missing=missing)
    link = locked(CommitmentLink.objects.all(), pk=CommitmentLink.objects.get(token_hash=token_hash(token)).pk)
    if not link.is_open(now):
        raise IllegalMove(_("This link is no longer open."))
    commitment = Commitment.objects.select_related("charter").get(pk=link.commitment_id)
    link.used_at = now
    link.save()
    return _sign(commitment, shown_hash, Acceptance(link=link, name=name, position=position), now)


@transaction.atomic
def renew_link(*, commitment_id: int, by: User, now: dt.datetime) -> str:
    """Send a partner a new link; the one before ends. Gives its token, which is kept nowhere.

    Raises NotAllowed, IllegalMove when it is no partner's, accepted, or no longer binds.
    """
    demand(by, Permission.CHARTER_CASCADE)
    commitment = Commitment.objects.select_related("charter", "partner").get(pk=commitment_id)
    if commitment.kind != Holder.PARTNER:
        raise IllegalMove(_("Staff sign in; links are for partners."))
    _demand_binding(commitment, now)
    return _new_link(commitment, by=by, now=now)


def remind_partner(*, commitment: Commitment, week: str, now: dt.datetime) -> None:
    """Send the reminder of a week with a fresh link. The caller has seen that none was sent this week."""
    with transaction.atomic():
        _new_link(commitment, by=None, now=now, week=week)


def link_of(token: str) -> CommitmentLink | None:
    """The link behind a token."""
    rows = CommitmentLink.objects.select_related("commitment__charter", "commitment__partner", "acceptance")
    return rows.filter(token_hash=token_hash(token)).first()


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hash_code(token, pepper=secret_pepper("service_charter.commitment"))


def _sign(commitment: Commitment, shown_hash: str, acceptance: Acceptance, now: dt.datetime) -> Acceptance:
    _demand_binding(commitment, now)
    if shown_hash != commitment.content_hash:
        raise Refused(_("This is not the text that was shown to you. Please read it again before you sign."))
    acceptance.commitment, acceptance.content_hash, acceptance.at = commitment, commitment.content_hash, now
    try:
        with transaction.atomic():
            acceptance.save(force_insert=True)
    except IntegrityError as error:
        raise IllegalMove(_("This commitment is accepted already. Nothing was signed twice.")) from error
    return acceptance


def _demand_binding(commitment: Commitment, now: dt.datetime) -> None:
    if Acceptance.objects.filter(commitment=commitment).exists():
        raise IllegalMove(_("This commitment is accepted already. Nothing was signed twice."))
    if not current(now).filter(pk=commitment.pk).exists():
        raise IllegalMove(_("A newer commitment has taken its place, so this one is no longer signed."))


def _new_link(commitment: Commitment, *, by: User | None, now: dt.datetime, week: str = "") -> str:
    for before in CommitmentLink.objects.filter(commitment=commitment, used_at=None, replaced_at=None):
        ended = locked(CommitmentLink.objects.all(), pk=before.pk)
        ended.replaced_at = now
        ended.save()
    token = normalise_code(new_tracking_code())
    link = CommitmentLink.objects.create(
        commitment=commitment, token_hash=token_hash(token), expires_at=now + LINK_LASTS, made_by=by, created_at=now
    )
    send_link(link, token, week=week)
    return token


def _tell(rows: list[Commitment]) -> None:
    """Notes at the bell: to each person, and to the people of each unit that was asked."""
    if not rows:
        return
    key = f"commitments:{rows[0].charter.public_id}:{rows[0].created_at:%Y-%m-%d}"
    people = [row.person for row in rows if row.person]
    units = [row.unit_id for row in rows if row.unit_id]
    holders = people_holding(Permission.CHARTER_COMMIT).filter(unit__in=units)
    everyone = {person.pk: person for person in (*people, *holders)}
    words = gettext_lazy("The charter's promises are handed to you: please read and accept them.")
    notify_all(everyone.values(), words, "/staff/charter/commitments/mine/", key)
