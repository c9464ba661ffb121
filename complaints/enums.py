"""The words of complaints handling, after ISO 10002: states, doors, assessment, remedies."""

from django.conf import settings
from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Where a complaint stands. `lifecycle.MOVES` says how it gets there."""

    RECEIVED = "received", _("Just received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    ASSESSED = "assessed", _("Assessed")
    INVESTIGATING = "investigating", _("Being investigated")
    DECIDED = "decided", _("Decided, not yet told")
    COMMUNICATED = "communicated", _("Decision sent")
    ACCEPTED = "accepted", _("Decision accepted")
    CARRIED_OUT = "carried_out", _("Carried out")
    REJECTED = "rejected", _("Decision not accepted, still open")
    CLOSED = "closed", _("Case closed")
    WITHDRAWN = "withdrawn", _("Withdrawn by the complainant")
    MERGED = "merged", _("Goes on in another complaint of the same person")
    TURNED = "turned", _("Goes on as a request or a suggestion")


FINISHED = frozenset({Status.CLOSED, Status.WITHDRAWN, Status.MERGED, Status.TURNED})
OPEN = tuple(status for status in Status if status not in FINISHED)

# While a case stands here it is our turn, and its complainant hears from us again and again.
ROLLING = (
    Status.RECEIVED,
    Status.ACKNOWLEDGED,
    Status.ASSESSED,
    Status.INVESTIGATING,
    Status.DECIDED,
    Status.ACCEPTED,
    Status.REJECTED,
)


class Identity(TextChoices):
    """How much of the complainant we know, and who may know it."""

    NAMED = "named", _("With my name")
    CONFIDENTIAL = "confidential", _("With my name, kept from everyone but the officer in charge")
    ANONYMOUS = "anonymous", _("Without my name")


class Channel(TextChoices):
    """The door through which a complaint came in."""

    PORTAL = "portal", _("Website")
    PHONE = "phone", _("By telephone")
    WALK_IN = "walk_in", _("In person")
    LETTER = "letter", _("By letter")
    EMAIL = "email", _("By e-mail")
    LINE = "line", _("By LINE")
    SOCIAL = "social", _("Social media")
    HOTLINE_1111 = "hotline_1111", _("Government hotline 1111")
    HOTLINE_1567 = "hotline_1567", _("Damrongdhama hotline 1567")
    GOVERNMENT = "government", _("Another government body")
    API = "api", _("Partner system")


# Doors whose other side numbers what it sends: one number there is one case here. The hotlines always give one.
OUTSIDE_NUMBERED = (
    Channel.LINE,
    Channel.SOCIAL,
    Channel.HOTLINE_1111,
    Channel.HOTLINE_1567,
    Channel.GOVERNMENT,
    Channel.API,
)
HOTLINES = frozenset({Channel.HOTLINE_1111, Channel.HOTLINE_1567})


class Reply(TextChoices):
    """How the complainant wants to hear from us."""

    EMAIL = "email", _("Answer by e-mail")
    SMS = "sms", _("Answer by SMS, with a link")
    LINE = "line", _("Answer by LINE, with a link")
    PHONE = "phone", _("Answer by telephone")
    POST = "post", _("Answer by post")
    PAGE = "page", _("Only on the tracking page")


def reply_choices(*, post: bool = True) -> list[tuple[str, object]]:
    """The ways that can be chosen here: SMS and LINE where a gateway is set up, by post where an officer takes it
    down."""
    closed = {Reply.SMS} if not settings.SMS_GATEWAY else set()
    closed |= {Reply.LINE} if not settings.LINE_GATEWAY else set()
    closed |= set() if post else {Reply.POST}
    return [(way.value, way.label) for way in Reply if way not in closed]


class Severity(IntegerChoices):
    """How serious the matter is."""

    LOW = 1, _("Low severity")
    MEDIUM = 2, _("Medium severity")
    HIGH = 3, _("High severity")
    CRITICAL = 4, _("Critical severity")


SHORT_SEVERITY = {
    Severity.LOW: _("low"),
    Severity.MEDIUM: _("medium"),
    Severity.HIGH: _("high"),
    Severity.CRITICAL: _("critical"),
}


class Complexity(IntegerChoices):
    """How much it takes to find out and to mend."""

    SIMPLE = 1, _("Simple: one person can settle it")
    MODERATE = 2, _("Moderate: several people are needed")
    COMPLEX = 3, _("Complex: several units or outside parties")


class Impact(IntegerChoices):
    """How far the matter reaches."""

    ONE = 1, _("One person")
    SEVERAL = 2, _("Several people or one shop")
    MANY = 3, _("Many people or a whole floor")
    PUBLIC = 4, _("The public or the name of the organisation")


class Priority(IntegerChoices):
    """In which order we work; derived from the assessment, changed only with a reason."""

    LOW = 1, _("Can wait")
    NORMAL = 2, _("Normal order")
    HIGH = 3, _("Soon")
    URGENT = 4, _("At once")


class Remedy(TextChoices):
    """What can be done for the complainant (ISO 10002, annex F)."""

    REFUND = "refund", _("Refund")
    REPLACEMENT = "replacement", _("Replacement")
    REPAIR = "repair", _("Repair or doing it again")
    SUBSTITUTE = "substitute", _("Substitute")
    TECHNICAL = "technical", _("Technical assistance")
    INFORMATION = "information", _("Explanation or information")
    REFERRAL = "referral", _("Referral to those who can help")
    FINANCIAL = "financial", _("Financial assistance")
    ASSISTANCE = "assistance", _("Other assistance")
    COMPENSATION = "compensation", _("Compensation")
    APOLOGY = "apology", _("Apology")
    GOODWILL = "goodwill", _("Goodwill gift")
    CHANGE = "change", _("Change so that it does not happen again")


class Cause(TextChoices):
    """Where the root cause lies: the kinds under which causes are counted (ISO 10002, 8.2). The branches of a fishbone
    are `enums_fishbone.Bone`."""

    PROCEDURE = "procedure", _("Procedure or rule")
    PEOPLE = "people", _("Skill or conduct of people")
    CAPACITY = "capacity", _("Too few people, too little room or time")
    BUILDING = "building", _("Building or equipment")
    SUPPLIER = "supplier", _("Contractor or supplier")
    INFORMATION = "information", _("Information or communication")
    DESIGN = "design", _("Design of the service")
    OUTSIDE = "outside", _("Outside our control")


# Five times “why” lead from what happened to what can be changed.
WHYS = 5


class Outcome(TextChoices):
    """What the decision says about the complaint."""

    UPHELD = "upheld", _("The complaint is right")
    PARTLY = "partly", _("The complaint is right in part")
    NOT_UPHELD = "not_upheld", _("The facts do not bear the complaint out")


class Answer(TextChoices):
    """What the complainant says to the decision."""

    ACCEPTED = "accepted", _("Accepts the decision")
    REJECTED = "rejected", _("Does not accept the decision")
    NONE_GIVEN = "none_given", _("Did not answer")


class Exhaustion(TextChoices):
    """Why a rejected complaint may be closed after all."""

    SATISFIED = "satisfied", _("The complainant is satisfied after all")
    EXHAUSTED = "exhausted", _("Every reasonable way inside and outside has been taken")


class RecourseKind(TextChoices):
    """Where a complainant who does not accept the decision can turn."""

    INTERNAL = "internal", _("Review inside the organisation")
    EXTERNAL = "external", _("An outside body")


class Promise(TextChoices):
    """The clocks a charter starts. The values are those of service_charter's events."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    FIRST_REPLY = "first_reply", _("First reply")
    RESOLVE = "resolve", _("Tell the outcome")


