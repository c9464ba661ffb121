"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from foundation.governance.api import views as api
from foundation.governance.views import staff

app_name = "governance"
urlpatterns: list[URLPattern | URLResolver] = [
    path("staff/board/", staff.board, name="staff-board"),
    path("staff/board/meetings/new", staff.meeting_new, name="staff-meeting-new"),
    path("staff/board/proposals/<slug:public_id>/", staff.proposal, name="staff-proposal"),
    path("staff/board/resolutions/<slug:public_id>/", staff.resolution, name="staff-resolution"),
    path("api/v1/resolutions/", api.ResolutionList.as_view(), name="api-list"),
    path("api/v1/resolutions/<slug:public_id>/", api.ResolutionDetail.as_view(), name="api-detail"),
]
