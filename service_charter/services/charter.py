"""Every change of a charter: drafting, the way to the board, publishing."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.jobs import enqueue
from foundation.core.models import locked, signed
from foundation.core.notifications import notify
from foundation.governance import services as governance
from foundation.governance.models import Resolution
from foundation.governance.selectors import approving_resolution, live_run
from service_charter import content
from service_charter.enums import Status
from service_charter.lifecycle import EDITABLE, MOVES
from service_charter.models import CharterVersion, Standard

CONTENT_KIND = "service_charter.charter"
# `owner_code` is not given: it follows the unit, so that the board sees who answers.
_GIVEN_LATER = tuple(field for field in content.LATER_FIELDS if field != "owner_code")
STANDARD_FIELDS = (*content.STANDARD_FIELDS, *_GIVEN_LATER, *content.LIST_FIELDS, "target_percent", "owner_unit")
_UNFINISHED = (Status.DRAFT, Status.IN_REVIEW, Status.REVIEWED, Status.PROPOSED, Status.APPROVED)


@transaction.atomic
def start_version(*, by: User, now: dt.datetime) -> CharterVersion:
    """A new draft that begins with the texts and standards of the latest version.

    Raises NotAllowed, Refused while another version is on its way.
    """
    demand(by, Permission.CHARTER_DRAFT)
    versions = CharterVersion.objects.select_for_update()
    open_version = versions.filter(status__in=_UNFINISHED).first()
    if open_version:
        raise Refused(
            _("Version %(number)s is still on its way. Please finish it before starting another.")
            % {"number": open_version.number}
        )
    last = versions.order_by("-number").first()
    charter = CharterVersion(number=last.number + 1 if last else 1, drafted_by=by, drafter_ids=[by.pk], created_at=now)
    for field in content.TEXT_FIELDS:
        setattr(charter, field, getattr(last, field) if last else "")
    signed(charter, by=by, now=now).save()
    for standard in last.standards.all() if last else ():
        copied = {field: getattr(standard, field) for field in (*STANDARD_FIELDS, "owner_code")}
        copy = Standard(charter=charter, **copied)
        signed(copy, by=by, now=now).save()
    return _saved(charter, by, now)


@transaction.atomic
def save_texts(
    *, charter_id: int, shown_version: int, texts: Mapping[str, str], by: User, now: dt.datetime
) -> CharterVersion:
    """Change the texts of a draft; `texts` holds names of content.TEXT_FIELDS.

    Raises NotAllowed, IllegalMove when it is no longer a draft, StaleVersion.
    """
    charter = _editable(charter_id, by, shown_version)
    for field in content.TEXT_FIELDS:
        if field in texts:
            setattr(charter, field, texts[field])
    return _draft_saved(charter, by, now)


@transaction.atomic
def save_standard(
    *,
    charter_id: int,
    standard_id: int | None,
    shown_version: int | None,
    facts: Mapping[str, Any],
    by: User,
    now: dt.datetime,
) -> Standard:
    """Add a standard to a draft (`standard_id` None) or change one; `facts` holds names of STANDARD_FIELDS.

    `shown_version` is that of the standard; a new one has none.
    Raises NotAllowed, IllegalMove, StaleVersion, Incomplete when number, code or moment is taken.
    """
    charter = _editable(charter_id, by, None)
    if standard_id is None:
        standard = Standard(charter=charter, created_at=now)
    else:
        standard = locked(Standard.objects.filter(charter=charter), pk=standard_id, shown_version=shown_version)
    for field in STANDARD_FIELDS:
        if field in facts:
            setattr(standard, field, sorted(facts[field]) if field in content.LIST_FIELDS else facts[field])
    standard.owner_code = standard.owner_unit.code if standard.owner_unit else ""
    _demand_free_place(standard)
    signed(standard, by=by, now=now).save()
    _draft_saved(charter, by, now)
    return standard


@transaction.atomic
def remove_standard(*, charter_id: int, standard_id: int, by: User, now: dt.datetime) -> None:
    """Take a standard out of a draft. Raises NotAllowed, IllegalMove, Standard.DoesNotExist."""
    charter = _editable(charter_id, by, None)
    signed(charter.standards.get(pk=standard_id), by=by, now=now).delete()
    _draft_saved(charter, by, now)


@transaction.atomic
def submit(*, charter_id: int, by: User, now: dt.datetime) -> CharterVersion:
    """Send a complete draft to internal review. Raises NotAllowed, IllegalMove, Incomplete."""
    charter = _moved("submit", charter_id, by)
    _demand_complete(charter)
    _saved(charter, by, now)
    governance.start_run(**_as_document(charter), by=by, now=now)
    return charter


@transaction.atomic
def review(*, charter_id: int, note: str = "", by: User, now: dt.datetime) -> CharterVersion:
    """A second person finds the draft fit for the board; `note` stays in its history. Where an approval route is in
    force, each of its steps is one person's, and the draft is fit once the last one was passed.

    Raises NotAllowed, also for whoever had a hand in the draft, IllegalMove. The database refuses the same.
    """
    charter = _reviewed("review", charter_id, by)
    if live_run(charter.public_id):
        run = governance.pass_step(**_exactly(charter), note=note, by=by, now=now)
        if run.is_live:
            return CharterVersion.objects.get(pk=charter.pk)
    charter.reviewed_at, charter.reviewed_by = now, by
    signed(charter, by=by, now=now, reason=note).save()
    return charter


@transaction.atomic
def return_draft(*, charter_id: int, reason: str, by: User, now: dt.datetime) -> CharterVersion:
    """The reviewer gives the draft back with what is to be mended. The drafter is told.

    Raises NotAllowed, IllegalMove, Incomplete without a reason.
    """
    charter = _reviewed("return_draft", charter_id, by)
    _demand_reason(reason)
    if live_run(charter.public_id):
        governance.return_from_step(**_exactly(charter), note=reason, by=by, now=now)
    signed(charter, by=by, now=now, reason=reason).save()
    words = gettext_lazy("The review returned your draft of the charter.")
    url = reverse("service_charter:staff-detail", args=[charter.number])
    notify(charter.drafted_by, words, url, f"charter-returned:{charter.public_id}:{charter.version}")
    return charter


@transaction.atomic
def propose(*, charter_id: int, by: User, now: dt.datetime) -> CharterVersion:
    """Lay the exact content before the board. Raises NotAllowed, IllegalMove, Incomplete."""
    charter = _moved("propose", charter_id, by)
    _demand_complete(charter)
    _saved(charter, by, now)
    governance.propose(**_as_document(charter), by=by, now=now)
    return charter


@transaction.atomic
def take_back(*, charter_id: int, reason: str, by: User, now: dt.datetime) -> CharterVersion:
    """Back to draft. What the board has said about the text stays, but binds only that text.

    Raises NotAllowed, IllegalMove, Incomplete without a reason.
    """
    charter = _moved("take_back", charter_id, by)
    _demand_reason(reason)
    _forget_review(charter)
    charter.resolution = None
    signed(charter, by=by, now=now, reason=reason).save()
    governance.stop_run(content_public_id=charter.public_id, reason=reason, by=by, now=now)
    governance.withdraw(content_public_id=charter.public_id, reason=reason, by=by, now=now)
    return charter


@transaction.atomic
def publish(*, charter_id: int, effective_on: dt.date, by: User, now: dt.datetime) -> CharterVersion:
    """Publish an approved version; the one before is superseded on the day this one takes effect.

    Raises NotAllowed, IllegalMove, Refused when no resolution approves exactly this content or the date lies in
    the past or before the version it follows. The database refuses the same (migration 0002).
    """
    charter = _moved("publish", charter_id, by)
    resolution = approving_resolution(content.content_hash(charter, charter.standards.all()))
    if resolution is None or resolution.content_public_id != charter.public_id:
        raise Refused(_("No resolution of the board approves exactly this text. Please propose it to the board first."))
    today = timezone.localdate(now)
    if effective_on < today:
        raise Refused(_("A charter cannot take effect in the past. Please choose today or a later day."))
    _supersede(effective_on, by, now)
    charter.resolution, charter.effective_on = resolution, effective_on
    charter.published_at, charter.published_by = now, by
    signed(charter, by=by, now=now).save()
    enqueue("service_charter.tell_readers", params={}, by=by, key=f"tell-readers:{charter.number}")
    return charter


def apply_resolution(resolution: Resolution) -> None:
    """The board has decided about a charter: approve it, or send it back to draft.

    Called inside the transaction that records the resolution. A version that is no longer proposed, or has changed
    since, stays as it is: the decision then binds a text that nobody wants to publish.
    """
    if resolution.content_kind != CONTENT_KIND:
        return
    charter = locked(CharterVersion.objects.all(), pk=_charter_pk(resolution))
    if charter.status != Status.PROPOSED or charter.content_hash != resolution.content_hash:
        return
    name = "approve" if resolution.approves else "send_back"
    charter.status = MOVES[name].from_(charter.status)
    charter.resolution = resolution if resolution.approves else None
    if not resolution.approves:
        _forget_review(charter)
    signed(charter, by=resolution.recorded_by, now=resolution.created_at, reason=str(resolution)).save()


def _charter_pk(resolution: Resolution) -> int:
    return CharterVersion.objects.only("pk").get(public_id=resolution.content_public_id).pk


def _as_document(charter: CharterVersion) -> dict[str, Any]:
    """What a route and the board are told of the version: which, its exact content, and who had a hand in it."""
    return {
        "content_kind": CONTENT_KIND,
        **_exactly(charter),
        "title_th": _proposal_title(charter.title_th, charter.number, "ฉบับที่"),
        "title_en": _proposal_title(charter.title_en, charter.number, "version"),
        "url": reverse("service_charter:staff-detail", args=[charter.number]),
        "drafter_ids": charter.drafter_ids,
    }


def _exactly(charter: CharterVersion) -> dict[str, str]:
    return {"content_public_id": charter.public_id, "content_hash": charter.content_hash}


def _proposal_title(title: str, number: int, word: str) -> str:
    return f"{title} {word} {number}"


def _moved(name: str, charter_id: int, by: User) -> CharterVersion:
    """The locked version, its status moved but not yet saved."""
    move = MOVES[name]
    demand(by, move.permission)
    charter = locked(CharterVersion.objects.all(), pk=charter_id)
    charter.status = move.from_(charter.status)
    return charter


def _reviewed(name: str, charter_id: int, by: User) -> CharterVersion:
    charter = _moved(name, charter_id, by)
    if by.pk in charter.drafter_ids:
        raise NotAllowed(_("Whoever had a hand in the draft cannot review it. Please ask someone else."))
    return charter


def _forget_review(charter: CharterVersion) -> None:
    """A draft may change, so what was reviewed before is reviewed again."""
    charter.reviewed_at = charter.reviewed_by = None


def _demand_reason(reason: str) -> None:
    if not reason:
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})


def _editable(charter_id: int, by: User, shown_version: int | None) -> CharterVersion:
    demand(by, Permission.CHARTER_DRAFT)
    charter = locked(CharterVersion.objects.all(), pk=charter_id, shown_version=shown_version)
    if charter.status not in EDITABLE:
        raise IllegalMove(_("This version is no longer a draft. Take it back to draft to change it."))
    return charter


def _draft_saved(charter: CharterVersion, by: User, now: dt.datetime) -> CharterVersion:
    charter.drafter_ids = sorted({*charter.drafter_ids, by.pk})
    return _saved(charter, by, now)


def _saved(charter: CharterVersion, by: User, now: dt.datetime) -> CharterVersion:
    charter.content_hash = content.content_hash(charter, charter.standards.all())
    signed(charter, by=by, now=now).save()
    return charter


def _supersede(effective_on: dt.date, by: User, now: dt.datetime) -> None:
    current = CharterVersion.objects.filter(status=Status.PUBLISHED).first()
    if current is None:
        return
    current = locked(CharterVersion.objects.all(), pk=current.pk)
    if current.effective_on is not None and effective_on <= current.effective_on:
        raise Refused(_("The version before takes effect only then. Please choose a later day."))
    current.status = MOVES["supersede"].from_(current.status)
    current.effective_until = effective_on
    signed(current, by=by, now=now).save()


def _demand_free_place(standard: Standard) -> None:
    others = Standard.objects.filter(charter=standard.charter).exclude(pk=standard.pk)
    if others.filter(number=standard.number).exists():
        message = _("Another standard has this number.")
        raise Incomplete(message, missing={"number": message})
    if others.filter(code=standard.code).exists():
        message = _("Another standard has this code.")
        raise Incomplete(message, missing={"code": message})
    if others.filter(area=standard.area, event=standard.event).exists():
        message = _("This area has a standard for this moment already.")
        raise Incomplete(message, missing={"event": message})


def _demand_complete(charter: CharterVersion) -> None:
    missing = {field: _("Please fill this in.") for field in content.TEXT_FIELDS if not getattr(charter, field)}
    standards = list(charter.standards.order_by("number"))
    if not standards:
        missing["standards"] = _("A charter needs at least one standard.")
    elif [standard.number for standard in standards] != list(range(1, len(standards) + 1)):
        missing["standards"] = _("The items must be numbered 1, 2, 3 without a gap.")
    if missing:
        raise Incomplete(_("This version is not complete yet."), missing=missing)
