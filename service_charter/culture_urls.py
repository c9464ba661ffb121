"""Addresses of the service culture index."""

from django.urls import URLPattern, URLResolver, path

from service_charter.views import culture

_BASE = "staff/charter/culture/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_BASE, culture.index, name="culture"),
    path(f"{_BASE}answer/", culture.answer, name="culture-answer"),
    path(f"{_BASE}new", culture.edit, name="culture-new"),
    path(f"{_BASE}<int:year>/", culture.culture_round, name="culture-round"),
    path(f"{_BASE}<int:year>/edit", culture.edit, name="culture-edit"),
    path(f"{_BASE}<int:year>/<slug:name>", culture.step, name="culture-step"),
]
