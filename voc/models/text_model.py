"""Trained text models: where each came from, how good it is on texts it had not seen, and where its file lies."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.core.ids import new_public_id
from voc.enums.voice import TextTask


class LabelledSet(models.Model):
    """A file of labelled texts that people brought for training."""

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    task = models.CharField(max_length=9, choices=TextTask.choices)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    refused = models.PositiveIntegerField(default=0)
    issues = models.JSONField(default=list, blank=True)
    brought_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("labelled set")
        verbose_name_plural = _("labelled sets")
        constraints = [models.UniqueConstraint(fields=["task", "sha256"], name="labelled_set_once")]

    def __str__(self) -> str:
        return self.name


class LabelledText(models.Model):
    """One text with the label people gave it."""

    labelled_set = models.ForeignKey(LabelledSet, on_delete=models.CASCADE, related_name="texts")
    text = models.TextField()
    label = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("labelled text")
        verbose_name_plural = _("labelled texts")

    def __str__(self) -> str:
        return f"{self.label}: {self.text[:60]}"


class ModelVersion(models.Model):
    """One training. The file at `artefact` is loaded only while its sha-256 is the one kept here.

    `results` holds the confusion matrix and the figures per class on the held-out part.
    """

    public_id = models.CharField(max_length=26, unique=True, default=new_public_id, editable=False)
    task = models.CharField(max_length=9, choices=TextTask.choices)
    number = models.PositiveIntegerField()
    algorithm = models.CharField(max_length=80)
    trained_at = models.DateTimeField()
    trained_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    sources = models.JSONField(default=list)
    n_train = models.PositiveIntegerField()
    n_test = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    accuracy = models.FloatField()
    macro_f1 = models.FloatField()
    results = models.JSONField(default=dict)
    artefact = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    is_in_use = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("text model")
        verbose_name_plural = _("text models")
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="model_number_once"),
            models.UniqueConstraint(fields=["task"], condition=Q(is_in_use=True), name="model_one_in_use"),
        ]

    def __str__(self) -> str:
        return f"{self.get_task_display()} {self.number}"
