"""CRM programmes: list, plan, steps."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.forms import RefusableForm
from foundation.core.lifecycle import moves_from
from foundation.core.list_filters import read
from relationships import selectors, services
from relationships.enums import ProgrammeStatus
from relationships.forms import (
    ActivityForm,
    DoneForm,
    DrawForm,
    EvaluateForm,
    LessonForm,
    MeasureForm,
    ProgrammeForm,
    ReasonForm,
)
from relationships.lifecycle import PLAN_EDITABLE, PROGRAMME_MOVES
from relationships.models import Programme
from relationships.services.plans import PROGRAMME_FIELDS
from relationships.views.overview import room_tabs
from relationships.views.steps import demand_segments, edit_page, take_step
from segmentation.filters import NONE, segment_of_cuts
from segmentation.rules import can_see

Service = Callable[[Programme, dict[str, Any]], Any]


@require_GET
@requires(Permission.RELATIONSHIP_VIEW)
def programme_list(request: HttpRequest) -> HttpResponse:
    """Every programme, the latest first; a company has some dozens. Each names its target segment itself."""
    user = signed_in(request)
    asked = read(request.GET, user, leave_out=(NONE,))
    status = request.GET.get("status", "")
    status = status if status in ProgrammeStatus.values else ""
    context = {
        "room_tabs": room_tabs("programmes"),
        "programmes": list(selectors.programmes_list(status, segment_of_cuts(asked.cuts))[:200]),
        "asked": asked,
        "filters": asked.chips(request.GET),
        "sees_segments": can_see(user),
        "status": status,
        "statuses": ProgrammeStatus.choices,
        "may_edit": user.can(Permission.PROGRAMME_EDIT),
        "today": timezone.localdate(),
    }
    return render(request, "relationships/programmes.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMME_EDIT)
def programme_new(request: HttpRequest) -> HttpResponse:
    """Plan a programme."""
    user = signed_in(request)
    demand_segments(user)
    form = ProgrammeForm(request.POST or None, initial={"owner": user.pk}, user=user)
    return edit_page(
        request,
        form,
        lambda form: services.create_programme(values=form.values(), by=user, now=timezone.now()),
        template="relationships/programme_form.html",
        context={},
    )


@require_GET
@requires(Permission.RELATIONSHIP_VIEW)
def programme_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One programme: plan, measures, members, activities, evaluation."""
    return _detail(request, selectors.programme_of(public_id), {})


@require_http_methods(["GET", "POST"])
@requires(Permission.PROGRAMME_EDIT)
def programme_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the plan."""
    user, programme = signed_in(request), selectors.programme_of(public_id)

    def update(form: ProgrammeForm) -> Programme:
        shown = form.cleaned_data["version"] or 0
        return services.update_programme(
            programme_id=programme.pk, shown_version=shown, values=form.values(), by=user, now=timezone.now()
        )

    initial = {name: getattr(programme, name) for name in ("version", *PROGRAMME_FIELDS)}
    return edit_page(
        request, ProgrammeForm(request.POST or None, initial=initial, user=user), update,
        template="relationships/programme_form.html", context={"programme": programme},
        stored=lambda: selectors.programme_of(public_id),
    )  # fmt: skip


def _step(
    name: str, done: str, form_class: type[RefusableForm] | None, service: Service
) -> Callable[..., HttpResponseBase]:
    """A view that takes one step with a form of its own on the programme's page."""

    @require_POST
    @requires(Permission.PROGRAMME_EDIT)
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        programme = selectors.programme_of(public_id)
        facts = {"by": signed_in(request), "now": timezone.now()}
        return take_step(
            request,
            form_class(request.POST) if form_class else None,
            lambda asked: service(programme, {**asked, **facts}),
            done=str(done),
            address=programme.get_absolute_url(),
            again=lambda form, status: _detail(
                request, selectors.programme_of(public_id), {name: form} if form else {}, status
            ),
        )

    view.__doc__ = f"The step “{name}” of a programme."
    return view


