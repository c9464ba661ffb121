"""Products and innovation as a Django app: what it registers at start-up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProductsConfig(AppConfig):
    name = "products"
    label = "products"
    verbose_name = _("Products and innovation")

    def ready(self) -> None:
        from foundation.accounts.permissions import Permission
        from foundation.core import outbox
        from foundation.privacy import personal_data as privacy
        from products import personal_data
        from products.services import mail

        privacy.register(personal_data.IDEA_CONTACT)
        outbox.register_message_kind(mail.ANSWER_KIND, title=_("Answer to an idea"), permission=Permission.PRODUCT_EDIT)
