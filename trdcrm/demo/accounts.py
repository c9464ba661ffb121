"""One demo sign-in a role. The user name is the role's key; an address under `demo.invalid` marks the account.

Production refuses to start where such an account exists (trdcrm/checks.py).
"""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import transaction

from foundation.accounts.models import Role, Unit, User
from foundation.core.errors import Refused

DEMO_DOMAIN = "demo.invalid"  # reserved by RFC 2606: no such address can ever exist


@dataclass(frozen=True)
class Person:
    """Who plays a role in the demo."""

    role: str
    first_name: str
    last_name: str
    unit: str


PEOPLE = (
    Person("customer-officer", "พิมพ์ชนก", "ศรีสุวรรณ", "customer-market"),
    Person("complaint-officer", "ธนกฤต", "แก้วมณี", "complaint-centre"),
    Person("complaint-investigator", "อรุณี", "วงศ์ไพบูลย์", "complaint-centre"),
    Person("complaint-manager", "สมชาย", "รัตนโชติ", "complaint-centre"),
    Person("voc-analyst", "กานต์ธิดา", "บุญเรือง", "customer-market"),
    Person("product-manager", "ณัฐพล", "เจริญผล", "property"),
    Person("charter-owner", "วราภรณ์", "ทองใบ", "building-services"),
    Person("strategist", "ปิยะวัฒน์", "สุขสมบูรณ์", "strategy"),
    Person("executive", "ศิริพร", "อัครเดช", "strategy"),
    Person("board-secretary", "จิราพร", "มหาวงศ์", "board-office"),
    Person("board-member", "ประเสริฐ", "ธรรมรักษ์", "board-office"),
    Person("data-protection-officer", "มนัสวี", "ชัยประสิทธิ์", "legal-compliance"),
    Person("auditor", "เกรียงไกร", "พงษ์พานิช", "internal-audit"),
    Person("policy-administrator", "สุดารัตน์", "คำแสน", "legal-compliance"),
    Person("system-administrator", "อนุชา", "ทวีทรัพย์", "information-technology"),
)


@transaction.atomic
def ensure_demo_accounts(*, password: str, totp_secret: str) -> int:
    """Make the demo sign-ins, or give those that exist these secrets. Gives how many there are.

    Raises Refused where the settings allow no demo data, and where a user name is taken by a real account.
    """
    if not settings.DEMO_ALLOWED:
        raise Refused("Demo accounts are not allowed under these settings.")
    for person in PEOPLE:
        _ensure(person, password, totp_secret)
    return len(PEOPLE)


def _ensure(person: Person, password: str, totp_secret: str) -> None:
    role = Role.objects.get(key=person.role)
    user = User.objects.filter(username=person.role).first()
    if user is None:
        user = User(username=person.role, email=f"{person.role}@{DEMO_DOMAIN}")
        user.first_name, user.last_name = person.first_name, person.last_name
        user.unit = Unit.objects.get(code=person.unit)
    elif not user.email.endswith(f"@{DEMO_DOMAIN}"):
        raise Refused(f"The user name {person.role} belongs to a real account.")
    if not user.check_password(password):
        user.set_password(password)
    user.save()
    user.roles.set([role])
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    if role.needs_second_factor:
        TOTP.activate(user, totp_secret)
