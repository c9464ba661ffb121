"""The policy in the demo: the announcement where it lies beside the checkout, and who answers for each duty.

The text belongs to its issuer and is not shipped. Without the file the pages show our own outline of the clauses.
"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.governance.models import Duty
from foundation.governance.policy_file import decoded
from foundation.governance.selectors.policy import current_policy, duties
from foundation.governance.services import acknowledge_policy, import_policy, save_duty

ANNOUNCEMENT = Path(settings.BASE_DIR).parent / "shared" / "policy-th.txt"

# Clause: unit, person.
_OWNERS = {
    "1.1": ("strategy", "strategist"),
    "1.2": ("board-office", "board-secretary"),
    "1.3": ("strategy", "strategist"),
    "2.1": ("strategy", "strategist"),
    "2.2": ("customer-market", "customer-officer"),
    "2.3": ("information-technology", "system-administrator"),
    "3.1": ("customer-market", "voc-analyst"),
    "3.2": ("customer-market", "voc-analyst"),
    "3.3": ("customer-market", "voc-analyst"),
    "3.4": ("customer-market", "customer-officer"),
    "4.1": ("property", "product-manager"),
    "4.2": ("property", "product-manager"),
    "5.1": ("customer-market", "customer-officer"),
    "5.2": ("customer-market", "charter-owner"),
    "5.3": ("customer-market", "customer-officer"),
    "5.4": ("complaint-centre", "complaint-manager"),
    "report": ("strategy", "strategist"),
    "review": ("strategy", "policy-administrator"),
}
_READERS = ("executive", "strategist", "voc-analyst", "complaint-manager", "product-manager", "charter-owner")


def build(now: dt.datetime, people: Mapping[str, User], announcement: Path = ANNOUNCEMENT) -> None:
    """Import the announcement, name owners of duties, and let some people acknowledge what they have read."""
    then = timezone.localtime(now - dt.timedelta(days=500)).replace(hour=9, minute=30)
    administrator = people["policy-administrator"]
    if announcement.is_file():
        import_policy(text=decoded(announcement.read_bytes()), by=administrator, now=then)
    units = {unit.code: unit for unit in Unit.objects.all()}
    for duty in duties().filter(owner=None, owner_unit=None):
        _own(duty, units, people, then + dt.timedelta(days=7))
    version = current_policy()
    for day, reader in enumerate(_READERS if version else ()):
        if version:
            acknowledge_policy(version_id=version.pk, by=people[reader], now=then + dt.timedelta(days=10 + day))


def _own(duty: Duty, units: Mapping[str, Unit], people: Mapping[str, User], now: dt.datetime) -> None:
    unit, person = _OWNERS[duty.clause]
    save_duty(
        duty_id=duty.pk,
        shown_version=duty.version,
        facts={"owner_unit": units[unit], "owner": people[person]},
        by=people["policy-administrator"],
        now=now,
    )
