"""Service charter as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServiceCharterConfig(AppConfig):
    name = "service_charter"
    label = "service_charter"
    verbose_name = _("Service charter")

    def ready(self) -> None:
        from foundation.accounts.permissions import Permission
        from foundation.core import evidence, metrics, references, search
        from foundation.governance import approval_kinds, populations
        from foundation.governance.services import on_resolution
        from service_charter.auditing import POPULATIONS
        from service_charter.citing import KINDS
        from service_charter.evidence import CHARTER_APPROVED
        from service_charter.metrics import STANDARDS_PUBLISHED
        from service_charter.search import PROMISES
        from service_charter.services import CONTENT_KIND, apply_resolution

        self._offer_requests()
        self._offer_commitments()
        self._offer_breaches()
        self._offer_partners()
        self._offer_awareness()
        self._offer_training()
        self._offer_culture()
        on_resolution(apply_resolution)
        approval_kinds.register(
            approval_kinds.ApprovalKind(CONTENT_KIND, _("Service charter"), Permission.CHARTER_REVIEW)
        )
        for kind in KINDS:
            references.register(kind)
        for population in POPULATIONS:
            populations.register(population)
        search.register(PROMISES)
        metrics.register(STANDARDS_PUBLISHED)
        evidence.register(CHARTER_APPROVED)

    def _offer_breaches(self) -> None:
        """What broken promises register."""
        from foundation.core import evidence, metrics
        from service_charter import breach_evidence, breach_metrics, breach_tasks  # noqa: F401  declares jobs

        evidence.register(breach_evidence.BREACHES_ANSWERED)
        for metric in breach_metrics.METRICS:
            metrics.register(metric)

    def _offer_commitments(self) -> None:
        """What commitments register."""
        from foundation.accounts.permissions import Permission
        from foundation.core import evidence, metrics, outbox
        from service_charter import commitment_evidence, commitment_metrics, commitment_tasks  # noqa: F401  declares jobs
        from service_charter.services.commitment_mail import LINK_KIND, REMINDER_KIND

        for rule in commitment_evidence.RULES:
            evidence.register(rule)
        metrics.register_dimension(commitment_metrics.HOLDERS)
        metrics.register(commitment_metrics.ACCEPTED)
        for kind, title in (
            (LINK_KIND, _("Link to sign a commitment")),
            (REMINDER_KIND, _("Reminder of a commitment")),
        ):
            outbox.register_message_kind(kind, title=title, permission=Permission.CHARTER_CASCADE)

    def _offer_partners(self) -> None:
        """What partners and their reports register."""
        from foundation.accounts.permissions import Permission
        from foundation.core import evidence, outbox
        from foundation.privacy import personal_data as privacy
        from service_charter import partner_tasks  # noqa: F401  declares jobs
        from service_charter.partner_evidence import RULE
        from service_charter.personal_data import PARTNERS
        from service_charter.services.partner_mail import REPORT_LINK_KIND

        evidence.register(RULE)
        privacy.register(PARTNERS)
        outbox.register_message_kind(
            REPORT_LINK_KIND, title=_("Link for a partner's report"), permission=Permission.CHARTER_CASCADE
        )

    def _offer_awareness(self) -> None:
        """What reading the charter and the quiz on it register."""
        from foundation.accounts.permissions import Permission
        from foundation.core import evidence, metrics, outbox
        from service_charter import awareness_evidence, awareness_tasks, quiz_evidence, quiz_metrics  # noqa: F401  jobs
        from service_charter.services.awareness import ANNOUNCED_KIND, REMINDER_KIND

        evidence.register(awareness_evidence.CHARTER_READ)
        evidence.register(quiz_evidence.QUIZ_PASSED)
        metrics.register(quiz_metrics.QUIZ_PASSED)
        for kind, title in (
            (ANNOUNCED_KIND, _("A new charter to be read")),
            (REMINDER_KIND, _("Reminder to read the charter")),
        ):
            outbox.register_message_kind(kind, title=title, permission=Permission.CHARTER_CASCADE)

    def _offer_training(self) -> None:
        """What training and competence register."""
        from foundation.core import evidence, files, metrics
        from service_charter import training_evidence, training_metrics, training_tasks  # noqa: F401  declares jobs
        from service_charter.training_rules import CERTIFICATE
        from service_charter.views.training import may_fetch

        files.register_file_rule(CERTIFICATE, may_fetch)
        evidence.register(training_evidence.COMPETENT)
        for metric in training_metrics.METRICS:
            metrics.register(metric)

    def _offer_culture(self) -> None:
        """What the service culture index registers."""
        from foundation.core import evidence, metrics
        from service_charter import culture_evidence

        evidence.register(culture_evidence.CULTURE_ASKED)
        metrics.register(culture_evidence.CULTURE_INDEX)

    def _offer_requests(self) -> None:
        """What service requests register."""
        from customers import panels as customer_panels
        from foundation.accounts.permissions import Permission
        from foundation.core import calendars, files, outbox
        from foundation.privacy import personal_data as privacy
        from segmentation.features import register as register_feature
        from service_charter import features, panels, personal_data, request_running, running, tasks
        from service_charter.selectors.requests import FILE_OWNER
        from service_charter.views.request_visit import may_fetch

        privacy.register(personal_data.REQUESTS)
        files.register_file_rule(FILE_OWNER, may_fetch)
        calendars.on_change(tasks.calendar_changed)
        running.register(request_running.SOURCE)
        customer_panels.register(
            panels.KEY, panels.TITLE, Permission.REQUEST_VIEW, panels.render, place="side", signs=panels.SIGNS
        )
        for feature in features.FEATURES:
            register_feature(feature)
        for kind, title in (
            ("service_charter.request_received", _("Receipt of a service request")),
            ("service_charter.request_message", _("Message about a service request")),
        ):
            outbox.register_message_kind(kind, title=title, permission=Permission.REQUEST_HANDLE)
