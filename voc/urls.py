"""Addresses of voice of the customer."""

from django.urls import URLPattern, URLResolver

app_name = "voc"

urlpatterns: list[URLPattern | URLResolver] = []
