"""What a calculation found. Runs and memberships only grow; of a segment people may change the name."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.core.ids import new_public_id
from foundation.core.models import Record, track
from segmentation import words
from segmentation.enums import Stability, Strength


class Run(models.Model):
    """The result of one job, as it was: settings, figures for every number of segments, the choice and its grounds.

    `settings` and `features` repeat the design with its words in both languages, so that a result stays readable after
    the design has changed. `model` places a new customer: scales and centres. `fingerprint` is the hash of the figures
    that went in; the same fingerprint and settings give the same result.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    study = models.ForeignKey("segmentation.Study", on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    job_public_id = models.CharField(max_length=26, unique=True)
    requested_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    seconds = models.FloatField()

    settings = models.JSONField()
    features = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    versions = models.JSONField()
    population = models.PositiveBigIntegerField()
    used = models.PositiveBigIntegerField()
    missing = models.JSONField()

    candidates = models.JSONField()
    k = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    failures = models.JSONField()
    tied_with = models.JSONField()
    silhouette = models.FloatField()
    strength = models.CharField(max_length=12, choices=Strength.choices)
    least_stability = models.FloatField(null=True)
    explained = models.JSONField()
    descriptors = models.JSONField()
    picture = models.JSONField()
    model = models.JSONField()

    class Meta:
        verbose_name = _("segmentation run")
        verbose_name_plural = _("segmentation runs")
        constraints = [models.UniqueConstraint(fields=["study", "number"], name="run_number_of_study")]

    def __str__(self) -> str:
        return f"{self.study_id}/{self.number}"

    @property
    def excluded(self) -> int:
        """Customers of the population who lack a figure."""
        return self.population - self.used


class Segment(Record):
    """One group of a run: how many, how sure, what sets it apart. Without a name of people's choice it names itself."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="segments")
    number = models.PositiveSmallIntegerField()
    name_th = models.CharField(_("name in Thai"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    size = models.PositiveBigIntegerField()
    share = models.FloatField()
    jaccard = models.FloatField(null=True)
    jaccard_low = models.FloatField(null=True)
    jaccard_high = models.FloatField(null=True)
    stability = models.CharField(max_length=12, choices=Stability.choices, blank=True)
    traits = models.JSONField()

    history = track()

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="segment_number_of_run")]

    def __str__(self) -> str:
        return self.name

    @property
    def share_percent(self) -> float:
        """Share of the customers studied, of a hundred."""
        return self.share * 100

    @property
    def letter(self) -> str:
        """ก, ข, ค … in Thai, A, B, C … in English; by falling size."""
        return words.letter(self.number)

    @property
    def name(self) -> str:
        """The name in the reader's language; else one made of what sets the segment apart."""
        own = (self.name_en or self.name_th) if get_language() == "en" else (self.name_th or self.name_en)
        return own or words.self_name(self.traits)

    @property
    def title(self) -> str:
        """Letter and name."""
        return f"{self.letter}. {self.name}"

    @property
    def description(self) -> str:
        """A sentence in plain words, made from the figures."""
        return words.description(self.traits)


class Membership(models.Model):
    """A customer belongs to a segment from `assigned_at`. `distance` is that to the segment's centre: less is more
    typical."""

    follows_merge = False  # what a study found of a record stays with that record

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="memberships")
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="memberships")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    distance = models.FloatField()
    assigned_at = models.DateTimeField()

    class Meta:
        verbose_name = _("membership in a segment")
        verbose_name_plural = _("memberships in segments")
        constraints = [models.UniqueConstraint(fields=["run", "customer"], name="membership_one_per_run")]
        indexes = [models.Index(fields=["segment", "distance", "id"], name="membership_typical_first")]

    def __str__(self) -> str:
        return f"{self.customer_id} → {self.segment_id}"
