"""Words of this room that the database stores."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Basis(TextChoices):
    """The legal bases of the Personal Data Protection Act B.E. 2562, sections 19, 24 and 26."""

    CONSENT = "consent", _("your consent")
    CONTRACT = "contract", _("a contract with you, or steps towards one")
    PUBLIC_TASK = "public_task", _("a task in the public interest")
    LEGAL_DUTY = "legal_duty", _("a duty under the law")
    LEGITIMATE_INTEREST = "legitimate_interest", _("a legitimate interest")
    VITAL_INTEREST = "vital_interest", _("preventing danger to life or health")
    RESEARCH = "research", _("research or statistics")


class ConsentState(TextChoices):
    """What a line of the consent ledger says."""

    GIVEN = "given", _("given")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Channel(TextChoices):
    """Where the person said so."""

    PORTAL = "portal", _("Portal")
    COUNTER = "counter", _("Counter")
    PHONE = "phone", _("Telephone")
    EMAIL = "email", _("E-mail")
    PAPER = "paper", _("Paper form")
    IMPORT = "import", _("Import")


class Right(TextChoices):
    """What a person may ask of us about the own data (PDPA sections 19 and 30 to 36)."""

    ACCESS = "access", _("See what you keep about me")
    COPY = "copy", _("Receive a copy of my data")
    CORRECTION = "correction", _("Put something right")
    ERASURE = "erasure", _("Have my data erased")
    OBJECTION = "objection", _("Object to how you use my data")
    RESTRICTION = "restriction", _("Have the use of my data put on hold")
    WITHDRAWAL = "withdrawal", _("Take back my consent")


class Whom(TextChoices):
    """For whom the request is made."""

    SELF = "self", _("For myself")
    REPRESENTATIVE = "representative", _("For someone who asked me to")


class ProofOfIdentity(TextChoices):
    """How the person means to show who is asking."""

    CALL = "call", _("Call me on the number you already know")
    EMAIL = "email", _("Write to the e-mail address you already know")
    COUNTER = "counter", _("I come to your counter with my ID card")
    OTHER = "other", _("In another way")


class RequestStatus(TextChoices):
    """Where a request stands."""

    RECEIVED = "received", _("Received")
    VERIFIED = "verified", _("Identity verified")
    WORKING = "working", _("Being worked on")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Taken back")


OPEN_REQUEST = (RequestStatus.RECEIVED, RequestStatus.VERIFIED, RequestStatus.WORKING)


class Outcome(TextChoices):
    """What the answer says."""

    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Granted in part")
    REFUSED = "refused", _("Refused")


class Ground(TextChoices):
    """The legal grounds on which a request, or a part of it, may be refused."""

    IDENTITY = "identity", _("It could not be shown who is asking (section 30)")
    LAW_OR_COURT = "law_or_court", _("A law or a court order forbids it (section 30)")
    OTHERS = "others", _("It would harm the rights and freedoms of others (section 30)")
    LEGAL_DUTY = "legal_duty", _("The law obliges us to keep the data (section 33)")
    LEGAL_CLAIMS = "legal_claims", _("The data are needed for legal claims (sections 32 and 33)")
    STILL_NEEDED = "still_needed", _("The data are still needed for what they were collected for (section 33)")
    PUBLIC_TASK = "public_task", _("A task in the public interest outweighs the objection (section 32)")
    ACCURATE = "accurate", _("The data are right as they stand (section 36)")
    REPEATED = "repeated", _("The same was asked again without a new reason")


class Actor(TextChoices):
    """Who took a step of a request."""

    PERSON = "person", _("The person who asks")
    STAFF = "staff", _("Our officer")
    SYSTEM = "system", _("The system")


class RetentionAction(TextChoices):
    """What happens to a record whose time of keeping is over."""

    ERASE = (
        "erase",
        _("The person's key is destroyed and words are blanked; dates and outcome stay"),
    )
    ANONYMISE = "anonymise", _("The person is unlinked and words are blanked; counts and scores stay")


class KeepingGround(TextChoices):
    """On which ground a record is kept for so long, and no longer (PDPA sections 23, 33 and 37)."""

    LAW = "law", _("A law sets the time")
    CLAIMS = "claims", _("Legal claims can be raised until then")
    CONTRACT = "contract", _("The contract and what follows from it")
    PUBLIC_TASK = "public_task", _("A task in the public interest needs it")
    ANSWERING = "answering", _("The person may come back to the matter")


class RunState(TextChoices):
    """How a run of the sweep stands."""

    RUNNING = "running", _("running or interrupted")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped by a person")
