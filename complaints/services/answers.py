"""Canned answers: written, approved by a second person, replaced by a new edition, retired."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from complaints import rules_answers, wording
from complaints.enums import EditionStatus, ToneCheck
from complaints.models import AnswerEdition, AnswerTemplate
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked, signed

if TYPE_CHECKING:
    from foundation.accounts.models import User

TEXTS = ("title_th", "title_en", "body_th", "body_en")


@transaction.atomic
def write_answer(*, values: Mapping[str, str], by: "User", now: datetime) -> AnswerTemplate:
    """A new answer whose first edition waits for approval. `values`: purpose and the four texts.

    Raises NotAllowed, Incomplete for what is missing, unknown or personal.
    """
    _may_write(by)
    _judge(values)
    template = AnswerTemplate(purpose=values["purpose"], created_at=now)
    signed(template, by=by, now=now).save()
    _save_edition(AnswerEdition(template=template, edition=1, created_at=now), values, by=by, now=now)
    return template


@transaction.atomic
def edit_answer(
    *, template_id: int, values: Mapping[str, str], by: "User", now: datetime, shown_version: int | None
) -> AnswerEdition:
    """Change the draft, or begin the next edition while the approved one stays in use.

    `shown_version` is the version of the draft that the form showed, None when it showed none.
    Raises NotAllowed, Incomplete, IllegalMove for a retired answer, StaleVersion.
    """
    _may_write(by)
    template = locked(AnswerTemplate.objects.all(), pk=template_id)
    if template.is_retired:
        raise IllegalMove(_("This answer is retired. Take it up again first."))
    _judge(values)
    draft = template.editions.filter(status=EditionStatus.DRAFT).values_list("pk", flat=True).first()
    if draft:
        # A form that was opened before the draft existed shows both sides as well: version 0 is nobody's.
        edition = locked(AnswerEdition.objects.all(), pk=draft, shown_version=shown_version or 0)
    else:
        number = max(template.editions.values_list("edition", flat=True)) + 1
        edition = AnswerEdition(template=template, edition=number, created_at=now)
    template.purpose = values["purpose"]
    signed(template, by=by, now=now).save()
    return _save_edition(edition, values, by=by, now=now)


@transaction.atomic
def approve_answer(*, edition_id: int, checked: list[str], by: "User", now: datetime, shown_version: int) -> None:
    """Put a draft into use after the tone was checked; the edition before it is replaced.

    Raises NotAllowed for its author and for whoever may not decide, IllegalMove when it is no draft, Incomplete when a
    point of the tone is not ticked, StaleVersion when the words changed since they were read.
    """
    template_id = AnswerEdition.objects.values_list("template_id", flat=True).get(pk=edition_id)
    locked(AnswerTemplate.objects.all(), pk=template_id)
    edition = locked(AnswerEdition.objects.all(), pk=edition_id, shown_version=shown_version)
    if edition.status != EditionStatus.DRAFT:
        raise IllegalMove(_("These words were approved already."))
    if not rules_answers.may_approve_answer(by, author_id=edition.author_id):
        raise NotAllowed(_("Answers are approved by a manager who did not write them."))
    if set(checked) != set(ToneCheck.values):
        message = _("Please go through every point of the tone; each must hold before the answer is used.")
        raise Incomplete(message, missing={"checked": message})
    for old in template_editions(template_id, EditionStatus.APPROVED):
        old.status = EditionStatus.REPLACED
        signed(old.touch(), by=by, now=now).save()
    edition.status, edition.tone_checked = EditionStatus.APPROVED, sorted(checked)
    edition.approved_by, edition.approved_at = by, now
    signed(edition, by=by, now=now).save()


@transaction.atomic
def retire_answer(*, template_id: int, is_retired: bool, reason: str, by: "User", now: datetime) -> None:
    """Take an answer out of use, or into use again; the reason is kept. Raises NotAllowed, Incomplete."""
    if not rules_answers.may_approve_answer(by, author_id=None):
        raise NotAllowed(_("Your role does not include this step."))
    if not reason.strip():
        message = _("Please say why.")
        raise Incomplete(message, missing={"reason": message})
    template = locked(AnswerTemplate.objects.all(), pk=template_id)
    template.is_retired = is_retired
    signed(template, by=by, now=now, reason=reason).save()


def template_editions(template_id: int, status: str) -> list[AnswerEdition]:
    """The editions of an answer in a state, locked."""
    rows = AnswerEdition.objects.select_for_update(of=("self",)).filter(template_id=template_id, status=status)
    return list(rows)


def _may_write(by: "User") -> None:
    if not rules_answers.may_write_answers(by):
        raise NotAllowed(_("Your role does not include writing answers."))


def _judge(values: Mapping[str, str]) -> None:
    missing = {name: _("Please fill this in.") for name in (*TEXTS, "purpose") if not values.get(name, "").strip()}
    for name in TEXTS:
        found = wording.refusals(values.get(name, ""))
        if found:
            missing[name] = " ".join(found)
    if missing:
        raise Incomplete(_("These words cannot be kept yet."), missing=missing)


def _save_edition(edition: AnswerEdition, values: Mapping[str, str], *, by: "User", now: datetime) -> AnswerEdition:
    for name in TEXTS:
        setattr(edition, name, values[name])
    edition.author = by  # whoever wrote the words last does not approve them
    signed(edition, by=by, now=now).save()
    return edition
