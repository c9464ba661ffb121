"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from foundation.privacy.views import my_data, portal, requests, staff, tracking

app_name = "privacy"
_MINE = "portal/my-data/"
_ONE = "staff/privacy/requests/<str:number>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/privacy/", portal.index, name="portal-index"),
    path("portal/privacy/<slug:key>/", portal.notice, name="portal-notice"),
    path("portal/privacy/<slug:key>/<int:number>/", portal.notice, name="portal-version"),
    path(_MINE, my_data.new, name="portal-my-data"),
    path(f"{_MINE}check", my_data.check, name="portal-check"),
    path(f"{_MINE}discard", my_data.discard, name="portal-discard"),
    path(f"{_MINE}receipt", my_data.receipt, name="portal-receipt"),
    path(f"{_MINE}track", tracking.track, name="portal-track"),
    path(f"{_MINE}request", tracking.request_page, name="portal-request"),
    path(f"{_MINE}request/write", tracking.write, name="portal-write"),
    path(f"{_MINE}request/withdraw", tracking.withdraw, name="portal-withdraw"),
    path(f"{_MINE}request/leave", tracking.leave, name="portal-leave"),
    path(f"{_MINE}<slug:step>", my_data.step, name="portal-step"),
    path("staff/privacy/", requests.queue, name="staff-requests"),
    path("staff/privacy/requests/new/", requests.take_down, name="staff-request-new"),
    path(_ONE, requests.detail, name="staff-request"),
    path(f"{_ONE}steps/<slug:move>/", requests.step, name="staff-request-step"),
    path(f"{_ONE}words/", requests.words, name="staff-request-words"),
    path(f"{_ONE}files/", requests.upload, name="staff-request-upload"),
    path(f"{_ONE}asker/", requests.reveal, name="staff-request-reveal"),
    path("staff/privacy/looks/", staff.looks, name="staff-looks"),
    path("staff/privacy/notices/", staff.notices, name="staff-notices"),
    path("staff/privacy/notices/<slug:key>/new/", staff.publish, name="staff-publish"),
    path("staff/privacy/consents/", staff.consents, name="staff-consents"),
]
