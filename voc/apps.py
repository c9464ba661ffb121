"""Voice of the customer as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocConfig(AppConfig):
    name = "voc"
    label = "voc"
    verbose_name = _("Voice of the customer")

    def ready(self) -> None:
        self._register_listening()
        self._register_what_we_do_about_it()

    def _register_listening(self) -> None:
        """Feedback, surveys, voices and their labels (policy 3.1 to 3.3)."""
        from customers import panels
        from foundation.accounts.permissions import Permission
        from foundation.core import evidence, metrics, outbox, references, search
        from foundation.privacy import personal_data as privacy
        from voc import (
            admin,  # noqa: F401  registers what administrators edit
            listening_evidence,
            listening_metrics,
            listening_offers,
            listening_panel,
            personal_data,
        )

        for metric in listening_metrics.METRICS:
            metrics.register(metric)
        for dimension in listening_metrics.DIMENSIONS:
            metrics.register_dimension(dimension)
        for rule in listening_evidence.RULES:
            evidence.register(rule)
        for source in listening_offers.SEARCH:
            search.register(source)
        for kind in listening_offers.REFERENCES:
            references.register(kind)
        privacy.register(personal_data.VOICES)
        panel = listening_panel
        panels.register(panel.KEY, panel.TITLE, Permission.VOC_VIEW, panel.render, signs=panel.SIGNS)
        message, title = listening_offers.MESSAGE
        outbox.register_message_kind(message, title=title, permission=Permission.VOC_EDIT)

    def _register_what_we_do_about_it(self) -> None:
        """Insights, needs, announcements, coverage (policy 3.2 to 3.4)."""
        from customers import panels
        from foundation.accounts.permissions import Permission
        from foundation.core import evidence, metrics, outbox, references, search
        from voc import (
            announcement_panel,
            insight_evidence,
            insight_metrics,
            insight_offers,
            tasks,  # noqa: F401  declares the kinds of jobs and the schedules
        )
        from voc.services.sending import MESSAGE_KIND

        for metric in insight_metrics.METRICS:
            metrics.register(metric)
        for dimension in insight_metrics.DIMENSIONS:
            metrics.register_dimension(dimension)
        for rule in insight_evidence.EVIDENCE:
            evidence.register(rule)
        for kind in insight_offers.REFERENCES:
            references.register(kind)
        for source in insight_offers.SEARCH:
            search.register(source)
        panel = announcement_panel
        panels.register(panel.KEY, panel.TITLE, Permission.VOC_VIEW, panel.render, place="side", order=80)
        outbox.register_message_kind(
            MESSAGE_KIND, title=_("Announcement to a customer"), permission=Permission.ANNOUNCEMENT_DRAFT
        )
