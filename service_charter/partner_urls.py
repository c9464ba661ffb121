"""Addresses of partners and their reports."""

from django.urls import URLPattern, URLResolver, path

from service_charter.api import partners as api
from service_charter.views import partner_portal as portal
from service_charter.views import partners as staff

_STAFF = "staff/charter/partners/"
_ONE = f"{_STAFF}<slug:public_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/partner-report/", portal.report, name="portal-report"),
    path("portal/partner-report/<str:token>", portal.open_link, name="portal-report-open"),
    path(_STAFF, staff.index, name="partners"),
    path(f"{_STAFF}new", staff.new, name="partner-new"),
    path(_ONE, staff.partner, name="partner"),
    path(f"{_ONE}edit", staff.edit, name="partner-edit"),
    path(f"{_ONE}turn", staff.turn, name="partner-turn"),
    path(f"{_ONE}ask", staff.ask, name="partner-ask"),
    path(f"{_ONE}key", staff.new_token, name="partner-key"),
    path(f"{_ONE}key/end", staff.end_token, name="partner-key-end"),
    path(f"{_ONE}links/<slug:link_id>/renew", staff.renew, name="partner-link-renew"),
    path(f"{_ONE}links/<slug:link_id>/revoke", staff.revoke, name="partner-link-revoke"),
    path(f"{_ONE}reports/<slug:report_id>/", staff.report, name="partner-report"),
    path("api/v1/partner-reports/", api.PartnerReportList.as_view(), name="api-partner-reports"),
]
