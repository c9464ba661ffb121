"""Choosing who works on a case: each name says what competence the person lacks (ISO 10002, competence)."""

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from service_charter.selectors.training import lacking


class CompetentPersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """People, with what each of them lacks of the competence that their roles need. Nobody is left out for it:
    whoever assigns decides, and sees."""

    @cached_property
    def _lacking(self) -> dict[int, list[str]]:
        people = (
            User.objects.filter(pk__in=self.queryset.order_by().values("pk")) if self.queryset is not None else None
        )
        return {} if people is None else lacking(people, timezone.localdate())

    def label_from_instance(self, obj: Model) -> str:
        """The name, and what the person lacks."""
        short = self._lacking.get(obj.pk)
        if not short:
            return str(obj)
        return _("%(name)s – lacks: %(what)s") % {"name": obj, "what": ", ".join(short)}
