"""The demo sign-ins, one a role, and the colleagues who make the work look shared."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management.base import CommandError

from foundation.accounts.models import Role, Unit, User

People = Mapping[str, User]


@dataclass(frozen=True)
class Person:
    """A demo person; `username` is the role where it is the sign-in of that role."""

    username: str
    role: str
    given: str
    family: str
    unit: str


PEOPLE = (
    Person("customer-officer", "customer-officer", "ปรียานุช", "วงศ์สวัสดิ์", "customer-market"),
    Person("complaint-officer", "complaint-officer", "นภัสสร", "กาญจน์", "complaint-centre"),
    Person("complaint-investigator", "complaint-investigator", "วสันต์", "ทองดี", "building-services"),
    Person("complaint-manager", "complaint-manager", "กมลชนก", "ศรีสุข", "complaint-centre"),
    Person("voc-analyst", "voc-analyst", "ธีรภัทร", "อินทรกำแหง", "customer-market"),
    Person("product-manager", "product-manager", "พิมพ์ชนก", "ลีลา", "property"),
    Person("charter-owner", "charter-owner", "อรอุมา", "บุญเรือง", "customer-market"),
    Person("strategist", "strategist", "ณัฐวุฒิ", "ไพศาล", "strategy"),
    Person("executive", "executive", "เกรียงไกร", "มั่นคง", "strategy"),
    Person("board-secretary", "board-secretary", "สุภาวดี", "เรืองรอง", "board-office"),
    Person("board-member", "board-member", "ดนัย", "เจริญพร", "board-office"),
    Person("data-protection-officer", "data-protection-officer", "ชุติมา", "รักษ์ไทย", "legal-compliance"),
    Person("auditor", "auditor", "มานพ", "ตรงธรรม", "internal-audit"),
    Person("policy-administrator", "policy-administrator", "รัตนา", "จันทร์แจ่ม", "strategy"),
    Person("system-administrator", "system-administrator", "เอกชัย", "ปัญญาดี", "information-technology"),
    Person("complaint-officer-2", "complaint-officer", "กิตติชัย", "ใจงาม", "complaint-centre"),
    Person("complaint-investigator-2", "complaint-investigator", "ศิริพร", "แสงทอง", "property"),
    Person("misconduct-officer", "misconduct-officer", "วิชัย", "สุจริตกุล", "legal-compliance"),
    Person("misconduct-officer-2", "misconduct-officer", "จันทรา", "ยุติธรรม", "legal-compliance"),
    Person("customer-officer-2", "customer-officer", "อนุชา", "พงษ์พันธุ์", "property"),
    # Units of five and more, so that figures by unit are not all held back.
    Person("centre-colleague-1", "complaint-officer", "สมหญิง", "ใจดี", "complaint-centre"),
    Person("centre-colleague-2", "complaint-officer", "ธนพล", "สุขสันต์", "complaint-centre"),
    Person("centre-colleague-3", "complaint-officer", "วิภาดา", "แก้วมณี", "complaint-centre"),
    Person("market-colleague-1", "customer-officer", "ศุภชัย", "ทรัพย์เจริญ", "customer-market"),
    Person("market-colleague-2", "customer-officer", "มณีรัตน์", "พูนผล", "customer-market"),
    Person("market-colleague-3", "customer-officer", "ปกรณ์", "วัฒนกุล", "customer-market"),
)


def make_people() -> People:
    """The demo people by user name, made where missing. Their secrets come from DEMO_PASSWORD and DEMO_TOTP_SECRET.

    Raises CommandError when one of the two is not set: no demo account may have a secret everybody knows.
    """
    password, totp_secret = os.environ.get("DEMO_PASSWORD", ""), os.environ.get("DEMO_TOTP_SECRET", "")
    if not (password and totp_secret):
        raise CommandError("Set DEMO_PASSWORD and DEMO_TOTP_SECRET first; `make run` draws both by itself.")
    units = {unit.code: unit for unit in Unit.objects.all()}
    roles = {role.key: role for role in Role.objects.all()}
    return {person.username: _make(person, units, roles, password, totp_secret) for person in PEOPLE}


def _make(
    person: Person, units: Mapping[str, Unit], roles: Mapping[str, Role], password: str, totp_secret: str
) -> User:
    user = User.objects.filter(username=person.username).first()
    if user is None:
        user = User.objects.create_user(
            person.username,
            email=f"{person.username}@demo.invalid",
            password=password,
            first_name=person.given,
            last_name=person.family,
            unit=units[person.unit],
        )
        user.roles.add(roles[person.role])
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if roles[person.role].needs_second_factor:
        Authenticator.objects.get_or_create(
            user=user,
            type=Authenticator.Type.TOTP,
            defaults={"data": {"secret": get_adapter().encrypt(totp_secret)}},
        )
    return user
