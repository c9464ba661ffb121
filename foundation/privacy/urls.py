"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from foundation.privacy.views import erasures, held, my_data, portal, register, requests, retention, staff, tracking

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
    path(f"{_MINE}request/consents", tracking.take_back, name="portal-take-back"),
    path(f"{_MINE}request/copy", tracking.fetch_copy, name="portal-copy"),
    path(f"{_MINE}request/leave", tracking.leave, name="portal-leave"),
    path(f"{_MINE}<slug:step>", my_data.step, name="portal-step"),
    path("staff/privacy/", requests.queue, name="staff-requests"),
    path("staff/privacy/requests/new/", requests.take_down, name="staff-request-new"),
    path(_ONE, requests.detail, name="staff-request"),
    path(f"{_ONE}steps/<slug:move>/", requests.step, name="staff-request-step"),
    path(f"{_ONE}words/", requests.words, name="staff-request-words"),
    path(f"{_ONE}files/", requests.upload, name="staff-request-upload"),
    path(f"{_ONE}asker/", requests.reveal, name="staff-request-reveal"),
    path(f"{_ONE}code/", requests.renew_code, name="staff-request-code"),
    path(f"{_ONE}held/", held.look, name="staff-held"),
    path(f"{_ONE}held/hold/", held.set_hold, name="staff-hold"),
    path(f"{_ONE}held/copy/", held.build_copy, name="staff-copy-build"),
    path(f"{_ONE}copy/", held.hand_over, name="staff-copy"),
    path(f"{_ONE}consents/", held.take_back, name="staff-take-back"),
    path(f"{_ONE}erasure/", erasures.page, name="staff-erasure"),
    path(f"{_ONE}erasure/propose/", erasures.propose, name="staff-erasure-propose"),
    path("staff/privacy/holds/", erasures.holds, name="staff-holds"),
    path("staff/privacy/holds/<slug:public_id>/lift/", erasures.lift, name="staff-hold-lift"),
    path("staff/privacy/processing/", register.processing, name="staff-processing"),
    path("staff/privacy/retention/", retention.index, name="staff-retention"),
    path("staff/privacy/retention/<str:kind>/", retention.rule, name="staff-retention-rule"),
    path("staff/privacy/retention/<str:kind>/draft/", retention.draft, name="staff-retention-draft"),
    path("staff/privacy/rules/<slug:public_id>/try/", retention.try_out, name="staff-retention-try"),
    path("staff/privacy/rules/<slug:public_id>/enforce/", retention.enforce, name="staff-retention-enforce"),
    path("staff/privacy/rules/<slug:public_id>/end/", retention.end, name="staff-retention-end"),
    path("staff/privacy/looks/", staff.looks, name="staff-looks"),
    path("staff/privacy/notices/", staff.notices, name="staff-notices"),
    path("staff/privacy/notices/<slug:key>/new/", staff.publish, name="staff-publish"),
    path("staff/privacy/consents/", staff.consents, name="staff-consents"),
]
