"""Enquiries of the public: a possible customer who asks for something, and by when the answer is owed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.enums import EnquiryClosing, EnquiryState, EnquiryTopic, Language
from foundation.core.fields import EncryptedTextField
from foundation.core.models import Record, set_together, track


class Enquiry(Record):
    """What was asked stands in the timeline of the customer, sealed; here stands what is to be done, and who asked, in
    the words of the form: under the key of the contact person who asks for a customer, else under the customer's.

    A person under 20 asks with a parent or guardian; until an officer has spoken with that person, nobody answers.
    What can't or need not be answered is closed with the reason; erasing the person does so, by nobody where a rule of
    retention erased.
    """

    number = models.CharField(_("number"), max_length=24, unique=True, editable=False)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="enquiries")
    interaction = models.OneToOneField("customers.Interaction", on_delete=models.PROTECT, related_name="+")
    data_key = models.ForeignKey("core.DataKey", null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    asker = EncryptedTextField(_("who asked"), blank=True)
    topic = models.CharField(_("topic"), max_length=10, choices=EnquiryTopic.choices)
    unit = models.ForeignKey("accounts.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey("privacy.NoticeVersion", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.THAI)
    is_minor = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=EnquiryState.choices, default=EnquiryState.OPEN)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    parent_agreed_at = models.DateTimeField(null=True)
    parent_noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_why = models.CharField(max_length=10, choices=EnquiryClosing.choices, blank=True, default="")

    history = track()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["due_at", "id"]
        constraints = [
            set_together("answered_at", "answered_by", name="enquiry_answered_by_someone"),
            set_together("parent_agreed_at", "parent_noted_by", name="enquiry_parent_noted_by_someone"),
            models.CheckConstraint(
                condition=Q(is_minor=False)
                | Q(state__in=[EnquiryState.PARENT, EnquiryState.CLOSED])
                | Q(parent_agreed_at__isnull=False),
                name="enquiry_minor_has_parent",
            ),
            models.CheckConstraint(
                condition=~Q(state=EnquiryState.ANSWERED) | Q(answered_at__isnull=False), name="enquiry_answered"
            ),
            models.CheckConstraint(
                condition=(Q(state=EnquiryState.CLOSED, closed_at__isnull=False) & ~Q(closed_why=""))
                | (~Q(state=EnquiryState.CLOSED) & Q(closed_at__isnull=True, closed_by__isnull=True, closed_why="")),
                name="enquiry_closed_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="enquiry_waiting", condition=Q(state__in=["parent", "open"])),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_waiting(self) -> bool:
        """Whether it still has to be answered, now or once a parent has agreed."""
        return self.state in {EnquiryState.PARENT, EnquiryState.OPEN}

    def get_absolute_url(self) -> str:
        """The page of the enquiry."""
        return reverse("customers:enquiry", args=[self.number])
