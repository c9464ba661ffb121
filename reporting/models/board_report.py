"""The quarterly report: what people write, what is frozen, and what is printed from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.core.models import Record, track
from foundation.core.thai.dates import FiscalQuarter
from reporting.enums import ReportKind


class QuarterlyReport(Record):
    """One row a kind and fiscal quarter: the words that people add to the figures. Editions hang on it."""

    kind = models.CharField(_("kind"), max_length=10, choices=ReportKind.choices, default=ReportKind.BOARD)

    year_be = models.PositiveSmallIntegerField(_("fiscal year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    judgement = models.TextField(_("judgement in one sentence"), blank=True)
    requests = models.TextField(_("what the board is asked to decide"), blank=True)

    history = track()

    class Meta:
        ordering = ["-year_be", "-quarter"]
        verbose_name = _("quarterly report")
        verbose_name_plural = _("quarterly reports")
        constraints = [
            models.UniqueConstraint(fields=["kind", "year_be", "quarter"], name="one_report_per_kind_and_quarter"),
            models.CheckConstraint(condition=models.Q(quarter__range=(1, 4)), name="report_quarter_is_1_to_4"),
        ]

    def __str__(self) -> str:
        return str(self.fiscal_quarter)

    @property
    def fiscal_quarter(self) -> FiscalQuarter:
        """The quarter as a value that knows its period and its neighbours."""
        return FiscalQuarter(self.year_be, self.quarter)

    @property
    def address(self) -> str:
        """Its page on the staff side."""
        part = "" if self.kind == ReportKind.BOARD else f"{self.kind}/"
        return f"/staff/reports/{part}{self.year_be}/{self.quarter}/"


class Snapshot(models.Model):
    """Every figure of an edition, frozen together in one transaction. Append-only, guarded by trigger."""

    report = models.ForeignKey(QuarterlyReport, on_delete=models.PROTECT, related_name="snapshots")
    edition = models.PositiveSmallIntegerField(_("edition"))
    figures = models.JSONField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    # NULL where no job asked; unique, so that a job that runs twice freezes once.
    job = models.CharField(max_length=26, unique=True, null=True)  # noqa: DJ001 - many rows without a job
    frozen_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-edition"]
        constraints = [models.UniqueConstraint(fields=["report", "edition"], name="one_snapshot_per_edition")]

    def __str__(self) -> str:
        return f"{self.report} · {self.edition}"


class PrintedReport(models.Model):
    """The unsigned PDF laid out from a snapshot. Append-only: the bytes a director saw stay as they were."""

    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="printed")
    public_id = models.CharField(max_length=26, unique=True)
    file = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    printed_at = models.DateTimeField()

    class Meta:
        ordering = ["-printed_at"]

    def __str__(self) -> str:
        return str(self.snapshot)


class Reading(models.Model):
    """Who took which edition and when: evidence that the board was informed. Append-only."""

    printed = models.ForeignKey(PrintedReport, on_delete=models.PROTECT, related_name="readings")
    reader = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["printed", "-at"], name="reading_printed_at")]

    def __str__(self) -> str:
        return f"{self.reader}: {self.printed}"
