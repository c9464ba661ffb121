"""Keeping courses, competences and who attended what."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.accounts.rules import demand
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed, Refused
from foundation.core.files import attach
from foundation.core.models import Attachment, locked, signed
from foundation.core.notifications import notify, notify_all
from foundation.core.thai.dates import format_date
from service_charter.models import Attendance, Competence, Course
from service_charter.selectors.training import renewals
from service_charter.training_rules import CERTIFICATE, good_until

COURSE_FIELDS = ("code", "title_th", "title_en", "kind", "hours", "valid_months", "is_active")
COMPETENCE_FIELDS = ("code", "title_th", "title_en", "is_active")


@dataclass(frozen=True)
class Attended:
    """One line of a list: who attended which course when. Hours and last good day follow from the course if empty."""

    who: str
    course: str
    held_on: dt.date
    hours: Decimal | None = None
    valid_until: dt.date | None = None


class BadLines(Refused):
    """Lines that can't be taken: place in the list to words for the person."""

    def __init__(self, lines: Mapping[int, str]) -> None:
        super().__init__(_("Nothing was taken in. Please correct the lines named below."))
        self.lines = dict(lines)


@transaction.atomic
def save_course(
    *, course_id: int | None, shown_version: int | None, facts: Mapping[str, Any], by: User, now: dt.datetime
) -> Course:
    """Write a course or change one; what was attended stays. Raises NotAllowed, Incomplete, StaleVersion."""
    _demand_keeper(by)
    row: Course = _row(Course, course_id, shown_version, now)
    _demand_free_code(Course, facts["code"], row.pk)
    for name in COURSE_FIELDS:
        setattr(row, name, facts[name])
    signed(row, by=by, now=now).save()
    return row


@transaction.atomic
def save_competence(
    *, competence_id: int | None, shown_version: int | None, facts: Mapping[str, Any], by: User, now: dt.datetime
) -> Competence:
    """Write a competence with the courses that give it and the roles that need it.

    Raises NotAllowed, Incomplete without a course, StaleVersion.
    """
    _demand_keeper(by)
    row: Competence = _row(Competence, competence_id, shown_version, now)
    _demand_free_code(Competence, facts["code"], row.pk)
    if not facts["courses"]:
        words = _("Please name a course that gives it; otherwise nobody could ever have it.")
        raise Incomplete(words, missing={"courses": words})
    for name in COMPETENCE_FIELDS:
        setattr(row, name, facts[name])
    signed(row, by=by, now=now).save()
    row.courses.set(facts["courses"])
    row.roles.set(facts["roles"])
    return row


@transaction.atomic
def record(
    *, person: User, course: Course, held_on: dt.date, by: User, now: dt.datetime, hours: Decimal | None = None,
    valid_until: dt.date | None = None, note: str = "", certificate: "UploadedFile[Any] | None" = None,
) -> tuple[Attendance, bool]:  # fmt: skip
    """Note that somebody attended; the same person, course and day a second time changes nothing.

    Raises NotAllowed (also for one's own training), Refused for a day to come or a last good day before it.
    """
    _demand_keeper(by)
    if person.pk == by.pk:
        raise NotAllowed(_("Nobody enters their own training. Please ask a colleague who keeps these records."))
    if held_on > timezone.localdate(now):
        raise Refused(_("That day is still to come."))
    last = valid_until or good_until(held_on, course.valid_months)
    if last and last < held_on:
        raise Refused(_("The last good day lies before the day of the course."))
    # Two entries at once: the second waits for the first, then finds it.
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    there = Attendance.objects.counting().filter(course=course, person=person, held_on=held_on).first()
    if there:
        return there, False
    row = Attendance(
        course=course, person=person, held_on=held_on, valid_until=last, hours=hours or course.hours, note=note,
        entered_by=by, created_at=now,
    )  # fmt: skip
    signed(row, by=by, now=now).save()
    if certificate:
        attach(owner_kind=CERTIFICATE, owner_public_id=row.public_id, upload=certificate, by=by)
    return row, True


