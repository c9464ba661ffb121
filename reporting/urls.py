"""Addresses of this room."""

from django.urls import path

from reporting.api import views as api
from reporting.views import staff, voc_report

app_name = "reporting"
urlpatterns = [
    path("staff/reports/", staff.report_list, name="staff-list"),
    path("staff/reports/<int:year>/<int:quarter>/", staff.detail, name="staff-detail"),
    path("staff/reports/<int:year>/<int:quarter>/build/", staff.build, name="staff-build"),
    path("staff/reports/<int:year>/<int:quarter>/preface/", staff.preface, name="staff-preface"),
    path("staff/reports/editions/<str:public_id>/report.pdf", staff.download, name="staff-download"),
    path("staff/reports/editions/<str:public_id>/figures.json", staff.figures, name="staff-figures"),
    path("staff/reports/voc/<int:year>/<int:quarter>/", voc_report.detail, name="voc-report"),
    path("staff/reports/voc/<int:year>/<int:quarter>/build/", voc_report.build, name="voc-build"),
    path("api/v1/reports/", api.ReportList.as_view(), name="api-list"),
    path("api/v1/reports/<str:public_id>/", api.ReportDetail.as_view(), name="api-detail"),
    path("api/v1/metrics/", api.MetricList.as_view(), name="api-metrics"),
]
