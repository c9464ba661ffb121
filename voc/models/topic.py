"""What voices are about: a list that an administrator edits."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from voc.models.spoken import spoken


class Topic(models.Model):
    """A subject. `aliases` are the names by which labelled files of others call it."""

    code = models.SlugField(max_length=40, unique=True)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    aliases = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    rank = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["rank", "code"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language."""
        return spoken(self, "name")
