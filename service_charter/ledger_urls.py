"""Addresses of the ledger of results and of mystery visits."""

from django.urls import URLPattern, URLResolver, path

from service_charter.views import ledger, visits

_LEDGER, _VISITS = "staff/charter/ledger/", "staff/charter/visits/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_LEDGER, ledger.ledger, name="staff-ledger"),
    path(f"{_LEDGER}new", ledger.sample, name="staff-sample"),
    path(f"{_LEDGER}<slug:public_id>/", ledger.entry, name="staff-entry"),
    path(f"{_LEDGER}<slug:public_id>/take-back", ledger.take_back, name="staff-take-back-entry"),
    path(_VISITS, visits.visit_list, name="staff-visits"),
    path(f"{_VISITS}new", visits.visit_new, name="staff-visit-new"),
    path(f"{_VISITS}<slug:public_id>/", visits.visit, name="staff-visit"),
    path(f"{_VISITS}<slug:public_id>/call-off", visits.visit_call_off, name="staff-visit-call-off"),
]
