"""The words that names in the register are made of, with how they sound."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class NameWord(models.Model):
    """A word that stands in the search text of at least one customer; what a needle that is not written so leads to.

    It is no list of people: who bears a word is not said here. A word goes when the last one who bore it is forgotten.
    """

    word = models.CharField(max_length=80, unique=True, db_collation="C")
    sound = models.CharField(max_length=80, db_collation="C", db_index=True)
    outline = models.CharField(max_length=120)

    class Meta:
        indexes = [
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="name_word_near"),
            GinIndex(fields=["sound"], opclasses=["gin_trgm_ops"], name="name_word_sound"),
        ]

    def __str__(self) -> str:
        return self.word
