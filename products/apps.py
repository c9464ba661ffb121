"""Products and innovation as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProductsConfig(AppConfig):
    name = "products"
    label = "products"
    verbose_name = _("Products and innovation")

    def ready(self) -> None:
        from customers import panels as customer_panels
        from foundation.accounts.permissions import Permission
        from foundation.core import calendars, files, outbox, references, search
        from foundation.core import evidence as proofs
        from foundation.core import metrics as registry
        from foundation.privacy import personal_data as privacy
        from products import evidence, metrics, offers, panels, personal_data, rules, selectors, tasks
        from products.enums import Paper
        from products.services import mail

        for metric in metrics.METRICS:
            registry.register(metric)
        for dimension in metrics.DIMENSIONS:
            registry.register_dimension(dimension)
        for rule in evidence.RULES:
            proofs.register(rule)
        for source in offers.SEARCHES:
            search.register(source)
        for kind in offers.REFERENCES:
            references.register(kind)
        for paper in Paper.values:
            files.register_file_rule(selectors.paper_owner(paper), rules.may_fetch_paper)
        privacy.register(personal_data.IDEA_CONTACT)
        customer_panels.register(panels.KEY, panels.TITLE, Permission.PRODUCT_VIEW, panels.render, place="side")
        calendars.on_change(tasks.calendar_changed)
        outbox.register_message_kind(mail.ANSWER_KIND, title=_("Answer to an idea"), permission=Permission.PRODUCT_EDIT)
