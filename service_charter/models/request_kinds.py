"""What customers may ask for, and the forms that administrators design for it. A published form never changes."""

import re
from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, set_together, track
from service_charter.enums import FieldKind

if TYPE_CHECKING:
    from service_charter.models.requests import ServiceRequest

KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}\Z")


def spoken(row: models.Model, field: str) -> str:
    """The text of a *_th / *_en pair in the reader's language; Thai where there is no English."""
    english = get_language() == "en" and getattr(row, f"{field}_en")
    return str(english or getattr(row, f"{field}_th"))


class RequestKind(Record):
    """One kind of request: who answers it, and the code of the promise whose clock it runs under.

    The code stays the same over versions of the charter; the standard that binds is the one in force at receipt.
    """

    code = models.SlugField(max_length=40, unique=True)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    standard_code = models.SlugField(max_length=60, blank=True)
    is_offered = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=100)

    history = track()

    class Meta:
        ordering = ["rank", "code"]
        verbose_name = _("kind of service request")
        verbose_name_plural = _("kinds of service requests")

    def __str__(self) -> str:
        return self.code


class RequestForm(Record):
    """One version of the form of a kind. At most one is a draft; a trigger keeps published ones as they are."""

    kind = models.ForeignKey(RequestKind, on_delete=models.CASCADE, related_name="forms")
    number = models.PositiveSmallIntegerField()
    title_th = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    description_th = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    requests: "models.Manager[ServiceRequest]"

    class Meta:
        ordering = ["kind", "-number"]
        verbose_name = _("form of service requests")
        verbose_name_plural = _("forms of service requests")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="request_form_number_once"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(published_at__isnull=True), name="request_form_one_draft"
            ),
            set_together("published_at", "published_by", name="request_form_published_by"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language."""
        return spoken(self, "title")

    @property
    def description(self) -> str:
        """In the reader's language."""
        return spoken(self, "description")


class RequestField(models.Model):
    """One question of a form. `choices` are lines, those of both languages in the same order."""

    form = models.ForeignKey(RequestForm, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40, validators=[RegexValidator(KEY)])
    kind = models.CharField(max_length=8, choices=FieldKind.choices)
    label_th = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160, blank=True)
    hint_th = models.CharField(max_length=300, blank=True)
    hint_en = models.CharField(max_length=300, blank=True)
    choices_th = models.TextField(blank=True)
    choices_en = models.TextField(blank=True)
    is_required = models.BooleanField(default=True)

    class Meta:
        ordering = ["form", "number"]
        verbose_name = _("question of a form")
        verbose_name_plural = _("questions of forms")
        constraints = [
            models.UniqueConstraint(fields=["form", "key"], name="request_field_key_once"),
            models.UniqueConstraint(
                fields=["form", "number"], name="request_field_number_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(kind__in=FieldKind.values), name="request_field_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=FieldKind.CHOICE) & ~Q(choices_th="") | ~Q(kind=FieldKind.CHOICE) & Q(choices_th=""),
                name="request_field_choices",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """In the reader's language."""
        return spoken(self, "label")

    @property
    def hint(self) -> str:
        """In the reader's language."""
        return spoken(self, "hint")

    @property
    def options(self) -> list[tuple[str, str]]:
        """The choices: place in the list, word in the reader's language."""
        return [(str(place), word) for place, word in enumerate(spoken(self, "choices").splitlines(), start=1)]
