"""Addresses of reading the charter."""

from django.urls import URLPattern, URLResolver, path

from service_charter.views import awareness

urlpatterns: list[URLPattern | URLResolver] = [
    path("staff/charter/awareness/", awareness.index, name="awareness"),
    path("staff/charter/awareness/read/", awareness.read, name="awareness-read"),
]
