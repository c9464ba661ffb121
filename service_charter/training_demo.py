"""Courses, competences and attendance: most have what their role needs, a few must renew it or lack it."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.utils import timezone

from foundation.accounts.models import Role, User
from service_charter.models import Course
from service_charter.services import training as services

# Code, names, kind, hours, months.
COURSES = (
    ("complaints-basics", "การรับและจัดการข้อร้องเรียน", "Receiving and handling complaints", "complaints", "6", 24),
    ("fair-investigation", "การสอบหาข้อเท็จจริงอย่างเป็นกลาง", "Impartial fact-finding", "complaints", "9", 36),
    ("service-mind", "หัวใจบริการและการสื่อสารกับลูกค้า", "Serving customers and speaking with them", "service", "6", 24),
    ("personal-data", "กฎหมายคุ้มครองข้อมูลส่วนบุคคล", "Protection of personal data", "privacy", "3", 12),
    ("plain-thai", "เขียนหนังสือถึงลูกค้าให้เข้าใจง่าย", "Writing plainly to customers", "service", "3", None),
)
# Code, names, courses that give it, roles that need it.
COMPETENCES = (
    (
        "handles-complaints", "จัดการข้อร้องเรียนได้", "Handles complaints",
        ("complaints-basics",), ("complaint-officer", "complaint-manager"),
    ),
    (
        "finds-facts", "หาข้อเท็จจริงอย่างเป็นกลาง", "Finds facts impartially",
        ("fair-investigation",), ("complaint-investigator",),
    ),
    (
        "protects-data", "ดูแลข้อมูลส่วนบุคคลถูกต้อง", "Treats personal data rightly",
        ("personal-data",), ("complaint-officer", "complaint-investigator", "complaint-manager", "customer-officer"),
    ),
    (
        "serves-customers", "บริการลูกค้าได้ตามคำมั่น", "Serves customers as promised",
        ("service-mind",), ("customer-officer", "complaint-officer"),
    ),
)  # fmt: skip
# Who attended what how many days ago.
ATTENDED = {
    "complaint-officer": (("complaints-basics", 210), ("personal-data", 330), ("service-mind", 400)),
    "complaint-officer-2": (("personal-data", 120), ("service-mind", 90)),
    "complaint-manager": (("personal-data", 150), ("plain-thai", 500)),
    "complaint-investigator": (("fair-investigation", 300), ("personal-data", 45)),
    "complaint-investigator-2": (("fair-investigation", 1060), ("personal-data", 60)),
    "customer-officer": (("service-mind", 700), ("personal-data", 100), ("plain-thai", 320)),
    "customer-officer-2": (("service-mind", 60),),
    **dict.fromkeys(
        ("centre-colleague-1", "centre-colleague-2", "centre-colleague-3"),
        (("complaints-basics", 260), ("personal-data", 80), ("service-mind", 180)),
    ),
    **dict.fromkeys(
        ("market-colleague-1", "market-colleague-2", "market-colleague-3"),
        (("service-mind", 150), ("personal-data", 70)),
    ),
    "voc-analyst": (("plain-thai", 200),),
    "product-manager": (("service-mind", 240),),
}


def build(now: dt.datetime, people: Mapping[str, User]) -> None:
    """Nothing where a course is entered already."""
    if Course.objects.exists():
        return
    owner, manager, today = people["charter-owner"], people["complaint-manager"], timezone.localdate(now)
    courses = {}
    for code, title_th, title_en, kind, hours, months in COURSES:
        facts = {"code": code, "title_th": title_th, "title_en": title_en, "kind": kind, "is_active": True}
        facts |= {"hours": Decimal(hours), "valid_months": months}
        courses[code] = services.save_course(course_id=None, shown_version=None, facts=facts, by=owner, now=now)
    roles = {role.key: role for role in Role.objects.all()}
    for code, title_th, title_en, gives, needs in COMPETENCES:
        facts = {"code": code, "title_th": title_th, "title_en": title_en, "is_active": True}
        facts |= {
            "courses": [courses[each] for each in gives],
            "roles": [roles[each] for each in needs if each in roles],
        }
        services.save_competence(competence_id=None, shown_version=None, facts=facts, by=owner, now=now)
    for username, attended in ATTENDED.items():
        for code, days in attended:
            services.record(
                person=people[username],
                course=courses[code],
                held_on=today - dt.timedelta(days=days),
                by=owner if username == "complaint-manager" else manager,
                now=now,
            )
