"""Words of holdings, opportunities and programmes. Imports nothing of ours."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HoldingKind(TextChoices):
    """What a customer holds from us."""

    LEASE = "lease", _("Lease of space")
    SERVICE = "service", _("Service contract")


class HoldingStatus(TextChoices):
    """How a contract stands. Whether it is in force on a day, its dates say."""

    RUNNING = "running", _("Running")
    RENEWED = "renewed", _("Renewed")
    ENDED = "ended", _("Ended")


class LossReason(TextChoices):
    """Why a contract or an opportunity was lost (policy 5.3: the loss of customers)."""

    PRICE = "price", _("Price")
    COMPETITOR = "competitor", _("Went to a competitor")
    SERVICE = "service", _("Dissatisfied with the service")
    SPACE = "space", _("Space did not fit")
    OWN_BUILDING = "own_building", _("Moved to premises of its own")
    SMALLER = "smaller", _("Needs less, budget cut")
    CLOSED = "closed", _("Closed the business")
    OURSELVES = "ourselves", _("Not renewed by us")
    OTHER = "other", _("Other reason")


class OpportunityKind(TextChoices):
    """What kind of growth it is, in the words of the policy (5.3)."""

    NEW = "new", _("New customer")
    UPSELL = "upsell", _("Up-selling")
    CROSS = "cross", _("Cross-selling")
    RENEWAL = "renewal", _("Renewal")
    WINBACK = "winback", _("Winning back")


class Stage(TextChoices):
    """Where an opportunity stands."""

    SEEN = "seen", _("Seen")
    QUALIFIED = "qualified", _("Need confirmed")
    OFFERED = "offered", _("Offer made")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


OPEN_STAGES = (Stage.SEEN, Stage.QUALIFIED, Stage.OFFERED)


class ProgrammeStatus(TextChoices):
    """States of a CRM programme."""

    PLANNED = "planned", _("Being planned")
    RUNNING = "running", _("Running")
    EVALUATED = "evaluated", _("Evaluated")
    CLOSED = "closed", _("Closed, lesson kept")
    CANCELLED = "cancelled", _("Cancelled")


class Effect(TextChoices):
    """What the evaluation says of a programme."""

    EFFECTIVE = "effective", _("Effective")
    PARTLY = "partly", _("Partly effective")
    NOT_EFFECTIVE = "not", _("Not effective")


class Importance(TextChoices):
    """How much a support need matters to the segment."""

    HIGH = "high", _("Essential")
    MEDIUM = "medium", _("Important")
    LOW = "low", _("Useful")
