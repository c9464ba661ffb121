"""Addresses of this room."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

app_name = "customers"


def _x(request: HttpRequest, public_id: str) -> HttpResponse:
    return HttpResponse()


urlpatterns: list[URLPattern | URLResolver] = [path("staff/customers/import/<str:public_id>/", _x, name="import")]
