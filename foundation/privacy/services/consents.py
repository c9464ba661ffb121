"""Taking consents back: by the person on the tracking page, by the officer who carries a request out, or along with a
record of the person that is joined with another one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, NotAllowed
from foundation.core.models import DataKey
from foundation.privacy.enums import Channel, ConsentState
from foundation.privacy.models import Consent, DataRequest
from foundation.privacy.services.held import found_for


@dataclass(frozen=True)
class Said:
    """The person's last word on one purpose, over all records found."""

    purpose_key: str
    title: str
    state: str
    at: datetime
    lines: list[Consent]

    @property
    def is_given(self) -> bool:
        """Whether the consent stands."""
        return self.state == ConsentState.GIVEN


def consents_for(request: DataRequest) -> list[Said]:
    """What the person of a verified request has agreed to, the last word on each purpose; given wins over withdrawn
    where two records differ, so that nothing that stands is hidden."""
    if request.verified_at is None or request.is_silent:
        return []
    last: dict[tuple[str, str, int], Consent] = {}
    for found in found_for(request):
        rows = Consent.objects.filter(subject_kind=found.kind.kind, subject_public_id=found.public_id)
        for line in rows.select_related("purpose", "notice__notice", "data_key").order_by("at", "id"):
            last[(line.subject_kind, line.subject_public_id, line.purpose_id)] = line
    by_purpose: dict[str, list[Consent]] = {}
    for line in last.values():
        by_purpose.setdefault(line.purpose.key, []).append(line)
    said = []
    for key, lines in sorted(by_purpose.items()):
        lines.sort(key=lambda line: (line.state == ConsentState.GIVEN, line.at))
        newest = lines[-1]
        said.append(Said(key, newest.purpose.title, newest.state, newest.at, lines))
    return said


@transaction.atomic
def take_back(*, request_id: int, purposes: Iterable[str], by: User | None, now: datetime) -> list[Consent]:
    """Write down that the person takes these consents back, for every record found where they stand. `by` is None for
    the person on the tracking page.

    Raises NotAllowed for others than the officers, IllegalMove while nobody has made sure who is asking.
    """
    if by is not None and not by.can(Permission.PRIVACY_OFFICER):
        raise NotAllowed(_("Only the data-protection officer works on such requests."))
    request = DataRequest.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=request_id)
    if request.verified_at is None:
        raise IllegalMove(_("Consents can be taken back here once we know that it is you."))
    wanted = set(purposes)
    return [
        Consent.objects.create(
            purpose=line.purpose,
            notice=line.notice,
            subject_kind=line.subject_kind,
            subject_public_id=line.subject_public_id,
            data_key=line.data_key,
            state=ConsentState.WITHDRAWN,
            channel=request.channel if by else Channel.PORTAL,
            recorded_by=by,
            at=now,
        )
        for said in consents_for(request)
        if said.purpose_key in wanted
        for line in said.lines
        if line.state == ConsentState.GIVEN
    ]


@transaction.atomic
def carry_withdrawals(
    *, kind: str, gone: str, stands: str, key: DataKey | None, reason: str, by: User | None, now: datetime
) -> list[Consent]:
    """What the person took back under the record `gone` counts for the one that `stands` for both from now on. What was
    agreed to is not carried: silence is the safe side. `key` is the key of the person there.

    One line for each purpose on which the last word under `gone` is no, unless it is no there already.
    """
    last: dict[tuple[str, int], Consent] = {}
    rows = Consent.objects.filter(subject_kind=kind, subject_public_id__in=(gone, stands))
    for line in rows.select_related("purpose", "notice").order_by("at", "id"):
        last[(line.subject_public_id, line.purpose_id)] = line
    refused = ConsentState.WITHDRAWN
    taken_back = [line for (whose, _purpose), line in last.items() if whose == gone and line.state == refused]
    said = {purpose: line.state for (whose, purpose), line in last.items() if whose == stands}
    return [
        Consent.objects.create(
            purpose=line.purpose,
            notice=line.notice,
            subject_kind=kind,
            subject_public_id=stands,
            data_key=key,
            state=refused,
            channel=line.channel,
            recorded_by=by,
            reason=reason,
            at=now,
        )
        for line in taken_back
        if said.get(line.purpose_id) != refused
    ]
