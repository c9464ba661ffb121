"""How far labels may be believed: how many voices have them, and how often people put them right."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from voc.models import Label, Voice


@dataclass(frozen=True)
class LabelQuality:
    """Counts over all voices."""

    voices: int
    labelled: int
    checked: int
    corrected: int

    @property
    def corrected_share(self) -> float | None:
        """Of the voices people looked at, the share in which they changed something, in percent."""
        return 100 * self.corrected / self.checked if self.checked else None


def label_quality() -> LabelQuality:
    """Two statements. A voice is corrected when a person changed a label that a model had given."""
    counts = Voice.objects.aggregate(
        voices=Count("pk"),
        labelled=Count("pk", filter=Q(labelled_at__isnull=False)),
        checked=Count("pk", filter=Q(is_checked=True)),
    )
    changed = Label.objects.filter(score_before__isnull=False).exclude(value=F("before"))
    return LabelQuality(**counts, corrected=changed.aggregate(n=Count("voice", distinct=True))["n"])
