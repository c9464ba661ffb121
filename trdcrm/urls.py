"""Every address of the site. Each room's urls.py owns its full prefixes; this file only joins them."""

from django.contrib import admin
from django.urls import include, path

from trdcrm import health, views

urlpatterns = [
    path("", views.portal_home, name="home"),
    path("portal/accessibility/", views.accessibility, name="accessibility"),
    path("staff/", views.staff_home, name="staff-home"),
    path("staff/search", views.search, name="search"),
    path("staff/styleguide/", views.styleguide, name="styleguide"),
    path("language/", views.language, name="language"),
    path("favicon.svg", views.favicon, name="favicon"),
    path("favicon.ico", views.favicon_ico, name="favicon-ico"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("foundation.core.urls")),
    path("", include("foundation.accounts.urls")),
    path("", include("foundation.privacy.urls")),
    path("", include("foundation.governance.urls")),
    path("", include("foundation.knowledge.urls")),
    path("", include("customers.urls")),
    path("", include("segmentation.urls")),
    path("", include("products.urls")),
    path("", include("relationships.urls")),
    path("", include("service_charter.urls")),
    path("", include("complaints.urls")),
    path("", include("voc.urls")),
    path("", include("strategy.urls")),
    path("", include("reporting.urls")),
    path("accounts/", include("foundation.accounts.sign_in_urls")),
    path("admin/", admin.site.urls),
]

handler400 = "trdcrm.errors.bad_request"
handler403 = "trdcrm.errors.permission_denied"
handler404 = "trdcrm.errors.page_not_found"
handler500 = "trdcrm.errors.server_error"
