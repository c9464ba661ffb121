"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from segmentation.api import views as api
from segmentation.views import exports, markets, profiles, results, strategies, studies, targets

app_name = "segmentation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("staff/segments/", results.home, name="staff-segments"),
    path("staff/segments/method/", results.method, name="staff-method"),
    path("staff/segments/studies/", studies.study_list, name="staff-studies"),
    path("staff/segments/studies/new", studies.new, name="staff-study-new"),
    path("staff/segments/studies/<str:public_id>/", results.study_page, name="staff-study"),
    path("staff/segments/studies/<str:public_id>/edit", studies.edit, name="staff-study-edit"),
    path("staff/segments/studies/<str:public_id>/run", studies.run, name="staff-study-run"),
    path("staff/segments/studies/<str:public_id>/revise", studies.revise, name="staff-study-revise"),
    path("staff/segments/studies/<str:public_id>/copy", studies.copy, name="staff-study-copy"),
    path("staff/segments/studies/<str:public_id>/adopt", studies.adopt, name="staff-study-adopt"),
    path("staff/segments/runs/<str:public_id>/", results.run_page, name="staff-run"),
    path("staff/segments/markets/", markets.market_list, name="staff-markets"),
    path("staff/segments/markets/new", markets.new, name="staff-market-new"),
    path("staff/segments/markets/<str:public_id>/", markets.market_page, name="staff-market"),
    path("staff/segments/markets/<str:public_id>/edit", markets.edit, name="staff-market-edit"),
    path("staff/segments/markets/<str:public_id>/retire", markets.retire, name="staff-market-retire"),
    path("staff/segments/targets/", targets.target_list, name="staff-targets"),
    path("staff/segments/<str:public_id>/", results.segment_page, name="staff-segment"),
    path("staff/segments/<str:public_id>/name", studies.rename, name="staff-segment-name"),
    path("staff/segments/<str:public_id>/target", targets.decide, name="staff-segment-target"),
    path("staff/segments/<str:public_id>/members.csv", exports.members_export, name="staff-segment-export"),
    path("staff/segments/<str:public_id>/profiles/", profiles.profiles, name="staff-profiles"),
    path(
        "staff/segments/<str:public_id>/profiles/<str:issue_id>/<str:language>.pdf",
        profiles.profile_pdf,
        name="staff-profile-pdf",
    ),
    path("staff/segments/<str:public_id>/strategy", strategies.strategy, name="staff-strategy"),
    path("staff/segments/<str:public_id>/steps/new", strategies.new_step, name="staff-step-new"),
    path("staff/segments/<str:public_id>/steps/<str:step_id>/", strategies.step, name="staff-step"),
    path("staff/segments/<str:public_id>/steps/<str:step_id>/done", strategies.step_done, name="staff-step-done"),
    path("staff/segments/<str:public_id>/steps/<str:step_id>/up", strategies.step_up, name="staff-step-up"),
    path("api/v1/segmentation-studies/", api.StudyList.as_view(), name="api-studies"),
    path("api/v1/segmentation-studies/<str:public_id>/", api.StudyDetail.as_view(), name="api-study"),
    path("api/v1/segmentation-runs/", api.RunList.as_view(), name="api-runs"),
    path("api/v1/segmentation-runs/<str:public_id>/", api.RunDetail.as_view(), name="api-run"),
    path("api/v1/segments/", api.SegmentList.as_view(), name="api-segments"),
    path("api/v1/segments/<str:public_id>/", api.SegmentDetail.as_view(), name="api-segment"),
]
