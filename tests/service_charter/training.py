"""Courses, competences and attendance, entered the way people enter them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from foundation.accounts.models import Role, User
from service_charter.models import Attendance, Competence, Course
from service_charter.services import training
from tests.people import someone


def make_course(code: str = "complaints-basics", **changes: Any) -> Course:
    """A course of six hours, good for two years."""
    facts = {"code": code, "title_th": "การจัดการข้อร้องเรียน", "title_en": "Handling complaints", "kind": "complaints"}
    facts |= {"hours": Decimal(6), "valid_months": 24, "is_active": True}
    return training.save_course(
        course_id=None, shown_version=None, facts=facts | changes, by=someone("charter-owner"), now=timezone.now()
    )


def make_competence(*courses: Course, roles: tuple[str, ...] = ("complaint-officer",)) -> Competence:
    """A competence that those roles need."""
    facts = {"code": "handles-complaints", "title_th": "จัดการข้อร้องเรียนได้", "title_en": "Handles complaints"}
    facts |= {"is_active": True, "courses": list(courses), "roles": list(Role.objects.filter(key__in=roles))}
    return training.save_competence(
        competence_id=None, shown_version=None, facts=facts, by=someone("charter-owner"), now=timezone.now()
    )


def trained(person: User, course: Course, day: dt.date) -> Attendance:
    """The person attended."""
    row, _is_new = training.record(
        person=person, course=course, held_on=day, by=someone("charter-owner"), now=timezone.now()
    )
    return row
