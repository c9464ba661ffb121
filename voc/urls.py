"""Addresses of voice of the customer."""

from django.urls import URLPattern, URLResolver, path

from voc.api import insights as insights_api
from voc.api import views as api
from voc.views import (
    announcements,
    announcements_portal,
    coverage,
    done,
    insights,
    needs,
    portal_feedback,
    portal_survey,
    staff_feedback,
    staff_imports,
    staff_models,
    staff_questions,
    staff_surveys,
    staff_voices,
)

app_name = "voc"

_PORTAL_LISTENING: list[URLPattern | URLResolver] = [
    path("portal/feedback/<str:code>", portal_feedback.give, name="portal-feedback"),
    path("portal/feedback/<str:code>/thanks", portal_feedback.thanks, name="portal-feedback-thanks"),
    path("portal/surveys/<slug:token>", portal_survey.answer, name="portal-survey"),
]

_LISTENING: list[URLPattern | URLResolver] = [
    path("staff/voc/", staff_voices.voice_list, name="staff-list"),
    path("staff/voc/voices/<slug:public_id>/", staff_voices.voice_detail, name="voice"),
    path("staff/voc/voices/<slug:public_id>/complaint", staff_voices.into_complaint, name="voice-into-complaint"),
    path("staff/voc/voices/<slug:public_id>/label", staff_voices.correct, name="voice-label"),
    path("staff/voc/feedback/", staff_feedback.feedback, name="feedback"),
    path("staff/voc/imports/", staff_imports.import_list, name="imports"),
    path("staff/voc/imports/<slug:public_id>/", staff_imports.import_detail, name="import"),
    path("staff/voc/imports/<slug:public_id>/issues.csv", staff_imports.import_issues, name="import-issues"),
    path("staff/voc/models/", staff_models.model_list, name="models"),
    path("staff/voc/models/train", staff_models.train, name="model-train"),
    path("staff/voc/models/<slug:public_id>/", staff_models.model_detail, name="model"),
    path("staff/voc/models/<slug:public_id>/use", staff_models.use, name="model-use"),
    path("staff/voc/labelled-sets/<slug:public_id>/issues.csv", staff_models.set_issues, name="set-issues"),
]

_SURVEYS: list[URLPattern | URLResolver] = [
    path("staff/voc/surveys/", staff_surveys.survey_list, name="surveys"),
    path("staff/voc/surveys/new", staff_surveys.new, name="survey-new"),
    path("staff/voc/surveys/<slug:code>/", staff_surveys.detail, name="survey-detail"),
    path("staff/voc/surveys/<slug:code>/edit", staff_surveys.edit, name="survey-edit"),
    path("staff/voc/surveys/<slug:code>/open", staff_surveys.open_, name="survey-open"),
    path("staff/voc/surveys/<slug:code>/close", staff_surveys.close, name="survey-close"),
    path("staff/voc/surveys/<slug:code>/invite", staff_surveys.invite, name="survey-invite"),
    path("staff/voc/surveys/<slug:code>/questions/new", staff_questions.new, name="question-new"),
    path("staff/voc/surveys/<slug:code>/questions/<slug:public_id>/", staff_questions.edit, name="question-edit"),
    path("staff/voc/surveys/<slug:code>/questions/<slug:public_id>/up", staff_questions.raise_, name="question-up"),
    path(
        "staff/voc/surveys/<slug:code>/questions/<slug:public_id>/remove",
        staff_questions.remove,
        name="question-remove",
    ),
]

_ANNOUNCEMENTS: list[URLPattern | URLResolver] = [
    path("portal/announcements/", announcements_portal.announcement_list, name="portal-announcements"),
    path("portal/announcements/<slug:public_id>/", announcements_portal.announcement, name="portal-announcement"),
    path("staff/voc/announcements/", announcements.announcement_list, name="announcements"),
    path("staff/voc/announcements/new", announcements.write, name="announcement-new"),
    path("staff/voc/announcements/<slug:public_id>/", announcements.announcement, name="announcement"),
    path("staff/voc/announcements/<slug:public_id>/edit", announcements.change, name="announcement-change"),
    path("staff/voc/announcements/<slug:public_id>/submit", announcements.submit, name="announcement-submit"),
    path("staff/voc/announcements/<slug:public_id>/approve", announcements.approve, name="announcement-approve"),
    path("staff/voc/announcements/<slug:public_id>/send-back", announcements.send_back, name="announcement-send-back"),
    path("staff/voc/announcements/<slug:public_id>/take-back", announcements.take_back, name="announcement-take-back"),
    path("staff/voc/announcements/<slug:public_id>/publish", announcements.publish, name="announcement-publish"),
    path("staff/voc/announcements/<slug:public_id>/withdraw", announcements.withdraw, name="announcement-withdraw"),
    path("staff/voc/announcements/<slug:public_id>/discard", announcements.discard, name="announcement-discard"),
    path("staff/voc/announcements/<slug:public_id>/correct", announcements.correct, name="announcement-correct"),
]

