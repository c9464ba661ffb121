"""Every address of the site. Each room's urls.py owns its full prefixes; this file only joins them."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("foundation.core.urls")),
    path("", include("foundation.accounts.urls")),
    path("", include("foundation.privacy.urls")),
    path("", include("foundation.governance.urls")),
    path("", include("customers.urls")),
    path("", include("segmentation.urls")),
    path("", include("service_charter.urls")),
    path("", include("complaints.urls")),
    path("", include("reporting.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
