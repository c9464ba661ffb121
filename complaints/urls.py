"""Addresses of this room: portal, staff, API."""

from django.urls import URLPattern, URLResolver, path

from complaints.api import views as api
from complaints.views import (
    acts,
    answers,
    case,
    learning,
    letter,
    matter,
    policy,
    portal,
    siblings,
    similar,
    split,
    staff,
    tracking,
    verify,
)

app_name = "complaints"

_PORTAL = "portal/complaints/"
_STAFF = "staff/complaints/"
_CASE = f"{_STAFF}<str:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{_PORTAL}new", portal.new, name="portal-new"),
    path(f"{_PORTAL}new/check", portal.check, name="portal-check"),
    path(f"{_PORTAL}new/discard", portal.discard, name="portal-discard"),
    path(f"{_PORTAL}new/files/<slug:public_id>/remove", portal.remove_file, name="portal-remove-file"),
    path(f"{_PORTAL}new/<slug:step>", portal.step, name="portal-step"),
    path(f"{_PORTAL}receipt", portal.receipt, name="portal-receipt"),
    path(f"{_PORTAL}receipt.pdf", verify.sent_receipt, name="portal-receipt-pdf"),
    path("portal/verify/", verify.verify, name="portal-verify"),
    path(f"{_PORTAL}track", tracking.track, name="portal-track"),
    path(f"{_PORTAL}case", tracking.case, name="portal-case"),
    path(f"{_PORTAL}case/files/<slug:public_id>", tracking.file, name="portal-file"),
    path(f"{_PORTAL}case/receipt.pdf", verify.case_receipt, name="portal-case-receipt"),
    path(f"{_PORTAL}case/letter.pdf", letter.portal_letter, name="portal-letter"),
    path(f"{_PORTAL}case/write", tracking.write, name="portal-write"),
    path(f"{_PORTAL}case/answer", tracking.answer, name="portal-answer"),
    path(f"{_PORTAL}case/rate", tracking.rate, name="portal-rate"),
    path(f"{_PORTAL}case/withdraw", tracking.withdraw, name="portal-withdraw"),
    path(f"{_PORTAL}case/apart", siblings.apart, name="portal-apart"),
    path(f"{_PORTAL}case/leave", tracking.leave, name="portal-leave"),
    path("portal/complaints-policy/", policy.policy, name="portal-policy"),
    path(_STAFF, staff.queue, name="staff-list"),
    path(f"{_STAFF}new/", staff.new, name="staff-new"),
    path(f"{_STAFF}learning/", learning.learning, name="staff-learning"),
    path(f"{_STAFF}answers/", answers.answer_list, name="staff-answers"),
    path(f"{_STAFF}answers/new/", answers.new, name="staff-answer-new"),
    path(f"{_STAFF}answers/<slug:public_id>/", answers.detail, name="staff-answer"),
    path(f"{_STAFF}answers/<slug:public_id>/edit/", answers.edit, name="staff-answer-edit"),
    path(f"{_STAFF}answers/<slug:public_id>/approve/", answers.approve, name="staff-answer-approve"),
    path(f"{_STAFF}answers/<slug:public_id>/retire/", answers.retire, name="staff-answer-retire"),
    path(_CASE, case.detail, name="staff-detail"),
    path(f"{_CASE}similar/", similar.similar, name="staff-similar"),
    path(f"{_CASE}letters/<int:letter>.pdf", letter.staff_letter, name="staff-letter"),
    path(f"{_CASE}matter/", matter.matter, name="staff-matter"),
    path(f"{_CASE}matter/link/", matter.link, name="staff-matter-link"),
    path(f"{_CASE}matter/unlink/", matter.unlink, name="staff-matter-unlink"),
    path(f"{_CASE}matter/lead/", matter.lead, name="staff-matter-lead"),
    path(f"{_CASE}matter/describe/", matter.describe, name="staff-matter-describe"),
    path(f"{_CASE}matter/follow/", matter.follow, name="staff-matter-follow"),
    path(f"{_CASE}split/", split.split, name="staff-split"),
    path(f"{_CASE}edit/", case.edit, name="staff-edit"),
    path(f"{_CASE}moves/<slug:move>/", acts.move, name="staff-move"),
    path(f"{_CASE}messages/", acts.reply, name="staff-reply"),
    path(f"{_CASE}assign/", acts.assign, name="staff-assign"),
    path(f"{_CASE}pause/", acts.pause, name="staff-pause"),
    path(f"{_CASE}resume/", acts.resume, name="staff-resume"),
    path(f"{_CASE}findings/", acts.findings, name="staff-findings"),
    path(f"{_CASE}assessment/", acts.reassess, name="staff-reassess"),
    path(f"{_CASE}recourse/", acts.recourse, name="staff-recourse"),
    path(f"{_CASE}files/", acts.upload, name="staff-upload"),
    path(f"{_CASE}contact/", acts.reveal, name="staff-reveal"),
    path(f"{_CASE}idea/", acts.make_idea, name="staff-idea"),
    path("api/v1/complaints/", api.ComplaintList.as_view(), name="api-list"),
    path("api/v1/complaints/<str:number>/", api.ComplaintDetail.as_view(), name="api-detail"),
    path("api/v1/complaints/<str:number>/transitions/", api.ComplaintTransitions.as_view(), name="api-transitions"),
]
