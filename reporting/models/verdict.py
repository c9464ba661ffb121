"""The cockpit's memory: one verdict a clause and day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.enums import ClauseState


class ClauseVerdict(models.Model):
    """What the rules said of a clause on a day, with their findings in both languages. Append-only."""

    clause = models.CharField(_("clause"), max_length=10)
    day = models.DateField(_("day"))
    verdict = models.CharField(_("verdict"), max_length=5, choices=ClauseState.choices)
    findings = models.JSONField(default=list)
    judged_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "clause"]
        verbose_name = _("verdict on a clause")
        verbose_name_plural = _("verdicts on clauses")
        constraints = [
            models.UniqueConstraint(fields=["clause", "day"], name="one_verdict_a_clause_and_day"),
            models.CheckConstraint(condition=models.Q(verdict__in=ClauseState.values), name="clause_verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.clause} {self.day}: {self.verdict}"
