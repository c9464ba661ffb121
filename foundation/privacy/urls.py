"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from foundation.privacy.views import portal, staff

app_name = "privacy"
urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/privacy/", portal.index, name="portal-index"),
    path("portal/privacy/<slug:key>/", portal.notice, name="portal-notice"),
    path("portal/privacy/<slug:key>/<int:number>/", portal.notice, name="portal-version"),
    path("staff/privacy/", staff.looks, name="staff-looks"),
    path("staff/privacy/notices/", staff.notices, name="staff-notices"),
    path("staff/privacy/notices/<slug:key>/new/", staff.publish, name="staff-publish"),
    path("staff/privacy/consents/", staff.consents, name="staff-consents"),
]
