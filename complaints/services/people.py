"""People around a case: who is in charge, who is linked, who may look at the contact."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from complaints import rules, rules_impartial, rules_words
from complaints.enums import MessageKind, Priority, Status
from complaints.models import Complaint
from complaints.selectors.hearings import heard_before
from complaints.services import mail, matters, measuring, references, talk
from complaints.services.receive import code_hash
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed
from foundation.core.thai.dates import format_datetime
from foundation.privacy.services import log_access
from service_charter.services.request_turning import change_code

if TYPE_CHECKING:
    from foundation.accounts.models import Unit, User

# What an officer may correct in a complaint; everything else changes by its own service.
EDITABLE = (
    "subject",
    "category",
    "place",
    "touchpoint",
    "product",
    "occurred_on",
    "external_reference",
    "customer",
    "complained_about",
    "unit_concerned",
)


@transaction.atomic
def assign(
    *,
    complaint_id: int,
    by: "User",
    now: datetime,
    handler: "User | None",
    unit: "Unit | None" = None,
    reason: str = "",
    tells: bool = True,
) -> Complaint:
    """Put a case in someone's hands, or hand it to another unit; `tells` that person.

    Raises NotAllowed for a person without the duty, or the person complained about; Incomplete when nothing is said.
    """
    complaint = locked(Complaint.objects.all(), pk=complaint_id)
    if not rules.may_work_on(by, complaint):
        raise NotAllowed(_("Your role does not include this step."))
    if handler is None and unit is None:
        raise Incomplete(
            _("Please choose a person or a unit."), missing={"handler": _("Please choose a person or a unit.")}
        )
    if handler is not None:
        if why := rules.why_not_in_charge(handler, complaint):
            raise NotAllowed(why)
        complaint.handler = handler
    if unit is not None:
        if handler is None and unit.pk != complaint.unit_id:
            complaint.handler = None
        complaint.unit = unit
    signed(complaint, by=by, now=now, reason=reason)
    complaint.save()
    if tells:
        mail.tell_handler(complaint, by=by)
    return complaint


@transaction.atomic
def prioritise(*, complaint_id: int, priority: int, reason: str, by: "User", now: datetime) -> Complaint:
    """Work on an open case sooner or later than its assessment implies, with the reason.

    Raises NotAllowed, IllegalMove before the assessment, from which the order of work follows, Incomplete.
    """
    complaint = locked(Complaint.objects.all(), pk=complaint_id)
    if not rules.may_work_on(by, complaint) or not complaint.is_open:
        raise NotAllowed(_("Your role does not include this step."))
    if not complaint.is_assessed:
        raise IllegalMove(_("The case is not assessed yet; its order of work follows from the assessment."))
    missing = {} if reason.strip() else {"reason": _("Please say why.")}
    if priority not in Priority.values:
        missing["priority"] = _("Please choose the order of work.")
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
    complaint.priority, complaint.priority_reason = priority, reason.strip()
    signed(complaint, by=by, now=now, reason=reason).save()
    return complaint


@transaction.atomic
def name_investigator(
    *, complaint_id: int, investigator: "User", reason: str, by: "User", now: datetime, shown_version: int | None = None
) -> Complaint:
    """Let another person go on with a running investigation, because the first is away, leaves or is not apart.

    Raises NotAllowed, IllegalMove where none runs, Incomplete without a reason or for the same person, StaleVersion.
    """
    complaint = locked(Complaint.objects.all(), pk=complaint_id, shown_version=shown_version)
    if not rules.may_work_on(by, complaint):
        raise NotAllowed(_("Your role does not include this step."))
    if complaint.status != Status.INVESTIGATING:
        raise IllegalMove(_("No investigation runs in this case."))
    missing = {}
    if not reason.strip():
        missing["reason"] = _("Please say why.")
    if investigator.pk == complaint.investigator_id:
        missing["investigator"] = _("This person investigates already.")
    if missing:
        raise Incomplete(_("This step still lacks something."), missing=missing)
    if not investigator.can(Permission.COMPLAINT_INVESTIGATE) or not investigator.is_active:
        raise NotAllowed(_("This person's role does not include investigating."))
    why = rules_impartial.why_not_independent(investigator, complaint)
    if why:
        raise NotAllowed(why)
    complaint.investigator = investigator
    signed(complaint, by=by, now=now, reason=reason).save()
    mail.tell_investigator(complaint, by=by)
    return complaint


@transaction.atomic
def correct_facts(
    *, complaint_id: int, facts: Mapping[str, Any], by: "User", now: datetime, shown_version: int
) -> Complaint:
    """Correct subject, category, place and the like. What the complainant wrote is never changed.

    Raises NotAllowed, StaleVersion when someone saved since the form was shown, Incomplete for an outside number that
    another case has, ValueError for another field.
    """
    unknown = set(facts) - set(EDITABLE)
    if unknown:
        raise ValueError(f"not to be corrected: {sorted(unknown)}")
    complaint = locked(Complaint.objects.all(), pk=complaint_id, shown_version=shown_version)
    if not rules.may_work_on(by, complaint):
        raise NotAllowed(_("Your role does not include this step."))
    if "touchpoint" in facts and facts["touchpoint"] != complaint.touchpoint:
        measuring.take_all_back(complaint, now=now, reason=_("The touchpoint was put right"))
    about = complaint.complained_about_id
    for name, value in facts.items():
        setattr(complaint, name, value)
    references.demand_own(complaint)
    if complaint.investigator and rules_impartial.why_not_independent(complaint.investigator, complaint):
        message = _("The investigator is the person complained about, or works under that person. Name another first.")
        raise Incomplete(message, missing={"complained_about": message})
    if complaint.category.is_misconduct and not complaint.is_misconduct:
        message = _("Misconduct and corruption go by the confidential route: give the case there.")
        raise Incomplete(message, missing={"category": message})
    if complaint.complained_about_id != about:
        complaint.heard_at = heard_before(complaint)
    if complaint.complained_about_id and complaint.complained_about_id == complaint.handler_id:
        complaint.handler = None
    complaint.search_text = rules_words.search_text(complaint)
    signed(complaint, by=by, now=now)
    complaint.save()
    measuring.tell(complaint, now=now)
    matters.part(complaint, by=by, now=now)
    return complaint


@transaction.atomic
def reissue_code(
    *, complaint_id: int, tracking_code: str, by: "User | None", now: datetime, reason: str = ""
) -> Complaint:
    """Give a case another tracking code; the one before opens nothing any more, and the complainant is told so.

    `by` is the officer who saw who the person is, and says how in `reason`; None where the person's own address proved
    it. What was split off a case opens with that one's code. Raises NotAllowed for an anonymous case, of which nobody
    can show that it is the own one, and without the duty; Incomplete without a reason.
    """
    asked = Complaint.objects.get(pk=complaint_id)
    people = Complaint.objects.select_related("complainant__data_key")
    complaint = locked(people, pk=asked.split_from_id or asked.pk)
    if complaint.is_anonymous:
        raise NotAllowed(_("Nobody knows whose case this is, so its code cannot be given out again."))
    if by is not None and not rules.may_work_on(by, complaint):
        raise NotAllowed(_("Your role does not include this step."))
    if by is not None and not reason.strip():
        message = _("Please say how the person showed who it is.")
        raise Incomplete(message, missing={"reason": message})
    complaint.code_hash = code_hash(tracking_code)
    signed(complaint, by=by, now=now, reason=reason or _("New tracking code by one-time password"))
    complaint.save()
    pair = getattr(complaint, "turned", None)
    if pair and pair.request_id:
        change_code(request_id=pair.request_id, code_hash=complaint.code_hash, by=by, now=now)
    with translation.override(complaint.language):
        body = _(
            "This case has a new tracking code since %(when)s; the old one no longer works. If you did not ask for it, "
            "please call us at once."
        ) % {"when": format_datetime(now, "long")}
    talk.post(complaint, kind=MessageKind.NOTICE, body=body, by=by, now=now)
    return complaint


@transaction.atomic
def reveal_contact(*, complaint_id: int, reason: str, by: "User", now: datetime) -> dict[str, str]:
    """The contact in clear, after a reason that is logged.

    Raises NotAllowed (also for confidential cases of others), Incomplete without a reason.
    """
    complaint = Complaint.objects.select_related("complainant__data_key").get(pk=complaint_id)
    if not rules.may_reveal(by, complaint):
        raise NotAllowed(_("You may not see the contact of this complainant."))
    person = complaint.complainant
    fields = ("name", "phone", "email", "address", "representative")
    shown = {name: getattr(person, name) or "" for name in fields}
    log_access(
        by=by,
        kind="complaints.complainant",
        public_id=person.public_id,
        fields=[name for name in fields if shown[name]],
        reason=reason,
        now=now,
    )
    return shown
