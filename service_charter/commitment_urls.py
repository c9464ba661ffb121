"""Addresses of commitments."""

from django.urls import URLPattern, URLResolver, path

from service_charter.views import commitment_portal as portal
from service_charter.views import commitments as staff

_STAFF = "staff/charter/commitments/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/commitments/<str:token>", portal.commitment, name="portal-commitment"),
    path(_STAFF, staff.index, name="commitments"),
    path(f"{_STAFF}hand-down", staff.hand_down, name="commitments-hand-down"),
    path(f"{_STAFF}mine/", staff.mine, name="commitments-mine"),
    path(f"{_STAFF}<slug:public_id>/", staff.commitment, name="commitment"),
    path(f"{_STAFF}<slug:public_id>/link", staff.renew_link, name="commitment-link"),
]