_INSIGHTS: list[URLPattern | URLResolver] = [
    path("staff/voc/needs/", needs.needs, name="needs"),
    path("staff/voc/insights/", insights.insight_list, name="insights"),
    path("staff/voc/insights/new", insights.write, name="insight-new"),
    path("staff/voc/insights/<slug:public_id>/", insights.insight, name="insight"),
    path("staff/voc/insights/<slug:public_id>/edit", insights.change, name="insight-change"),
    path("staff/voc/insights/<slug:public_id>/cite", insights.cite, name="insight-cite"),
    path("staff/voc/insights/<slug:public_id>/uncite/<int:source>", insights.uncite, name="insight-uncite"),
    path("staff/voc/insights/<slug:public_id>/propose", insights.propose, name="insight-propose"),
    path("staff/voc/insights/<slug:public_id>/return", insights.send_back, name="insight-return"),
    path("staff/voc/insights/<slug:public_id>/decide", insights.decide, name="insight-decide"),
    path("staff/voc/insights/<slug:public_id>/follow-up", insights.follow_up, name="insight-follow-up"),
    path("staff/voc/insights/<slug:public_id>/close", insights.close, name="insight-close"),
    path("staff/voc/insights/<slug:public_id>/idea", insights.make_idea, name="insight-idea"),
]

_DONE: list[URLPattern | URLResolver] = [
    path("portal/you-said-we-did/", done.portal, name="portal-done"),
    path("staff/voc/you-said-we-did/", done.done_list, name="done"),
    path("staff/voc/you-said-we-did/new", done.write, name="done-new"),
    path("staff/voc/you-said-we-did/<slug:public_id>/", done.entry, name="done-entry"),
    path("staff/voc/you-said-we-did/<slug:public_id>/edit", done.change, name="done-change"),
    path("staff/voc/you-said-we-did/<slug:public_id>/submit", done.submit, name="done-submit"),
    path("staff/voc/you-said-we-did/<slug:public_id>/publish", done.publish, name="done-publish"),
    path("staff/voc/you-said-we-did/<slug:public_id>/send-back", done.send_back, name="done-send-back"),
    path("staff/voc/you-said-we-did/<slug:public_id>/withdraw", done.withdraw, name="done-withdraw"),
]

_COVERAGE: list[URLPattern | URLResolver] = [
    path("staff/voc/coverage/", coverage.coverage, name="coverage"),
    path("staff/voc/coverage/plan/new", coverage.add, name="plan-new"),
    path("staff/voc/coverage/plan/<slug:public_id>/", coverage.change, name="plan-change"),
    path("staff/voc/coverage/plan/<slug:public_id>/done", coverage.listened, name="plan-listened"),
]

_API: list[URLPattern | URLResolver] = [
    path("api/v1/insights/", insights_api.InsightList.as_view(), name="api-insights"),
    path("api/v1/insights/<slug:public_id>/", insights_api.InsightDetail.as_view(), name="api-insight"),
    path("api/v1/announcements/", insights_api.AnnouncementList.as_view(), name="api-announcements"),
    path("api/v1/announcements/<slug:public_id>/", insights_api.AnnouncementDetail.as_view(), name="api-announcement"),
    path("api/v1/feedback/", api.FeedbackList.as_view(), name="api-feedback"),
    path("api/v1/feedback/<slug:public_id>/", api.FeedbackDetail.as_view(), name="api-feedback-detail"),
    path("api/v1/surveys/", api.SurveyList.as_view(), name="api-surveys"),
    path("api/v1/surveys/<slug:code>/", api.SurveyDetail.as_view(), name="api-survey"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *_PORTAL_LISTENING,
    *_LISTENING,
    *_SURVEYS,
    *_API,
    *_ANNOUNCEMENTS,
    *_INSIGHTS,
    *_DONE,
    *_COVERAGE,
]
