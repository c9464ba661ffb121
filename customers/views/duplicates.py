"""Records that may be of one customer: found, compared, joined, taken apart."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from customers import selectors, services
from customers.enums import Likeness, PairState
from customers.forms import add_refusal
from customers.forms_duplicates import ApartForm, MergeForm, SideBySideForm
from customers.models import Customer, CustomerMerge, DuplicatePair
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import IllegalMove, Incomplete, Refused, StaleVersion
from foundation.core.form_pages import form_page
from foundation.core.toasts import undoable


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def pair_list(request: HttpRequest) -> HttpResponseBase:
    """Pairs to be looked at; a colleague may put two records side by side."""
    user = signed_in(request)
    form = SideBySideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        numbers = (form.cleaned_data["one"], form.cleaned_data["other"])
        try:
            pair = services.put_side_by_side(numbers=numbers, by=user, now=timezone.now())
        except Incomplete as refusal:
            add_refusal(form, refusal)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect(pair)
    page = selectors.open_pairs(user, cursor=request.GET.get("after", ""))
    scan = selectors.last_scan()
    context = {
        "form": form,
        "page": page,
        "rows": [(pair, words_of(pair)) for pair in page.rows],
        "scan": scan,
        "is_running": bool(scan and scan.job and not scan.job.is_final),
    }
    return render(request, "customers/duplicates/list.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.CUSTOMER_EDIT)
def scan(request: HttpRequest) -> HttpResponseBase:
    """Search the register in the background."""
    services.start_scan(by=signed_in(request), now=timezone.now())
    messages.success(request, _("The search has begun. What it finds appears here."))
    return redirect("customers:duplicates")


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def pair_detail(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Both records side by side; sent, they are joined."""
    user = signed_in(request)
    pair = _pair(request, public_id)
    if pair.state == PairState.MERGED:
        survivor = selectors.survivor_of(user, pair.first.public_id) or pair.first
        return redirect("customers:staff-detail", survivor.public_id)
    form = MergeForm(request.POST or None, pair=pair)
    if request.method == "POST" and form.is_valid():
        keep, gone = form.sides
        try:
            merge = services.merge_customers(
                survivor_id=keep.pk, merged_id=gone.pk, shown_versions=form.versions, taken=form.taken,
                reason=form.cleaned_data["reason"], by=user, now=timezone.now(),
            )  # fmt: skip
        except StaleVersion as stale:
            return _compare(request, _pair(request, public_id), form, stale=stale.message)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            words = {"gone": gone.number, "keep": keep.number}
            done = _("%(gone)s is part of %(keep)s now. You can undo this here.") % words
            undoable(request, done, reverse("customers:merge-undo", args=[merge.public_id]))
            return redirect("customers:staff-detail", keep.public_id)
    return _compare(request, pair, form)


@require_POST
@requires(Permission.CUSTOMER_EDIT)
def pair_apart(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """These are two customers."""
    pair, form = _pair(request, public_id), ApartForm(request.POST)
    if form.is_valid():
        try:
            services.keep_apart(
                pair_id=pair.pk, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
            )
        except IllegalMove as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Noted: these are two customers. The pair is not shown again."))
        return redirect("customers:duplicates")
    return _compare(request, pair, MergeForm(pair=pair), apart=form)


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_EDIT)
def merge_undo(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Take two records apart again."""
    user = signed_in(request)
    seen = Customer.objects.visible_to(user)
    rows = CustomerMerge.objects.select_related("survivor", "merged", "by")
    merge = get_object_or_404(rows, public_id=public_id, survivor__in=seen)
    form = ApartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.undo_merge(
                merge_id=merge.pk, reason=form.cleaned_data["reason"], by=user, now=timezone.now()
            )
        except (IllegalMove, Refused) as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("%(number)s stands by itself again.") % {"number": merge.merged.number})
            if kept:
                words = _("Changed since the joining, so left as they are: %(names)s")
                messages.warning(request, words % {"names": ", ".join(selectors.group_labels(kept))})
            return redirect("customers:staff-detail", merge.merged.public_id)
    context = {"merge": merge, "form": form, "moved": sum(len(keys) for keys in merge.moved.values())}
    return render(request, "customers/duplicates/undo.html", context, status=422 if form.errors else 200)


def _preferred(row: selectors.Compared, pair: DuplicatePair) -> str:
    """Which side is chosen at first: one that says something, and the unit that keeps a record to itself."""
    is_closed = row.key == "unit" and pair.second.is_limited and not pair.first.is_limited
    return "second" if is_closed or not row.values[0] else "first"


def words_of(pair: DuplicatePair) -> list[str]:
    """What two records have in common, the strongest first."""
    return [str(likeness.label) for likeness in Likeness if likeness in pair.reasons]


def _pair(request: HttpRequest, public_id: str) -> DuplicatePair:
    rows = DuplicatePair.objects.select_related("first__data_key", "second__data_key", "first__unit", "second__unit")
    seen = Customer.with_merged.visible_to(signed_in(request))
    rows = rows.select_related("first__owner", "second__owner")
    return get_object_or_404(rows, public_id=public_id, first__in=seen, second__in=seen)


def _compare(
    request: HttpRequest, pair: DuplicatePair, form: MergeForm, *, apart: ApartForm | None = None, stale: str = ""
) -> HttpResponse:
    first, second = pair.first, pair.second
    facts = [*selectors.compared(first, second), selectors.compared_relations(first, second)]
    rows = [(row, form[f"from_{row.key}"].value() or _preferred(row, pair)) for row in facts]
    if stale:  # what was typed stays; the versions become those that are shown now
        form.data = {**request.POST.dict(), "first_version": pair.first.version, "second_version": pair.second.version}
        form.add_error(None, stale)
    context = {
        "pair": pair,
        "words": words_of(pair),
        "form": form,
        "keep": form["keep"].value(),
        "rows": rows,
        "touch": [selectors.touch_of(row, now=timezone.now()) for row in (pair.first, pair.second)],
        "apart": apart or ApartForm(),
        "is_decided": pair.state != PairState.OPEN,
    }
    if stale:
        context["both"] = True
    return form_page(request, "customers/duplicates/compare.html", context)