measure_add = _step(
    "measure", _("The measure is added, with its value from before."), MeasureForm,
    lambda programme, facts: services.add_measure(programme_id=programme.pk, **facts),
)  # fmt: skip
draw = _step(
    "draw", _("The members are drawn."), DrawForm,
    lambda programme, facts: services.draw_members(programme_id=programme.pk, **facts),
)  # fmt: skip
start = _step(
    "start", _("The programme has started."), None,
    lambda programme, facts: services.start_programme(programme_id=programme.pk, **facts),
)  # fmt: skip
evaluate = _step(
    "evaluate", _("Evaluated. Close it with a lesson."), EvaluateForm,
    lambda programme, facts: services.evaluate_programme(programme_id=programme.pk, **facts),
)  # fmt: skip
close = _step(
    "close", _("Closed. The lesson is kept."), LessonForm,
    lambda programme, facts: services.close_programme(programme_id=programme.pk, **facts),
)  # fmt: skip
cancel = _step(
    "cancel", _("Cancelled."), ReasonForm,
    lambda programme, facts: services.cancel_programme(programme_id=programme.pk, **facts),
)  # fmt: skip


@require_POST
@requires(Permission.PROGRAMME_EDIT)
def measure_remove(request: HttpRequest, public_id: str, metric_key: str) -> HttpResponse:
    """Take a measure off the plan."""
    programme = selectors.programme_of(public_id)
    return take_step(
        request,
        None,
        lambda _asked: services.remove_measure(
            programme_id=programme.pk, metric_key=metric_key, by=signed_in(request), now=timezone.now()
        ),
        done=_("The measure is removed."),
        address=programme.get_absolute_url(),
        again=lambda _form, status: _detail(request, selectors.programme_of(public_id), {}, status),
    )


@require_POST
@requires(Permission.PROGRAMME_EDIT)
def activity_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Something to be done."""
    programme = selectors.programme_of(public_id)
    return take_step(
        request,
        ActivityForm(request.POST),
        lambda asked: services.add_activity(
            programme_id=programme.pk, values=asked, by=signed_in(request), now=timezone.now()
        ),
        done=_("Saved."),
        address=programme.get_absolute_url(),
        again=lambda form, status: _detail(request, selectors.programme_of(public_id), {"activity": form}, status),
    )


@require_POST
@requires(Permission.PROGRAMME_EDIT)
def activity_done(request: HttpRequest, public_id: str, activity_id: str) -> HttpResponse:
    """It is done."""
    programme = selectors.programme_of(public_id)
    activity = get_object_or_404(programme.activities, public_id=activity_id)
    return take_step(
        request,
        DoneForm(request.POST),
        lambda asked: services.complete_activity(
            activity_id=activity.pk, outcome=asked["outcome"], by=signed_in(request), now=timezone.now()
        ),
        done=_("Done."),
        address=programme.get_absolute_url(),
        again=lambda _form, status: _detail(request, selectors.programme_of(public_id), {}, status),
    )


def _detail(
    request: HttpRequest, programme: Programme, forms: dict[str, RefusableForm | None], status: int = 200
) -> HttpResponse:
    may_edit = signed_in(request).can(Permission.PROGRAMME_EDIT)
    is_planned = programme.status in PLAN_EDITABLE
    fresh: dict[str, RefusableForm] = {
        "measure": MeasureForm(), "draw": DrawForm(initial={"as_of": timezone.localdate()}), "activity": ActivityForm(),
        "evaluate": EvaluateForm(initial={"spent": programme.spent}), "close": LessonForm(), "cancel": ReasonForm(),
    }  # fmt: skip
    shown = {**fresh, **{name: form for name, form in forms.items() if form is not None}}
    context = {
        "programme": programme,
        "sees_segments": can_see(signed_in(request)),
        "members": selectors.member_count(programme),
        "changes": selectors.course_of(programme, "status"),
        "may_edit": may_edit,
        "may_plan": may_edit and is_planned,
        "is_open": programme.status in (ProgrammeStatus.PLANNED, ProgrammeStatus.RUNNING),
        "is_overdue": programme.status == ProgrammeStatus.RUNNING and programme.ends_on < timezone.localdate(),
        "moves": moves_from(PROGRAMME_MOVES, programme.status) if may_edit else [],
        "forms": shown,
        "form": next((form for form in forms.values() if form is not None), None),
        "today": timezone.localdate(),
    }
    return render(request, "relationships/programme.html", context, status=status)
