"""The order of steps of an announcement, by situation (policy 3.4: fitting to the situation)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voc.enums.announcement import AnnouncementChannel, Urgency


@dataclass(frozen=True)
class Step:
    """One step, and the channel it stands for where it is a sending; None for steps inside the house."""

    label: str | Promise
    why: str | Promise
    channel: AnnouncementChannel | None = None


_APPROVAL = Step(_("Approved by a second person"), _("Nobody approves what they have written."))
_STAFF = Step(_("Staff who answer customers are told"), _("They know it before customers ask."))
_PORTAL = Step(_("On this website"), _("The one place that is always right."), AnnouncementChannel.PORTAL)
_EMAIL = Step(
    _("By e-mail to those concerned"), _("With consent where the law asks for it."), AnnouncementChannel.EMAIL
)

STEPS: dict[str, tuple[Step, ...]] = {
    Urgency.URGENT: (
        Step(_("Approved, and published in the same moment"), _("Nobody approves what they have written.")),
        _PORTAL,
        _EMAIL,
        _STAFF,
    ),
    Urgency.NORMAL: (_APPROVAL, _STAFF, _PORTAL, _EMAIL),
}


def steps_of(urgency: str, channels: list[str]) -> list[Step]:
    """The steps for a situation, without the channels that are not used."""
    return [step for step in STEPS[urgency] if step.channel is None or step.channel in channels]
