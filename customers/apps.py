"""Customers as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "customers"
    label = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        from customers import (
            files,
            metrics,
            offers,
            personal_data,
            signs,
            tasks,  # noqa: F401  declares the kinds of jobs
            touchpoint_metrics,
        )
        from customers.evidence import TOUCHPOINTS_COVER
        from customers.selectors import under_age
        from customers.services import enquiries
        from foundation.accounts.permissions import Permission
        from foundation.core import evidence, outbox, references, search
        from foundation.core import files as core_files
        from foundation.core import metrics as registry
        from foundation.privacy import personal_data as privacy

        for metric in (*metrics.METRICS, *touchpoint_metrics.METRICS):
            registry.register(metric)
        for dimension in (*metrics.DIMENSIONS, *touchpoint_metrics.DIMENSIONS):
            registry.register_dimension(dimension)
        outbox.register_message_kind(
            enquiries.RECEIVED, title=_("Receipt of an enquiry"), permission=Permission.CUSTOMER_EDIT
        )
        signs.register()
        outbox.register_consent_gate(under_age.may_send)
        core_files.register_file_rule(files.FILE_OWNER, files.may_fetch, note=files.note_fetch)
        evidence.register(TOUCHPOINTS_COVER)
        privacy.register(personal_data.CUSTOMER)
        privacy.register(personal_data.CONTACT)
        search.register(offers.SEARCH)
        search.register(offers.VIEW_SEARCH)
        search.register(offers.TOUCHPOINT_SEARCH)
        references.register(offers.REFERENCE)
        references.register(offers.TOUCHPOINT_REFERENCE)
