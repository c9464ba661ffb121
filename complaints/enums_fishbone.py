"""The branches of a fishbone: where causes of one effect are looked for. They are the same in every case, so that
nobody leaves one out; the kinds under which causes are counted are `enums.Cause`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Bone(TextChoices):
    """A branch; the order is that of the figure."""

    PEOPLE = "people", _("People")
    PROCESS = "process", _("Process")
    EQUIPMENT = "equipment", _("Equipment and place")
    SUPPLIES = "supplies", _("Materials and supplies")
    INFORMATION = "information", _("Information and communication")
    RULES = "rules", _("Rules and policy")
