"""A study: the question, the figures, the rules of choice, and in the end the decision to use its segments."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Func, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from customers.enums import Kind, Party, Relation
from foundation.core.models import Record, set_together, track
from segmentation.enums import Criterion, StudyState, Transformation

K_LEAST, K_MOST = 2, 10


class Study(Record):
    """How customers are to be grouped, and whether the groups are in use.

    An empty list of the population means "all"; `facts` are conditions on designed fields (`customers.conditions`).
    `chosen_run` is the result that stands; older runs stay on record.
    The five validity fields and the reason are filled when the study is put into use.
    """

    name = models.CharField(_("name"), max_length=160)
    purpose = models.TextField(_("what the segments are for"), max_length=2000)

    relations = ArrayField(models.CharField(max_length=10, choices=Relation.choices), default=list, blank=True)
    parties = ArrayField(models.CharField(max_length=12, choices=Party.choices), default=list, blank=True)
    kinds = ArrayField(models.CharField(max_length=10, choices=Kind.choices), default=list, blank=True)

    facts = models.JSONField(_("further conditions"), default=dict, blank=True)

    features = ArrayField(models.CharField(max_length=80), default=list, verbose_name=_("figures"))
    transformation = models.CharField(
        _("transformation"), max_length=8, choices=Transformation.choices, default=Transformation.LOG_Z
    )
    k_min = models.PositiveSmallIntegerField(
        _("fewest segments"), default=2, validators=[MinValueValidator(K_LEAST), MaxValueValidator(K_MOST)]
    )
    k_max = models.PositiveSmallIntegerField(
        _("most segments"), default=6, validators=[MinValueValidator(K_LEAST), MaxValueValidator(K_MOST)]
    )
    seed = models.PositiveIntegerField(_("seed"), default=0)
    criterion = models.CharField(_("chosen by"), max_length=20, choices=Criterion.choices, default=Criterion.SILHOUETTE)
    smallest_percent = models.PositiveSmallIntegerField(
        _("smallest segment, per cent"), default=5, validators=[MaxValueValidator(40)]
    )
    least_stability = models.DecimalField(
        _("least stability"),
        max_digits=3,
        decimal_places=2,
        default="0.60",
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    resamples = models.PositiveSmallIntegerField(_("resamples"), default=100, validators=[MaxValueValidator(500)])

    state = models.CharField(max_length=12, choices=StudyState.choices, default=StudyState.DRAFT)
    designed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey("core.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    chosen_run = models.ForeignKey("segmentation.Run", null=True, on_delete=models.PROTECT, related_name="+")

    measurable = models.TextField(_("measurable"), blank=True, max_length=1000)
    substantial = models.TextField(_("substantial"), blank=True, max_length=1000)
    accessible = models.TextField(_("accessible"), blank=True, max_length=1000)
    differentiable = models.TextField(_("differentiable"), blank=True, max_length=1000)
    actionable = models.TextField(_("actionable"), blank=True, max_length=1000)
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    history = track(excluded_fields=["job"])

    class Meta:
        verbose_name = _("segmentation study")
        verbose_name_plural = _("segmentation studies")
        constraints = [
            set_together("adopted_at", "adopted_by", name="study_adoption_is_whole"),
            set_together("superseded_at", "superseded_by", name="study_succession_is_whole"),
            models.CheckConstraint(
                condition=Exact(
                    Func(models.F("facts"), function="jsonb_typeof", output_field=models.TextField()), "object"
                ),
                name="study_facts_by_field",
            ),
            models.CheckConstraint(condition=Q(k_min__lte=models.F("k_max")), name="study_k_in_order"),
            models.CheckConstraint(
                condition=~Q(state__in=[StudyState.EVALUATED, StudyState.ADOPTED, StudyState.SUPERSEDED])
                | Q(chosen_run__isnull=False),
                name="study_result_before_use",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[StudyState.ADOPTED, StudyState.SUPERSEDED])
                | (
                    Q(adopted_at__isnull=False)
                    & ~Q(reason="")
                    & ~Q(measurable="")
                    & ~Q(substantial="")
                    & ~Q(accessible="")
                    & ~Q(differentiable="")
                    & ~Q(actionable="")
                ),
                name="study_valid_before_use",
            ),
            models.CheckConstraint(
                condition=Q(adopted_by__isnull=True) | ~Q(adopted_by=models.F("designed_by")),
                name="study_adopted_by_another",
            ),
            models.UniqueConstraint(fields=["state"], condition=Q(state=StudyState.ADOPTED), name="study_one_in_use"),
        ]
        indexes = [models.Index(fields=["adopted_at"], condition=Q(adopted_at__isnull=False), name="study_by_adoption")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting_for_nothing(self) -> bool:
        """Whether it says "running" though its job is over or gone: the calculation may be started anew."""
        return self.state == StudyState.RUNNING and (self.job is None or self.job.is_final)
