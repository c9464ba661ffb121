"""Hand-overs of an officer's open cases: made, listed with what could not be taken, taken back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints import rules, services
from complaints.models import Complaint, HandOver
from foundation.accounts.access import requires, signed_in
from foundation.accounts.models import User
from foundation.accounts.permissions import Permission
from foundation.core.access import people_holding
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.forms import RefusableForm, ThaiDateField, ThaiTextField
from foundation.core.toasts import undoable

SHOWN = 50


class HandOverForm(RefusableForm):
    """Who gives, who takes, until when, why."""

    giver = forms.ModelChoiceField(
        label=gettext_lazy("Whose cases"), queryset=User.objects.none(), empty_label=gettext_lazy("Please choose")
    )
    taker = forms.ModelChoiceField(
        label=gettext_lazy("Who takes them"), queryset=User.objects.none(), empty_label=gettext_lazy("Please choose")
    )
    until = ThaiDateField(
        label=gettext_lazy("Until and with"),
        help_text=gettext_lazy("Leave empty when it is for good. The cases come back the day after."),
        required=False,
    )
    reason = ThaiTextField(
        label=gettext_lazy("Why the cases are handed over"), max_length=rules.REASON_LIMIT, multiline=True, rows=2
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = ("first_name", "last_name", "pk")
        busy = Complaint.objects.open().filter(Q(handler__isnull=False) | Q(investigator__isnull=False))
        giving = User.objects.filter(
            Q(pk__in=busy.values("handler_id")) | Q(pk__in=busy.values("investigator_id"))
        ).order_by(*order)
        self._offer("giver", giving)
        self._offer("taker", people_holding(Permission.COMPLAINT_HANDLE).order_by(*order))

    def _offer(self, name: str, people: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = people


class BackForm(RefusableForm):
    """Why the cases go back."""

    reason = ThaiTextField(
        label=gettext_lazy("Why the cases go back"), max_length=rules.REASON_LIMIT, multiline=True, rows=2
    )


@requires(Permission.COMPLAINT_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_overs(request: HttpRequest) -> HttpResponseBase:
    """The form, and the latest hand-overs."""
    form = HandOverForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            row = services.hand_over(**form.cleaned_data, by=signed_in(request), now=timezone.now())
        except (Incomplete, NotAllowed) as refusal:
            form.refuse(refusal)
        else:
            back = reverse("complaints:staff-hand-over-back", args=[row.public_id])
            undoable(request, _("The cases are handed over."), back)
            return redirect("complaints:staff-hand-over", row.public_id)
    visible = Q(cases__complaint__in=Complaint.objects.visible_to(signed_in(request)))
    rows = HandOver.objects.select_related("giver", "taker", "by").annotate(
        taken=Count("cases", filter=Q(cases__hurdle="") & visible),
        left=Count("cases", filter=~Q(cases__hurdle="") & visible),
    )
    return render(request, "complaints/staff/hand_overs.html", {"form": form, "rows": rows[:SHOWN]}, status=status)


@requires(Permission.COMPLAINT_DECIDE)
@require_GET
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One hand-over: what was taken, what stayed and why."""
    return _page(request, _found(public_id))


@requires(Permission.COMPLAINT_DECIDE)
@require_POST
def back(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take the hand-over back."""
    row, form = _found(public_id), BackForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    try:
        services.take_cases_back(
            hand_over_id=row.pk, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
        )
    except IllegalMove as refusal:
        form.refuse(refusal)
        return _page(request, _found(public_id), form=form, status=409)
    messages.success(request, _("What could go back has gone back."))
    return redirect("complaints:staff-hand-over", public_id)


def _found(public_id: str) -> HandOver:
    row = HandOver.objects.select_related("giver", "taker", "by", "ended_by").filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: HandOver, *, form: BackForm | None = None, status: int = 200) -> HttpResponse:
    visible = Complaint.objects.visible_to(signed_in(request))
    cases = list(row.cases.filter(complaint__in=visible).select_related("complaint"))
    context = {
        "row": row,
        "taken": [each for each in cases if not each.hurdle],
        "left": [each for each in cases if each.hurdle],
        "form": form or BackForm(),
    }
    return render(request, "complaints/staff/hand_over.html", context, status=status)
