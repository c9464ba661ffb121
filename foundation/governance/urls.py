"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from foundation.governance.api import views as api
from foundation.governance.views import actions, board, meetings, observations, policy, portal, risks

app_name = "governance"
urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/policy/", portal.policy, name="portal-policy"),
    path("portal/policy/<int:number>/", portal.policy_version, name="portal-policy-version"),
    path("staff/board/", board.board, name="staff-board"),
    path("staff/board/meetings/new", board.meeting_new, name="staff-meeting-new"),
    path("staff/board/meetings/<slug:public_id>/", meetings.meeting, name="staff-meeting"),
    path("staff/board/meetings/<slug:public_id>/agenda/new", meetings.item_new, name="staff-agenda-new"),
    path("staff/board/meetings/<slug:public_id>/agenda/<slug:item_id>/", meetings.item_edit, name="staff-agenda-edit"),
    path(
        "staff/board/meetings/<slug:public_id>/agenda/<slug:item_id>/remove",
        meetings.item_remove,
        name="staff-agenda-remove",
    ),
    path("staff/board/proposals/<slug:public_id>/", board.proposal, name="staff-proposal"),
    path("staff/board/resolutions/<slug:public_id>/", board.resolution, name="staff-resolution"),
    path("staff/board/observations/", observations.observation_list, name="staff-observations"),
    path("staff/board/observations/new", observations.observation_new, name="staff-observation-new"),
    path("staff/board/observations/<slug:public_id>/", observations.observation, name="staff-observation"),
    path("staff/board/observations/<slug:public_id>/answer", observations.answer, name="staff-observation-answer"),
    path("staff/board/observations/<slug:public_id>/decide", observations.decide, name="staff-observation-decide"),
    path("staff/policy/text/", policy.text, name="staff-policy-text"),
    path("staff/policy/text/duties/<slug:public_id>/", policy.duty_edit, name="staff-duty-edit"),
    path("staff/policy/text/<str:clause>/duties/new", policy.duty_new, name="staff-duty-new"),
    path("staff/policy/versions/<slug:public_id>/", policy.version, name="staff-policy-version"),
    path("staff/policy/versions/<slug:public_id>/acknowledge", policy.acknowledge, name="staff-policy-acknowledge"),
    path("staff/policy/import/", policy.import_file, name="staff-policy-import"),
    path("staff/policy/risks/", risks.risk_list, name="staff-risks"),
    path("staff/policy/risks/new", risks.risk_new, name="staff-risk-new"),
    path("staff/policy/risks/bands", risks.bands, name="staff-risk-bands"),
    path("staff/policy/risks/<slug:public_id>/", risks.risk, name="staff-risk"),
    path("staff/policy/risks/<slug:public_id>/edit", risks.risk_edit, name="staff-risk-edit"),
    path("staff/policy/risks/<slug:public_id>/close", risks.risk_close, name="staff-risk-close"),
    path("staff/policy/actions/", actions.action_list, name="staff-actions"),
    path("staff/policy/actions/new", actions.action_new, name="staff-action-new"),
    path("staff/policy/actions/<slug:public_id>/", actions.action, name="staff-action"),
    path("staff/policy/actions/<slug:public_id>/complete", actions.complete, name="staff-action-complete"),
    path("staff/policy/actions/<slug:public_id>/verify", actions.verify, name="staff-action-verify"),
    path("staff/policy/actions/<slug:public_id>/reopen", actions.reopen, name="staff-action-reopen"),
    path("api/v1/resolutions/", api.ResolutionList.as_view(), name="api-list"),
    path("api/v1/resolutions/<slug:public_id>/", api.ResolutionDetail.as_view(), name="api-detail"),
    path("api/v1/policies/", api.PolicyList.as_view(), name="api-policies"),
    path("api/v1/policies/<int:number>/", api.PolicyDetail.as_view(), name="api-policy"),
    path("api/v1/board-observations/", api.ObservationList.as_view(), name="api-observations"),
    path("api/v1/board-observations/<slug:public_id>/", api.ObservationDetail.as_view(), name="api-observation"),
]
