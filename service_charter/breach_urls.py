"""Addresses of broken promises."""

from django.urls import URLPattern, URLResolver, path

from service_charter.views import breaches as staff

_STAFF = "staff/charter/breaches/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_STAFF, staff.breach_list, name="staff-breaches"),
    path(f"{_STAFF}<slug:public_id>/", staff.breach, name="staff-breach"),
    path(f"{_STAFF}<slug:public_id>/steps/<slug:name>", staff.breach_step, name="staff-breach-step"),
]
