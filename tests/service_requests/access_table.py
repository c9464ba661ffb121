"""Who may use the addresses of service requests."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from foundation.accounts.models import Unit, User
from foundation.accounts.permissions import Permission as P
from service_charter.models import RequestKind
from service_charter.services import request_kinds as kinds
from tests.access import Row
from tests.service_requests.factories import advance, designer, make_kind, receive

SEE, HANDLE, DESIGN = (P.REQUEST_VIEW, P.REQUEST_VIEW_ALL), (P.REQUEST_HANDLE,), (P.REQUEST_DESIGN,)


def a_kind() -> Mapping[str, Any]:
    return {"code": (RequestKind.objects.first() or make_kind()).code}


def a_draft() -> Mapping[str, Any]:
    kind = RequestKind.objects.first() or make_kind()
    kinds.start_form(kind_id=kind.pk, by=designer(), now=timezone.now())
    return {"code": kind.code}


def a_question() -> Mapping[str, Any]:
    return {**a_draft(), "key": "q2"}


def a_file() -> Mapping[str, Any]:
    return {"public_id": "0" * 26}


def a_case(status: str = "received", **more: str) -> Callable[[], Mapping[str, Any]]:
    """A request; the people of the table work in its unit, so it is not out of their sight."""

    def make() -> Mapping[str, Any]:
        User.objects.filter(username__startswith="access-").update(unit=Unit.objects.get(code="property"))
        return {"number": advance(receive(), status).number, **more}

    return make


ROWS = [
    Row("service_charter:request-list", None),
    Row("service_charter:request-new", None, make=a_kind),
    Row("service_charter:request-check", None, ok=302),
    Row("service_charter:request-discard", None, method="post", ok=302),
    Row("service_charter:request-remove-file", None, make=a_file, method="post", ok=302),
    Row("service_charter:request-receipt", None, ok=302),
    Row("service_charter:request-track", None),
    Row("service_charter:request-case", None, ok=302),
    Row("service_charter:request-file", None, make=a_file, ok=404),
    Row("service_charter:request-write", None, method="post", ok=302),
    Row("service_charter:request-rate", None, method="post", ok=302),
    Row("service_charter:request-withdraw", None, method="post", ok=302),
    Row("service_charter:request-leave", None, method="post", ok=302),
    Row("service_charter:requests-list", SEE),
    Row("service_charter:requests-detail", SEE, make=a_case()),
    Row("service_charter:requests-act", HANDLE, make=a_case(step="take"), method="post", ok=302),
    Row("service_charter:requests-act", HANDLE, make=a_case("working", step="finish"), method="post", ok=422),
    Row("service_charter:requests-reveal", HANDLE, make=a_case(), method="post", ok=422),
    Row("service_charter:requests-choose", HANDLE),
    Row("service_charter:requests-new", HANDLE, make=a_kind),
    Row("service_charter:requests-new", HANDLE, make=a_kind, method="post", ok=422),
    Row("service_charter:api-requests", (P.REQUEST_VIEW,)),
    Row("service_charter:api-requests", HANDLE, method="post", data={"kind": "none"}, ok=400),
    Row("service_charter:api-request", (P.REQUEST_VIEW,), make=a_case()),
    Row("service_charter:api-request-messages", (P.REQUEST_VIEW,), make=a_case()),
    Row("service_charter:api-request-messages", HANDLE, make=a_case(), method="post", ok=400),
    Row("service_charter:requests-kinds", DESIGN),
    Row("service_charter:requests-kind-new", DESIGN),
    Row("service_charter:requests-kind", DESIGN, make=a_kind),
    Row("service_charter:requests-offer", DESIGN, make=a_kind, method="post", ok=302),
    Row("service_charter:requests-form-start", DESIGN, make=a_kind, method="post", ok=302),
    Row("service_charter:requests-form-texts", DESIGN, make=a_draft),
    Row("service_charter:requests-form-publish", DESIGN, make=a_draft, method="post", ok=302),
    Row("service_charter:requests-question-new", DESIGN, make=a_draft),
    Row("service_charter:requests-question", DESIGN, make=a_question),
    Row("service_charter:requests-question-remove", DESIGN, make=a_question, method="post", ok=302),
    Row("service_charter:requests-question-up", DESIGN, make=a_question, method="post", ok=302),
]
