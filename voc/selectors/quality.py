"""How far labels may be believed: how many voices have them, and how often people put them right."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from voc.models import Label, Voice

# The newest voices tell how labels fare now, and reading them costs the same however many there have been.
WINDOW = 2000


@dataclass(frozen=True)
class LabelQuality:
    """Counts over the newest voices, WINDOW at most."""

    voices: int
    labelled: int
    checked: int
    corrected: int

    @property
    def corrected_share(self) -> float | None:
        """Of the voices people looked at, the share in which they changed something, in percent."""
        return 100 * self.corrected / self.checked if self.checked else None

    @property
    def is_cut(self) -> bool:
        """Whether older voices are left out."""
        return self.voices == WINDOW


def label_quality() -> LabelQuality:
    """One statement. A voice is corrected when a person changed a label that a model had given."""
    changed = Label.objects.filter(voice=OuterRef("pk"), score_before__isnull=False).exclude(value=F("before"))
    newest = Voice.objects.order_by("-occurred_at", "-id").annotate(is_corrected=Exists(changed))[:WINDOW]
    return LabelQuality(
        **newest.aggregate(
            voices=Count("pk"),
            labelled=Count("pk", filter=Q(labelled_at__isnull=False)),
            checked=Count("pk", filter=Q(is_checked=True)),
            corrected=Count("pk", filter=Q(is_corrected=True)),
        )
    )
