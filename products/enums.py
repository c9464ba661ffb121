"""Words of the catalogue, of ideas, and of stage-gate projects. Imports nothing of ours."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProductKind(TextChoices):
    """What is offered (policy 4.1: goods or services)."""

    PRODUCT = "product", _("Product")
    SERVICE = "service", _("Service")


class BusinessLine(TextChoices):
    """The lines of business a product belongs to."""

    SPACE = "space", _("Rental of space")
    BUILDING = "building", _("Building management")
    DEVELOPMENT = "development", _("Property development")
    ADVICE = "advice", _("Project management and advice")


class Offer(TextChoices):
    """Whether customers can have it."""

    PLANNED = "planned", _("Planned")
    OFFERED = "offered", _("Offered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Mechanism(TextChoices):
    """How a product reaches the customer (policy 4.1)."""

    DIRECT = "direct", _("Delivered by ourselves")
    AGENT = "agent", _("Through an agent")
    DISTRIBUTOR = "distributor", _("Through a distributor")
    PARTNER = "partner", _("With a partner")
    SUPPLIER = "supplier", _("Through a supplier")


class Origin(TextChoices):
    """Where an idea comes from."""

    PORTAL = "portal", _("Public form")
    COMPLAINT = "complaint", _("Complaint")
    VOICE = "voice", _("Voice of the customer")
    STAFF = "staff", _("Staff")


# Origins that stand for a customer's word.
FROM_CUSTOMERS = (Origin.PORTAL, Origin.COMPLAINT, Origin.VOICE)


class IdeaStatus(TextChoices):
    """States of an idea."""

    RECEIVED = "received", _("Awaiting an answer")
    ACCEPTED = "accepted", _("Accepted")
    MERGED = "merged", _("Merged with another idea")
    NOT_NOW = "not_now", _("Not now")
    DECLINED = "declined", _("Declined")


class Innovation(TextChoices):
    """What the project changes (policy 4.1)."""

    PRODUCT = "product", _("Product")
    SERVICE = "service", _("Service")
    PROCESS = "process", _("Process")
    BUSINESS_MODEL = "business_model", _("Business model")


class Stage(TextChoices):
    """Where the work of a project stands."""

    SCOPING = "scoping", _("Scoping")
    BUSINESS_CASE = "business_case", _("Business case")
    DEVELOPMENT = "development", _("Development")
    TESTING = "testing", _("Testing")
    LAUNCH = "launch", _("Launch")
    REVIEW = "review", _("Post-launch review")


class ProjectStatus(TextChoices):
    """Whether a project runs."""

    RUNNING = "running", _("Running")
    ON_HOLD = "on_hold", _("On hold")
    KILLED = "killed", _("Stopped at a gate")
    CLOSED = "closed", _("Closed with a review")


class Gate(TextChoices):
    """The decisions between the stages; each is named by what it lets begin."""

    BUSINESS_CASE = "business_case", _("Gate 1: begin the business case")
    DEVELOPMENT = "development", _("Gate 2: begin development")
    TESTING = "testing", _("Gate 3: begin testing")
    LAUNCH = "launch", _("Gate 4: launch")
    CLOSING = "closing", _("Gate 5: close after the review")


class Decision(TextChoices):
    """What a gate says."""

    GO = "go", _("Go")
    KILL = "kill", _("Stop")
    HOLD = "hold", _("Hold")
    RECYCLE = "recycle", _("Rework")


class MeetingStatus(TextChoices):
    """States of a gate meeting."""

    OPEN = "open", _("Votes are being cast")
    DECIDED = "decided", _("Decided")
    CALLED_OFF = "called_off", _("Called off")


class CriterionKind(TextChoices):
    """How a criterion is judged."""

    MUST = "must", _("Must be met (yes or no)")
    SCORED = "scored", _("Scored 0 to 10")


class RequirementOrigin(TextChoices):
    """Why a requirement stands (policy 4.2)."""

    NEED = "need", _("Need of customers or the market")
    STAKEHOLDER = "stakeholder", _("Other stakeholders")
    LAW = "law", _("Law or regulation")
    ABILITY = "ability", _("What we are able to do")


class Priority(TextChoices):
    """MoSCoW."""

    MUST = "must", _("Must")
    SHOULD = "should", _("Should")
    COULD = "could", _("Could")
    WONT = "wont", _("Not this time")


class Dimension(TextChoices):
    """The three dimensions of an outcome (policy 4.2)."""

    EFFICIENCY = "efficiency", _("Efficiency of the project")
    CUSTOMER = "customer", _("Value to customers")
    BUSINESS = "business", _("Business results")


class Aim(TextChoices):
    """Which way is good."""

    UP = "up", _("At least the target")
    DOWN = "down", _("At most the target")


class Paper(TextChoices):
    """Files that a project keeps as evidence."""

    BUSINESS_CASE = "business_case", _("Business case")
    TEST_REPORT = "test_report", _("Test report")
    LAUNCH_PLAN = "launch_plan", _("Launch plan")
    REVIEW = "review", _("Post-launch review")
    OTHER = "other", _("Other paper")
