"""Addresses of recognition."""

from django.urls import URLPattern, URLResolver, path

from service_charter.views import recognition

_BASE = "staff/charter/recognition/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_BASE, recognition.index, name="recognition"),
    path(f"{_BASE}decide/<slug:unit>/<slug:code>/", recognition.decide, name="recognition-decide"),
    path(f"{_BASE}<slug:public_id>/", recognition.recognised, name="recognised"),
    path(f"{_BASE}<slug:public_id>/take-back/", recognition.ask_back, name="recognised-ask-back"),
    path(f"{_BASE}<slug:public_id>/second-look/", recognition.look, name="recognised-look"),
    path(f"{_BASE}<slug:public_id>/certificate-<slug:language>.pdf", recognition.certificate, name="recognised-pdf"),
]
