"""Django's admin as an app of the house; apart from apps.py, where only one app may be found."""

from django.contrib.admin.apps import SimpleAdminConfig


class HouseAdminConfig(SimpleAdminConfig):
    """The admin for administrators only. Rooms register what may be edited there; nothing is discovered."""

    default_site = "foundation.accounts.admin_site.HouseAdminSite"
