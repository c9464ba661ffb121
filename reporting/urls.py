"""Addresses of this room."""

from django.urls import path

from reporting.api import views as api
from reporting.views import duties, figures, policy, review_texts, reviews, staff, voc_report

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
    path("staff/reports/figures/<str:key>/", figures.figure, name="staff-figure"),
    path("staff/reports/duties/", duties.duties, name="staff-duties"),
    path("staff/reports/duties/<slug:key>/edit/", duties.edit, name="staff-duty-edit"),
    path("staff/reports/duties/<slug:key>/done/", duties.kept, name="staff-duty-kept"),
    path("staff/policy/", policy.cockpit, name="staff-policy"),
    path("staff/policy/clauses/<str:clause>/", policy.clause, name="staff-clause"),
    path("staff/policy/clauses/<str:clause>/attest/<str:rule>/", policy.attest, name="staff-attest"),
    path("staff/policy/attestations/<slug:public_id>/withdraw/", policy.withdraw, name="staff-withdraw"),
    path("staff/policy/reviews/", reviews.review_list, name="staff-reviews"),
    path("staff/policy/reviews/open/", reviews.open_one, name="staff-review-open"),
    path("staff/policy/reviews/<slug:public_id>/", reviews.detail, name="staff-review"),
    path("staff/policy/reviews/<slug:public_id>/record.pdf", reviews.record, name="staff-review-record"),
    path("staff/policy/reviews/<slug:public_id>/comparison/", reviews.comparison, name="staff-review-comparison"),
    path(
        "staff/policy/reviews/<slug:public_id>/clauses/<str:clause>/", review_texts.assess, name="staff-review-assess"
    ),
    path(
        "staff/policy/reviews/<slug:public_id>/draft/<str:clause>/", review_texts.redraft, name="staff-review-redraft"
    ),
    path("staff/policy/reviews/<slug:public_id>/acknowledge/", reviews.acknowledge, name="staff-review-acknowledge"),
    path("staff/policy/reviews/<slug:public_id>/verdict/", reviews.verdict, name="staff-review-verdict"),
    path("staff/policy/reviews/<slug:public_id>/steps/<slug:move>/", reviews.step, name="staff-review-step"),
    path("api/v1/reports/", api.ReportList.as_view(), name="api-list"),
    path("api/v1/reports/<str:public_id>/", api.ReportDetail.as_view(), name="api-detail"),
    path("api/v1/metrics/", api.MetricList.as_view(), name="api-metrics"),
]
