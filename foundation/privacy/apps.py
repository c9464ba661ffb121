"""Privacy as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "foundation.privacy"
    label = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        from foundation.accounts.permissions import Permission  # models must be loaded first
        from foundation.core import evidence as core_evidence
        from foundation.core import files, references
        from foundation.core import metrics as core_metrics
        from foundation.core.outbox import register_consent_gate, register_message_kind
        from foundation.privacy import evidence, metrics, offers, personal_data
        from foundation.privacy.letters import LETTERS
        from foundation.privacy.personal_requests import REQUESTS
        from foundation.privacy.selectors import may_send

        register_consent_gate(may_send)
        personal_data.register(LETTERS)
        personal_data.register(REQUESTS)
        core_metrics.register_dimension(metrics.RIGHT)
        for metric in metrics.METRICS:
            core_metrics.register(metric)
        core_evidence.register(evidence.RIGHTS_KEPT)
        core_evidence.register(evidence.RETENTION_KEPT)
        files.register_file_rule(offers.FILE_OWNER, offers.may_fetch)
        references.register(offers.REFERENCE)
        for kind, title in (
            ("privacy.data_request_received", _("Receipt of a request about personal data")),
            ("privacy.data_request_message", _("Message about a request about personal data")),
        ):
            register_message_kind(kind, title=title, permission=Permission.PRIVACY_OFFICER)
