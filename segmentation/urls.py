"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "segmentation"
urlpatterns: list[URLPattern | URLResolver] = []
