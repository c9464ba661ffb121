"""Addresses of service requests: portal, desk, design."""

from django.urls import URLPattern, URLResolver, path

from service_charter.views import request_desk as desk
from service_charter.views import request_intake as intake
from service_charter.views import request_kinds as kinds
from service_charter.views import request_portal as portal
from service_charter.views import request_tracking as tracking

_PORTAL = "portal/requests/"
_STAFF = "staff/requests/"
_KIND = f"{_STAFF}kinds/<slug:code>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_PORTAL, portal.catalogue, name="request-list"),
    path(f"{_PORTAL}new/<slug:code>", portal.fill, name="request-new"),
    path(f"{_PORTAL}check", portal.check, name="request-check"),
    path(f"{_PORTAL}discard", portal.discard, name="request-discard"),
    path(f"{_PORTAL}files/<slug:public_id>/remove", portal.remove_file, name="request-remove-file"),
    path(f"{_PORTAL}receipt", portal.receipt, name="request-receipt"),
    path(f"{_PORTAL}track", tracking.track, name="request-track"),
    path(f"{_PORTAL}case", tracking.case, name="request-case"),
    path(f"{_PORTAL}case/files/<slug:public_id>", tracking.file, name="request-file"),
    path(f"{_PORTAL}case/write", tracking.write, name="request-write"),
    path(f"{_PORTAL}case/rate", tracking.rate, name="request-rate"),
    path(f"{_PORTAL}case/withdraw", tracking.withdraw, name="request-withdraw"),
    path(f"{_PORTAL}case/leave", tracking.leave, name="request-leave"),
    path(_STAFF, desk.queue, name="requests-list"),
    path(f"{_STAFF}new/", intake.choose, name="requests-choose"),
    path(f"{_STAFF}new/<slug:code>", intake.new, name="requests-new"),
    path(f"{_STAFF}kinds/", kinds.kinds, name="requests-kinds"),
    path(f"{_STAFF}kinds/new", kinds.new, name="requests-kind-new"),
    path(_KIND, kinds.kind, name="requests-kind"),
    path(f"{_KIND}offer", kinds.offer, name="requests-offer"),
    path(f"{_KIND}form/start", kinds.start, name="requests-form-start"),
    path(f"{_KIND}form/texts", kinds.texts, name="requests-form-texts"),
    path(f"{_KIND}form/publish", kinds.publish, name="requests-form-publish"),
    path(f"{_KIND}questions/new", kinds.question, name="requests-question-new"),
    path(f"{_KIND}questions/<slug:key>/", kinds.question, name="requests-question"),
    path(f"{_KIND}questions/<slug:key>/remove", kinds.remove, name="requests-question-remove"),
    path(f"{_KIND}questions/<slug:key>/up", kinds.raise_, name="requests-question-up"),
    path(f"{_STAFF}<str:number>/", desk.detail, name="requests-detail"),
    path(f"{_STAFF}<str:number>/contact", desk.reveal, name="requests-reveal"),
    path(f"{_STAFF}<str:number>/<slug:step>", desk.act, name="requests-act"),
]
