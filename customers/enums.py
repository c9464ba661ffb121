"""The words of the customer register. Imports nothing of ours."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Party(TextChoices):
    """Whom the record is about."""

    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class Kind(TextChoices):
    """How the customer uses our products (policy 1.1)."""

    DIRECT = "direct", _("Direct user")
    RESALE = "resale", _("Buys to sell on")
    AGENCY = "agency", _("Agency that builds on our product")
    RESELLER = "reseller", _("Representative")


class Relation(TextChoices):
    """Where the customer stands towards us in the market (preamble of the policy)."""

    PROSPECT = "prospect", _("Possible customer")
    CURRENT = "current", _("Current customer")
    FORMER = "former", _("Former customer")
    COMPETITOR = "competitor", _("Competitor's customer")


class Channel(TextChoices):
    """How a contact took place."""

    PHONE = "phone", _("Telephone")
    VISIT = "visit", _("Visit")
    WALK_IN = "walk_in", _("Counter")
    EMAIL = "email", _("E-mail")
    LINE = "line", _("LINE")
    LETTER = "letter", _("Letter")
    WEB = "web", _("Website")


class TouchpointKind(TextChoices):
    """The two sorts of touchpoints that the policy names (5.1)."""

    PHYSICAL = "physical", _("Physical touchpoint")
    DIGITAL = "digital", _("Digital touchpoint")


class Direction(TextChoices):
    """Who began the contact."""

    INWARD = "in", _("They contacted us")
    OUTWARD = "out", _("We contacted them")


class Language(TextChoices):
    """The language in which the customer wants to be addressed."""

    THAI = "th", _("Thai")
    ENGLISH = "en", _("English")


class AttributeKind(TextChoices):
    """What values an attribute holds."""

    NUMBER = "number", _("Figure")
    CATEGORY = "category", _("Category")
    TEXT = "text", _("Words")
    DATE = "date", _("Date")
    YES_NO = "yes_no", _("Yes or no")
    CHOICE = "choice", _("Choice from a list")


class YesNo(TextChoices):
    """An answer that is yes or no."""

    YES = "yes", _("yes")
    NO = "no", _("no")


class ImportState(TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Columns to be confirmed")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, nothing written yet")
    IMPORTING = "importing", _("Being imported")
    IMPORTED = "imported", _("Imported")
    STOPPED = "stopped", _("Stopped, nothing written")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class RowAction(TextChoices):
    """What an import does with a row."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("As before")
    REFUSED = "refused", _("Not accepted")


class PairState(TextChoices):
    """What was decided of two records that may be of one customer."""

    OPEN = "open", _("To be looked at")
    DIFFERENT = "different", _("Not the same")
    MERGED = "merged", _("Joined")


class Likeness(TextChoices):
    """What two records have in common."""

    PHONE = "phone", _("the same telephone")
    EMAIL = "email", _("the same e-mail")
    NAME = "name", _("the same name")
    NEAR_NAME = "near_name", _("a name nearly the same")
    POSTCODE = "postcode", _("the same postcode")
    BY_HAND = "by_hand", _("put side by side by a colleague")


class ViewAudience(TextChoices):
    """Who sees a saved view beside its owner."""

    PRIVATE = "private", _("Nobody else")
    UNIT = "unit", _("My unit")
    EVERYONE = "everyone", _("Everyone who sees customers")


class ListOrder(TextChoices):
    """In which order a list of customers stands; each is served by an index."""

    NAME = "name", _("By name")
    NAME_BACK = "name_back", _("By name, backwards")
    NEWEST = "newest", _("Newest record first")
    OLDEST = "oldest", _("Oldest record first")


class FeedSystem(TextChoices):
    """Of what a system of record keeps the record."""

    LEASE = "lease", _("Leases")
    BILLING = "billing", _("Invoices and payments")
    REPAIR = "repair", _("Repairs")
    OTHER = "other", _("Something else")


class Door(TextChoices):
    """How a delivery came in."""

    API = "api", _("sent by a program")
    FOLDER = "folder", _("from the watched folder")


class Receipt(TextChoices):
    """What became of a delivery as a whole."""

    TAKEN = "taken", _("Taken in")
    REPEATED = "repeated", _("The same as before")
    REFUSED = "refused", _("Refused as a whole")


class EnquiryTopic(TextChoices):
    """What people who are no customers yet ask about."""

    SPACE = "space", _("Space to rent")
    MEETING = "meeting", _("Meeting rooms and events")
    PARKING = "parking", _("Parking")
    OTHER = "other", _("Something else")


class EnquiryState(TextChoices):
    """Where an enquiry stands."""

    PARENT = "parent", _("Waits for the parent's word")
    OPEN = "open", _("To be answered")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed without an answer")


class EnquiryClosing(TextChoices):
    """Why an enquiry was closed without an answer."""

    SPAM = "spam", _("No real question, or sent by a machine")
    TWICE = "twice", _("Asked twice")
    ELSEWHERE = "elsewhere", _("Goes on as another matter")
    UNREACHED = "unreached", _("Nobody could be reached")
    UNWANTED = "unwanted", _("No answer is wanted any more")
    PARENT = "parent", _("The parent or guardian does not agree")
    ERASED = "erased", _("The person was forgotten")

    @classmethod
    def of_officers(cls) -> list[tuple[str, str | Promise]]:
        """Those that an officer may give; the last one comes with the erasure alone."""
        return [choice for choice in cls.choices if choice[0] != cls.ERASED]


class FollowUpState(TextChoices):
    """Where a follow-up stands."""

    OPEN = "open", _("To be done")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Not needed any more")


class ReminderStep(TextChoices):
    """For what the owner of a follow-up was told last."""

    DUE = "due", _("Due today")
    LATE = "late", _("Past its day")


class BulkKind(TextChoices):
    """What a bulk action changes of many customers at once."""

    OWNER = "owner", _("Who cares for them")
    UNIT = "unit", _("Their unit")
    KIND = "kind", _("Their kind of customer")
    RELATION = "relation", _("Their relation to the market")
    TAG = "tag", _("Give them a tag")
    UNTAG = "untag", _("Take a tag from them")


class BulkState(TextChoices):
    """Where a bulk action stands."""

    RUNNING = "running", _("Being changed")
    DONE = "done", _("Changed")
    STOPPED = "stopped", _("Stopped halfway")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class BulkOutcome(TextChoices):
    """What became of one customer of a bulk action."""

    WAITING = "waiting", _("Not yet changed")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Was so already")
    SKIPPED = "skipped", _("Left as it is")
    BACK = "back", _("As before again")


class Health(TextChoices):
    """How a relationship stands, the worst first."""

    POOR = "poor", _("In danger")
    WATCH = "watch", _("To be watched")
    GOOD = "good", _("Good")


class MarketTestKind(TextChoices):
    """The four tests that make a possible customer a market (preamble of the policy)."""

    NEED = "need", _("Does the customer need it?")
    POWER = "power", _("Can the customer pay for it?")
    WILLINGNESS = "willingness", _("Does the customer want to buy it?")
    RIGHT = "right", _("May the customer buy it?")


class MarketState(TextChoices):
    """What the four tests say of a possible customer. Nobody asked is a missing test too."""

    MARKET = "market", _("Is a market")
    NOT = "not", _("Is no market so far")
    OPEN = "open", _("A test is missing")


class MarketAnswer(TextChoices):
    """The answer to a test."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNCLEAR = "unclear", _("Not clear yet")
