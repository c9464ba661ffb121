"""Addresses of voice of the customer."""

from django.urls import URLPattern, URLResolver, path

from voc.views import announcements, announcements_portal, coverage, done, insights, needs

app_name = "voc"

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

urlpatterns: list[URLPattern | URLResolver] = [*_ANNOUNCEMENTS, *_INSIGHTS, *_DONE, *_COVERAGE]
