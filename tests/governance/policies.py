"""Policy versions for tests of any room, in own words: drafted, reviewed, approved, published."""

import datetime as dt

from foundation.accounts.models import User
from foundation.governance import selectors, services
from foundation.governance.models import PolicyVersion, Proposal
from tests.governance.factories import NOW, make_meeting
from tests.people import someone

BEFORE = NOW - dt.timedelta(days=14)


def admin() -> User:
    """Who drafts."""
    return someone("policy-administrator")


def drafted(*, from_version: PolicyVersion | None = None, write: bool = True) -> PolicyVersion:
    """A draft by the policy administrator; each clause says its own number."""
    version = services.draft_policy_version(
        policy=selectors.the_policy(), from_version=from_version, by=admin(), now=BEFORE
    )
    for clause in version.clauses.all() if write else ():
        services.edit_clause(
            clause_id=clause.pk,
            shown_version=clause.version,
            texts={"text_th": f"ข้อความของข้อ {clause.key} ฉบับที่ {version.number}"},
            by=admin(),
            now=BEFORE,
        )
    version.refresh_from_db()
    return version


def reviewed(version: PolicyVersion) -> PolicyVersion:
    """Passed by the executive."""
    services.submit_policy_for_review(version_id=version.pk, by=admin(), now=BEFORE)
    return services.review_policy(version_id=version.pk, passes=True, note="", by=someone("executive"), now=BEFORE)


def approved(*, from_version: PolicyVersion | None = None, number: int = 8, kind: str = "approved") -> PolicyVersion:
    """Decided by meeting `number` of 2569."""
    version = reviewed(drafted(from_version=from_version))
    services.propose_policy_version(version_id=version.pk, by=admin(), now=BEFORE)
    secretary = someone("board-secretary")
    services.record_resolution(
        meeting_id=make_meeting(secretary, number=number).pk,
        proposal_id=Proposal.objects.latest("id").pk,
        item="4.1",
        kind=kind,
        remarks="" if kind == "approved" else "ขอให้ทบทวน",
        by=secretary,
        now=NOW,
    )
    version.refresh_from_db()
    return version


def publish(version: PolicyVersion) -> PolicyVersion:
    """Announced and published today."""
    return services.publish_policy_version(
        version_id=version.pk,
        announced_on=NOW.date(),
        effective_on=None,
        by=admin(),
        now=NOW,
    )
