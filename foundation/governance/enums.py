"""Words of the board's business, the policy, risks and actions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ResolutionKind(TextChoices):
    """What the board decided about a content."""

    APPROVED = "approved", _("Approved")
    APPROVED_WITH_REMARKS = "approved_with_remarks", _("Approved with remarks")
    RETURNED = "returned", _("Returned")


APPROVING = frozenset({ResolutionKind.APPROVED, ResolutionKind.APPROVED_WITH_REMARKS})


class AgendaKind(TextChoices):
    """What an item is, in the order in which a meeting takes them."""

    CHAIR = "chair", _("The chair informs")
    MINUTES = "minutes", _("Certifying of minutes")
    ARISING = "arising", _("Matters arising")
    FOR_INFORMATION = "information", _("For information")
    FOR_DECISION = "decision", _("For decision")
    OTHER = "other", _("Other matters")


# Items that need no word beside their title: the board takes note.
NOTED = frozenset({AgendaKind.CHAIR, AgendaKind.FOR_INFORMATION})


class MeetingState(TextChoices):
    """States of a meeting of the board."""

    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    INVITED = "invited", pgettext_lazy("meeting", "Invited")
    HELD = "held", pgettext_lazy("meeting", "Held")
    MINUTED = "minuted", pgettext_lazy("meeting", "Minutes drafted")
    CERTIFIED = "certified", pgettext_lazy("meeting", "Minutes certified")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


AHEAD = (MeetingState.PLANNED, MeetingState.INVITED)
TOOK_PLACE = (MeetingState.HELD, MeetingState.MINUTED, MeetingState.CERTIFIED)


class Presence(TextChoices):
    """Whether a member took part."""

    PRESENT = "present", pgettext_lazy("member", "In the room")
    ONLINE = "online", pgettext_lazy("member", "By video")
    EXCUSED = "excused", pgettext_lazy("member", "Excused")
    ABSENT = "absent", pgettext_lazy("member", "Absent")


TAKING_PART = (Presence.PRESENT, Presence.ONLINE)


class ObservationState(TextChoices):
    """States of an observation of the board."""

    OPEN = "open", pgettext_lazy("observation", "Waits for an answer")
    ANSWERED = "answered", pgettext_lazy("observation", "Answered, before the board")
    RETURNED = "returned", pgettext_lazy("observation", "Returned by the board")
    ACCEPTED = "accepted", pgettext_lazy("observation", "Accepted by the board")


class PolicyStatus(TextChoices):
    """States of a version of the policy."""

    DRAFT = "draft", pgettext_lazy("policy", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("policy", "In review")
    REVIEWED = "reviewed", pgettext_lazy("policy", "Reviewed")
    PROPOSED = "proposed", pgettext_lazy("policy", "Proposed to the board")
    APPROVED = "approved", pgettext_lazy("policy", "Approved by the board")
    PUBLISHED = "published", pgettext_lazy("policy", "Published")
    SUPERSEDED = "superseded", pgettext_lazy("policy", "Superseded")


class SectionKey(TextChoices):
    """Parts of the policy, in its order."""

    PREAMBLE = "preamble", _("Preamble")
    STRATEGY = "1", _("Customer and market strategy")
    SEGMENTATION = "2", _("Knowing customers by group")
    LISTENING = "3", _("Listening to customers")
    PRODUCTS = "4", _("Developing products and services")
    RELATIONSHIPS = "5", _("Relations with customers")
    CLOSING = "closing", _("Closing provisions")


class Frequency(TextChoices):
    """How often a duty falls due."""

    CONTINUOUS = "continuous", _("Continuously")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    YEARLY = "yearly", _("Every year")


class Treatment(TextChoices):
    """What is done about a risk."""

    REDUCE = "reduce", _("Reduce it")
    AVOID = "avoid", _("Avoid it")
    SHARE = "share", _("Share it")
    ACCEPT = "accept", _("Accept it")


class Tone(TextChoices):
    """How a band of risk looks on the page."""

    OK = "ok", _("Green")
    SOON = "soon", _("Amber")
    LATE = "late", _("Red")
    CRITICAL = "critical", _("Dark red")


class ActionKind(TextChoices):
    """Whether something went wrong already."""

    CORRECTIVE = "corrective", _("Corrective")
    PREVENTIVE = "preventive", _("Preventive")


class ActionState(TextChoices):
    """States of a corrective or preventive action."""

    OPEN = "open", pgettext_lazy("action", "Open")
    DONE = "done", pgettext_lazy("action", "Done, to be verified")
    VERIFIED = "verified", pgettext_lazy("action", "Verified as effective")
    INEFFECTIVE = "ineffective", pgettext_lazy("action", "Not effective")


class PlanState(TextChoices):
    """States of a yearly plan of audits."""

    DRAFT = "draft", pgettext_lazy("audit plan", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("audit plan", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("audit plan", "Approved")


class AuditState(TextChoices):
    """States of an audit."""

    PLANNED = "planned", pgettext_lazy("audit", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("audit", "Under way")
    REPORTED = "reported", pgettext_lazy("audit", "Reported")
    CLOSED = "closed", pgettext_lazy("audit", "Closed")


AFTER_REPORT = (AuditState.REPORTED, AuditState.CLOSED)


class AuditSubject(TextChoices):
    """What an audit looks at."""

    CLAUSE = "clause", _("A clause of the policy")
    UNIT = "unit", _("A unit")
    PROCESS = "process", _("A process")


class AuditVerdict(TextChoices):
    """What one question found at one record."""

    MEETS = "meets", pgettext_lazy("audit answer", "Meets it")
    FAILS = "fails", pgettext_lazy("audit answer", "Does not meet it")
    NOT_APPLICABLE = "na", pgettext_lazy("audit answer", "Not applicable")


class Grade(TextChoices):
    """How grave a finding is."""

    MAJOR = "major", pgettext_lazy("finding", "Major")
    MINOR = "minor", pgettext_lazy("finding", "Minor")
    OBSERVATION = "observation", pgettext_lazy("finding", "Observation")


# Days from the report until a finding should be closed.
DAYS_TO_CLOSE = {Grade.MAJOR: 60, Grade.MINOR: 90, Grade.OBSERVATION: 120}


# The kind of findings in core.references, and the source of the actions on them.
RISK_KIND = "governance.risk"
FINDING_KIND = "governance.finding"


class FindingState(TextChoices):
    """States of a finding."""

    OPEN = "open", pgettext_lazy("finding", "Waits for an answer")
    ANSWERED = "answered", pgettext_lazy("finding", "Answered, with the auditor")
    CLOSED = "closed", pgettext_lazy("finding", "Closed")


class RouteState(TextChoices):
    """States of an approval route."""

    DRAFT = "draft", pgettext_lazy("approval route", "Draft")
    IN_FORCE = "in_force", pgettext_lazy("approval route", "In force")
    ENDED = "ended", pgettext_lazy("approval route", "No longer in force")


class RunState(TextChoices):
    """States of a document on its route."""

    LIVE = "live", pgettext_lazy("approval run", "On its way")
    PASSED = "passed", pgettext_lazy("approval run", "Passed every step")
    RETURNED = "returned", pgettext_lazy("approval run", "Returned")
    WITHDRAWN = "withdrawn", pgettext_lazy("approval run", "Taken back")


class RunVerdict(TextChoices):
    """What is said at a step of a route."""

    PASSED = "passed", pgettext_lazy("step of a route", "Passed")
    RETURNED = "returned", pgettext_lazy("step of a route", "Returned")
