"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from service_charter.api import requests as request_api
from service_charter.api import views as api
from service_charter.awareness_urls import urlpatterns as awareness
from service_charter.breach_urls import urlpatterns as breaches
from service_charter.commitment_urls import urlpatterns as commitments
from service_charter.culture_urls import urlpatterns as culture
from service_charter.ledger_urls import urlpatterns as results
from service_charter.partner_urls import urlpatterns as partners
from service_charter.recognition_urls import urlpatterns as recognition
from service_charter.request_urls import urlpatterns as requests
from service_charter.training_urls import urlpatterns as training
from service_charter.views import charter_pdf, measurement, portal, staff, standards

app_name = "service_charter"
urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/charter/", portal.current, name="portal-current"),
    path("portal/charter/<int:number>/", portal.version, name="portal-version"),
    path("portal/charter/<int:number>/charter-<slug:language>.pdf", charter_pdf.published, name="portal-charter-pdf"),
    path("portal/transparency/", portal.transparency, name="portal-transparency"),
    path("staff/charter/measurement/", measurement.index, name="staff-measurement"),
    path("staff/charter/measurement/<slug:code>/", measurement.promise, name="staff-measured"),
    path("staff/charter/", staff.charter_list, name="staff-list"),
    path("staff/charter/touchpoints/", measurement.touchpoint_coverage, name="staff-coverage"),
    path("staff/charter/new", staff.start, name="staff-start"),
    path("staff/charter/<int:number>/", staff.detail, name="staff-detail"),
    path("staff/charter/<int:number>/charter-<slug:language>.pdf", charter_pdf.staff, name="staff-charter-pdf"),
    path("staff/charter/<int:number>/edit", staff.edit, name="staff-edit"),
    path("staff/charter/<int:number>/submit", staff.submit, name="staff-submit"),
    path("staff/charter/<int:number>/review", staff.review, name="staff-review"),
    path("staff/charter/<int:number>/return", staff.return_draft, name="staff-return"),
    path("staff/charter/<int:number>/propose", staff.propose, name="staff-propose"),
    path("staff/charter/<int:number>/take-back", staff.take_back, name="staff-take-back"),
    path("staff/charter/<int:number>/publish", staff.publish, name="staff-publish"),
    path("staff/charter/<int:number>/standards/new", standards.new, name="staff-standard-new"),
    path("staff/charter/<int:number>/standards/<slug:public_id>/", standards.edit, name="staff-standard-edit"),
    path(
        "staff/charter/<int:number>/standards/<slug:public_id>/remove", standards.remove, name="staff-standard-remove"
    ),
    *breaches,
    *results,
    *requests,
    *commitments,
    *partners,
    *awareness,
    *training,
    *culture,
    *recognition,
    path("api/v1/charters/", api.CharterList.as_view(), name="api-charters"),
    path("api/v1/charters/<int:number>/", api.CharterDetail.as_view(), name="api-charter"),
    path("api/v1/requests/", request_api.RequestList.as_view(), name="api-requests"),
    path("api/v1/requests/<str:number>/", request_api.RequestDetail.as_view(), name="api-request"),
    path("api/v1/requests/<str:number>/messages/", request_api.RequestMessages.as_view(), name="api-request-messages"),
    path("api/v1/standards/", api.StandardList.as_view(), name="api-standards"),
]