@transaction.atomic
def take_in(*, lines: Sequence[Attended], by: User, now: dt.datetime) -> tuple[int, int]:
    """Take a list in, whole or not at all: how many were new, and how many stood there already.

    Raises NotAllowed, BadLines with what is wrong where.
    """
    _demand_keeper(by)
    names = {line.who.casefold() for line in lines}
    people: dict[str, User] = {}
    for user in User.objects.filter(is_active=True):
        people |= {key.casefold(): user for key in (user.username, user.email) if key and key.casefold() in names}
    courses = {course.code: course for course in Course.objects.filter(code__in={line.course for line in lines})}
    bad: dict[int, str] = {}
    new = 0
    for place, line in enumerate(lines):
        person, course = people.get(line.who.casefold()), courses.get(line.course)
        if person is None or course is None:
            bad[place] = (
                _("nobody signs in by this name or e-mail.") if person is None else _("there is no such course.")
            )
            continue
        try:
            with transaction.atomic():
                _entry, is_new = record(
                    person=person, course=course, held_on=line.held_on, hours=line.hours,
                    valid_until=line.valid_until, by=by, now=now,
                )  # fmt: skip
        except Refused as refusal:
            bad[place] = refusal.message
        else:
            new += is_new
    if bad:
        raise BadLines(bad)
    return new, len(lines) - new


@transaction.atomic
def withdraw(*, attendance_id: int, reason: str, by: User, now: dt.datetime) -> Attendance:
    """Take a wrong record back; it stays readable. Raises NotAllowed, IllegalMove a second time, Incomplete."""
    _demand_keeper(by)
    row = locked(Attendance.objects.all(), pk=attendance_id)
    if row.withdrawn_at:
        raise IllegalMove(_("This record was withdrawn already."))
    if not reason:
        raise Incomplete(_("Please say why."), missing={"reason": _("Please say why.")})
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now, by, reason
    signed(row, by=by, now=now, reason=reason).save()
    return row


@transaction.atomic
def add_certificate(*, attendance_id: int, upload: "UploadedFile[Any]", by: User, now: dt.datetime) -> Attachment:
    """File a certificate; people may file their own. Raises NotAllowed, IllegalMove, Refused for a bad file."""
    row = locked(Attendance.objects.all(), pk=attendance_id)
    if by.pk != row.person_id:
        _demand_keeper(by)
    if row.withdrawn_at:
        raise IllegalMove(_("This record was withdrawn."))
    file = attach(owner_kind=CERTIFICATE, owner_public_id=row.public_id, upload=upload, by=by)
    signed(row, by=by, now=now, reason=_("Certificate filed: %(name)s") % {"name": file.name}).save()
    return file


def remind(*, now: dt.datetime) -> int:
    """Leave a note for those whose training ends soon, and one for those who keep the records; once an attendance."""
    keepers = list(people_holding(Permission.TRAINING_EDIT))
    count = 0
    for row in renewals(timezone.localdate(now)):
        text = partial(_ends, row)
        notify(row.person, text, "/staff/charter/training/mine/", f"training-ends:{row.public_id}")
        notify_all(keepers, partial(_ends_of, row), row.get_absolute_url(), f"training-ends:{row.public_id}")
        count += 1
    return count


def _ends(row: Attendance) -> str:
    return _("Your training “%(course)s” is good until %(day)s. Please renew it.") % _facts(row)


def _ends_of(row: Attendance) -> str:
    return _("“%(course)s” of %(name)s is good until %(day)s.") % _facts(row)


def _facts(row: Attendance) -> dict[str, str]:
    day = format_date(row.valid_until) if row.valid_until else ""
    return {"course": str(row.course), "name": str(row.person), "day": day}


def _row(model: Any, pk: int | None, shown_version: int | None, now: dt.datetime) -> Any:
    return model(created_at=now) if pk is None else locked(model.objects.all(), pk=pk, shown_version=shown_version)


def _demand_keeper(by: User) -> None:
    demand(by, Permission.TRAINING_EDIT)


def _demand_free_code(model: Any, code: str, pk: int | None) -> None:
    if model.objects.filter(code=code).exclude(pk=pk).exists():
        words = _("Another one has this code.")
        raise Incomplete(words, missing={"code": words})
