"""Complaints as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    label = "complaints"
    verbose_name = _("Complaints")

    def ready(self) -> None:
        from complaints import (
            admin,  # noqa: F401  registers what administrators edit
            auditing,
            evidence,
            letters_in,
            metrics,
            metrics_annex,
            metrics_closing,
            offers,
            panels,
            personal_data,
            running,
            tasks,
        )
        from complaints.selectors import FILE_OWNER
        from complaints.views import visit
        from customers import panels as customer_panels
        from foundation.accounts.permissions import Permission
        from foundation.core import calendars, files, outbox, references, search
        from foundation.core import evidence as proofs
        from foundation.core import metrics as registry
        from foundation.governance import populations
        from foundation.privacy import personal_data as privacy
        from service_charter import running as promises

        for metric in (*metrics.METRICS, *metrics_closing.METRICS, *metrics_annex.METRICS):
            registry.register(metric)
        for dimension in metrics.DIMENSIONS:
            registry.register_dimension(dimension)
        proofs.register(evidence.ON_TIME)
        proofs.register(evidence.LOOKED_AGAIN)
        proofs.register(evidence.REVIEWED)
        proofs.register(evidence.COMPETENT)
        search.register(offers.SEARCH)
        search.register(offers.QUEUE_SEARCH)
        references.register(offers.REFERENCE)
        populations.register(auditing.CLOSED)
        privacy.register(personal_data.COMPLAINANT)
        privacy.register(personal_data.LETTER)
        letters_in.connect()
        privacy.register(personal_data.HELP)
        customer_panels.register(
            panels.KEY, panels.TITLE, Permission.COMPLAINT_VIEW, panels.render, place="side", signs=panels.SIGNS
        )
        files.register_file_rule(FILE_OWNER, visit.may_fetch)
        calendars.on_change(tasks.calendar_changed)
        promises.register(running.SOURCE)
        for kind, title in offers.MESSAGE_KINDS:
            outbox.register_message_kind(kind, title=title, permission=Permission.COMPLAINT_HANDLE)
