"""What "customer" and "market" mean here (policy 1.1), edition by edition."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.core.models import track
from strategy.content import canonical_definition
from strategy.enums import OPEN, MarketTest, Status, Term
from strategy.models.board_text import BoardText, spoken


class Definition(BoardText):
    """One edition of a definition. A market is told by four tests, each in a sentence of its own."""

    CONTENT_KIND: ClassVar[str] = "strategy.definition"

    term = models.CharField(max_length=10, choices=Term.choices)
    text_th = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    need_th = models.TextField(blank=True)
    need_en = models.TextField(blank=True)
    purchasing_power_th = models.TextField(blank=True)
    purchasing_power_en = models.TextField(blank=True)
    willingness_th = models.TextField(blank=True)
    willingness_en = models.TextField(blank=True)
    right_th = models.TextField(blank=True)
    right_en = models.TextField(blank=True)

    history = track()

    class Meta(BoardText.Meta):
        ordering = ["term", "-edition"]
        verbose_name = gettext_lazy("definition")
        verbose_name_plural = gettext_lazy("definitions")
        constraints = [
            *BoardText.Meta.constraints,
            models.UniqueConstraint(fields=["term", "edition"], name="definition_edition_once"),
            models.UniqueConstraint(
                fields=["term"], condition=Q(status__in=sorted(OPEN)), name="definition_one_on_its_way"
            ),
            models.UniqueConstraint(
                fields=["term"], condition=Q(status=Status.IN_FORCE), name="definition_one_in_force"
            ),
            models.CheckConstraint(condition=Q(term__in=Term.values), name="definition_term_known"),
        ]

    def __str__(self) -> str:
        return _("%(term)s, edition %(edition)s") % {"term": self.get_term_display(), "edition": self.edition}

    def get_absolute_url(self) -> str:
        """Where staff read this edition."""
        return reverse("strategy:staff-definition", args=[self.public_id])

    @property
    def text(self) -> str:
        """In the reader's language."""
        return spoken(self, "text")

    @property
    def tests(self) -> list[tuple[str, str]]:
        """The tests of a market with what each asks, in the reader's language; none for a customer."""
        if self.term != Term.MARKET:
            return []
        return [(str(label), spoken(self, value)) for value, label in MarketTest.choices]

    def canonical(self) -> str:
        return canonical_definition(self)

    def name_th(self) -> str:
        term = "ลูกค้า" if self.term == Term.CUSTOMER else "ตลาด"
        return f"นิยาม “{term}” ฉบับที่ {self.edition}"

    def name_en(self) -> str:
        return f"Definition of “{self.term}”, edition {self.edition}"

    def family(self) -> "models.QuerySet[Definition]":
        return Definition.objects.filter(term=self.term)
