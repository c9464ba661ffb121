"""What steps demand and who may take them: pure predicates, read by services, pages and tests."""

from typing import TYPE_CHECKING

from foundation.core.clock import Duration
from products.enums import Origin

if TYPE_CHECKING:
    from foundation.accounts.models import User
    from products.models import Meeting, Project

# Every idea is answered within this time, counted on the business clock from the moment it is handed in.
ANSWER_WITHIN = Duration(10, "days")

# Titles at least this alike (0 to 1, trigrams) are shown as possible duplicates.
ALIKE = 0.3

# The catalogue is looked through once in this many days.
REVIEW_DAYS = 365

DESCRIPTION_LIMIT = 4000


def origin_of(source_kind: str, *, is_staff: bool) -> Origin:
    """Where an idea comes from, read off the record it cites and the person who hands it in."""
    if source_kind.startswith("complaint"):
        return Origin.COMPLAINT
    if source_kind:
        return Origin.VOICE
    return Origin.STAFF if is_staff else Origin.PORTAL


def is_proposer(user: "User", project: "Project") -> bool:
    """Whether the person stands behind the project and therefore does not judge it."""
    return user.pk in {project.proposed_by_id, project.manager_id}


def may_judge(user: "User", meeting: "Meeting") -> bool:
    """Whether the person may vote: holds the duty, does not stand behind the project, did not call the meeting."""
    return user.can("products.vote") and not is_proposer(user, meeting.project) and user.pk != meeting.opened_by_id


def may_decide(user: "User", meeting: "Meeting") -> bool:
    """Whether the person may decide: judges, and sits in the chair."""
    return may_judge(user, meeting) and user.pk == meeting.chair_id
