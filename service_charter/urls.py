"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "service_charter"
urlpatterns: list[URLPattern | URLResolver] = []