class Due(TextChoices):
    """What is due next in a complaint; the queue is ordered by its time."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    FIRST_REPLY = "first_reply", _("First reply")
    RESOLVE = "resolve", _("Tell the outcome")
    ANSWER = "answer", _("Complainant's answer")
    CARRY_OUT = "carry_out", _("Carry out")
    RECOURSE = "recourse", _("Tell the ways onward")
    CLOSE = "close", _("Close the case")


class PauseKind(TextChoices):
    """Why the clock stands still."""

    COMPLAINANT = "complainant", _("Waiting for facts from the complainant")
    ACCESS = "access", _("Waiting for access to the place")
    OUTSIDE = "outside", _("Waiting for an outside authority")


class Actor(TextChoices):
    """Who took a step."""

    STAFF = "staff", _("Staff")
    COMPLAINANT = "complainant", _("Complainant")
    SYSTEM = "system", _("System")


class Direction(TextChoices):
    """Who speaks in a message."""

    IN = "in", _("From the complainant")
    OUT = "out", _("To the complainant")


class MessageKind(TextChoices):
    """What a message is for."""

    MESSAGE = "message", _("Message")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    QUESTION = "question", _("Request for more facts")
    DECISION = "decision", _("Decision")
    RECOURSE = "recourse", _("Ways onward")
    ANSWER = "answer", _("Answer to the decision")
    NOTICE = "notice", _("Notice by itself")


class AlertStage(TextChoices):
    """Before or after a date is missed, to us and to the complainant; each is told once."""

    BEFORE = "before", _("Due soon")
    AFTER = "after", _("Overdue")
    TOLD = "told", _("The complainant was told")


class AnswerPurpose(TextChoices):
    """What a canned answer is for."""

    PROGRESS = "progress", _("How the case stands")
    QUESTION = "question", _("Asking for facts")
    DELAY = "delay", _("Telling of a delay")
    OUTCOME = "outcome", _("About the outcome")
    THANKS = "thanks", _("Thanks")


class EditionStatus(TextChoices):
    """Where the words of a canned answer stand."""

    DRAFT = "draft", _("Waits for approval")
    APPROVED = "approved", _("In use")
    REPLACED = "replaced", _("Replaced")


class ToneCheck(TextChoices):
    """What the second person looks for before an answer may be used."""

    KIND = "kind", _("It is kind: it thanks, or says that we are sorry for the trouble")
    CLEAR = "clear", _("It is clear: short sentences, everyday words, no names of offices or rules")
    NO_BLAME = "no_blame", _("It blames nobody, neither the complainant nor a colleague")
    NEXT_STEP = "next_step", _("It says what happens next, and where to ask")
    SAME = "same", _("Both languages say the same")
