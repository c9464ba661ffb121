"""Service training: courses, who attended them, and the competence that roles need and courses give."""

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from foundation.core.models import Record, set_together, track
from service_charter.enums import CourseKind


class Course(Record):
    """A course, inside or outside the house. What it gives lasts `valid_months`, for ever where none are named."""

    code = models.SlugField(max_length=40, unique=True)
    title_th = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=CourseKind.choices, default=CourseKind.SERVICE)
    hours = models.DecimalField(
        max_digits=5, decimal_places=1, validators=[MinValueValidator(0.5), MaxValueValidator(999)]
    )
    valid_months = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    is_active = models.BooleanField(default=True)
    history = track()

    class Meta:
        ordering = ["code"]
        verbose_name = gettext_lazy("course")
        verbose_name_plural = gettext_lazy("courses")
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0), name="course_takes_time"),
            models.CheckConstraint(
                condition=Q(valid_months__isnull=True) | Q(valid_months__gte=1), name="course_lasts_a_month"
            ),
        ]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" else self.title_th

    def get_absolute_url(self) -> str:
        """The course with who attended it."""
        return reverse("service_charter:course", args=[self.public_id])


class Competence(Record):
    """What somebody must know or be able to do. Any one of its courses gives it; those roles need it."""

    code = models.SlugField(max_length=40, unique=True)
    title_th = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    courses = models.ManyToManyField(Course, related_name="competences")
    roles = models.ManyToManyField("accounts.Role", related_name="competences", blank=True)
    is_active = models.BooleanField(default=True)
    history = track(m2m_fields=[courses, roles])

    class Meta:
        ordering = ["code"]
        verbose_name = gettext_lazy("competence")
        verbose_name_plural = gettext_lazy("competences")

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" else self.title_th

    def get_absolute_url(self) -> str:
        """Where it is kept."""
        return reverse("service_charter:competence", args=[self.public_id])


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Which records count."""

    def counting(self) -> "AttendanceQuerySet":
        """Without those that were withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def good_on(self, day: dt.date) -> "AttendanceQuerySet":
        """Held by that day and still good on it."""
        return self.counting().filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), held_on__lte=day)


class Attendance(Record):
    """A member of staff attended a course. A wrong record is withdrawn with a reason, never deleted."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attendances")
    held_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    note = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    withdrawn_reason = models.CharField(max_length=400, blank=True, editable=False)
    history = track()

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name = gettext_lazy("attendance of a course")
        verbose_name_plural = gettext_lazy("attendances of courses")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person", "held_on"],
                condition=Q(withdrawn_at__isnull=True),
                name="course_attended_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("held_on")), name="attendance_good_a_day"
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="attendance_took_time"),
            models.CheckConstraint(condition=~Q(entered_by=F("person")), name="attendance_by_another"),
            set_together("withdrawn_at", "withdrawn_by", name="attendance_withdrawn_by"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""), name="attendance_withdrawn_why"
            ),
        ]
        indexes = [models.Index(fields=["person", "course"], name="attendance_of_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.course}"

    def get_absolute_url(self) -> str:
        """The person's record."""
        return reverse("service_charter:training-person", args=[self.person.public_id])
