"""Help with filing: what a person asked for before or with a complaint, by when, and each try to give it."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints.enums_help import DayPart, HelpKind, HelpState, TryOutcome
from foundation.accounts.permissions import Permission
from foundation.core.fields import EncryptedTextField
from foundation.core.models import Record, track

if TYPE_CHECKING:
    from foundation.accounts.models import User


class HelpQuerySet(models.QuerySet["Help"]):
    """Reads that every list starts from."""

    def visible_to(self, user: "User") -> "HelpQuerySet":
        """What the person may see: of the own unit, or all; never of a case that the person may not see."""
        if not user.can(Permission.COMPLAINT_HANDLE) and not user.can(Permission.COMPLAINT_DECIDE):
            return self.none()
        rows = self.exclude(complaint__complained_about=user)
        if not user.can(Permission.COMPLAINT_MISCONDUCT):
            rows = rows.exclude(complaint__is_misconduct=True)
        return rows if user.can(Permission.COMPLAINT_VIEW_ALL) else rows.filter(unit=user.unit_id)


class Help(Record):
    """What somebody needs in order to be heard. Name, number and words are sealed under the person's own key."""

    complaint = models.ForeignKey(
        "complaints.Complaint", null=True, blank=True, on_delete=models.PROTECT, related_name="helps"
    )
    kinds = ArrayField(models.CharField(max_length=12, choices=HelpKind.choices))
    spoken = models.CharField(max_length=60, blank=True)  # the language of the interpreter
    data_key = models.ForeignKey("core.DataKey", null=True, on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField()
    phone = EncryptedTextField()
    words = EncryptedTextField()
    phone_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2, choices=[("th", _("Thai")), ("en", _("English"))], default="th")
    wanted_on = models.DateField(null=True, blank=True)
    wanted_part = models.CharField(max_length=10, choices=DayPart.choices, default=DayPart.ANY)
    notice = models.ForeignKey(
        "privacy.NoticeVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    standard = models.ForeignKey(
        "service_charter.Standard", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=HelpState.choices, default=HelpState.WAITING)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    history = track()

    objects = HelpQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = _("help with filing")
        verbose_name_plural = _("help with filing")
        indexes = [
            models.Index(fields=["due_at", "id"], name="complaint_help_waiting", condition=Q(state=HelpState.WAITING)),
            models.Index(fields=["asked_at"], name="complaint_help_asked"),
            models.Index(fields=["phone_hash"], name="complaint_help_phone", condition=~Q(phone_hash="")),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(kinds=[]), name="complaint_help_asks_something"),
            models.CheckConstraint(
                condition=Q(state=HelpState.WAITING, ended_at__isnull=True, ended_by__isnull=True)
                | Q(state=HelpState.DROPPED, ended_at__isnull=False)  # by the complainant, or by an officer
                | (
                    ~Q(state__in=[HelpState.WAITING, HelpState.DROPPED])
                    & Q(ended_at__isnull=False, ended_by__isnull=False)
                ),
                name="complaint_help_ended_by",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.kind_labels)

    def get_absolute_url(self) -> str:
        """Its page on the staff side."""
        return reverse("complaints:staff-help", args=[self.public_id])

    @property
    def kind_labels(self) -> list[str]:
        """What is asked for, in the reader's language."""
        return [str(HelpKind(kind).label) for kind in self.kinds]

    def is_late(self, now: dt.datetime) -> bool:
        """Whether it came, or is still awaited, after its time."""
        return (self.ended_at or now) > self.due_at


class HelpTry(models.Model):
    """One try to give the help: by whom, what came of it, in words. Append-only."""

    help = models.ForeignKey(Help, on_delete=models.PROTECT, related_name="tries")
    outcome = models.CharField(max_length=10, choices=TryOutcome.choices)
    note = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("try to help")
        verbose_name_plural = _("tries to help")

    def __str__(self) -> str:
        return f"{self.help_id} {self.at:%Y-%m-%d %H:%M} {self.outcome}"
