"""Customers as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "customers"
    label = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        from customers import (
            metrics,
            offers,
            personal_data,
            tasks,  # noqa: F401  declares the kinds of jobs
        )
        from foundation.core import metrics as registry
        from foundation.core import references, search
        from foundation.privacy import personal_data as privacy

        for metric in metrics.METRICS:
            registry.register(metric)
        for dimension in metrics.DIMENSIONS:
            registry.register_dimension(dimension)
        privacy.register(personal_data.CUSTOMER)
        privacy.register(personal_data.CONTACT)
        search.register(offers.SEARCH)
        references.register(offers.REFERENCE)
