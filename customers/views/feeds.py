"""Feeds in the browser: which systems hand their customers over, how each is read, what they delivered, and what does
not agree."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers.forms_feeds import DeclineForm, FeedForm, SettleForm, initial_of_feed
from customers.importing.columns import SKIP, ColumnMap, label_of
from customers.importing.issues import counted_issues
from customers.models import Feed, FeedDelivery, ImportRun
from customers.selectors import feeds as reads
from customers.services import feed_readings, feeds
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.pages import keyset_page
from foundation.core.stale import stale_context

_MOVED = gettext_lazy("Somebody changed the feed meanwhile. Please look at what is proposed now.")


@require_GET
@requires(Permission.CUSTOMER_IMPORT, Permission.ADMINISTER)
def feed_list(request: HttpRequest) -> HttpResponseBase:
    """Every feed with how it stands."""
    context = {
        "standing": reads.feeds_standing(now=timezone.now()),
        "may_edit": signed_in(request).can(Permission.ADMINISTER),
        "may_import": signed_in(request).can(Permission.CUSTOMER_IMPORT),
    }
    return render(request, "customers/feeds/list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.ADMINISTER)
def feed_new(request: HttpRequest) -> HttpResponseBase:
    """Make a system known."""
    form = FeedForm(request.POST or None, initial={"is_active": True, "is_complete": True})
    if request.method == "POST" and form.is_valid():
        try:
            feed = feeds.add_feed(values=form.values(), by=signed_in(request), now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Recorded. Next, a customer officer proposes how its files are read."))
            return redirect(feed)
    return render(request, "customers/feeds/form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.ADMINISTER)
def feed_edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """Change a feed; a stale save shows both sides."""
    feed = get_object_or_404(Feed, code=code)
    form = FeedForm(request.POST or None, initial=initial_of_feed(feed), feed=feed)
    context: dict[str, Any] = {"feed": feed, "form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            feeds.change_feed(
                feed_id=feed.pk, shown_version=form.cleaned_data["version"] or 0, values=form.values(),
                by=signed_in(request), now=timezone.now(),
            )  # fmt: skip
        except StaleVersion:
            context |= stale_context(form, get_object_or_404(Feed, code=code))
            status = 409
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(feed)
    status = 422 if form.errors and status == 200 else status
    return render(request, "customers/feeds/form.html", context, status=status)


@require_GET
@requires(Permission.CUSTOMER_IMPORT, Permission.ADMINISTER)
def feed_detail(request: HttpRequest, code: str) -> HttpResponseBase:
    """One feed: how it is read, what it delivered, who is missing there now."""
    return _detail(request, code)


def _detail(request: HttpRequest, code: str, decline: DeclineForm | None = None, *, status: int = 200) -> HttpResponse:
    user = signed_in(request)
    feed = get_object_or_404(Feed.objects.select_related("unit", "proposed_by"), code=code)
    may_see = user.can(Permission.CUSTOMER_VIEW)
    missing, missing_count = reads.missing_at(feed, user) if may_see else ([], 0)
    context = {
        "feed": feed,
        "is_late": feed.is_late(timezone.now()),
        "read": _read(feed.header, feed.mapping),
        "proposed": _read(feed.proposed_header, feed.proposed_mapping),
        "is_own_proposal": feed.proposed_by_id == user.pk,
        "decline": decline or DeclineForm(initial={"version": feed.version}),
        "folder": settings.FEEDS_ROOT / feed.code,
        "page": keyset_page(reads.deliveries_of(feed), order=("-pk",), cursor=request.GET.get("after", ""), size=20),
        "may_see": may_see,
        "missing": missing,
        "missing_count": missing_count,
        "may_edit": user.can(Permission.ADMINISTER),
        "may_import": user.can(Permission.CUSTOMER_IMPORT),
    }
    return render(request, "customers/feeds/detail.html", context, status=status)


def _read(header: Sequence[str], mapping: dict[str, Any]) -> list[tuple[str, str]]:
    """The columns that are read, each with what it is taken for."""
    columns = ColumnMap.from_json(mapping).columns
    return [(header[at], label_of(target)) for at, target in columns.items() if target != SKIP]


@require_http_methods(["GET", "POST"])
@requires(Permission.CUSTOMER_IMPORT)
def delivery_detail(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Reconcile one delivery: what came, what was refused, what differs; and say what became of it."""
    rows = FeedDelivery.objects.select_related("feed", "run__job", "by", "settled_by")
    delivery, user = get_object_or_404(rows, public_id=public_id), signed_in(request)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            feeds.settle_delivery(delivery_id=delivery.pk, note=form.cleaned_data["note"], by=user, now=timezone.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down. It waits no longer."))
            return redirect(delivery)
    run = delivery.run
    context: dict[str, Any] = {"delivery": delivery, "feed": delivery.feed, "run": run, "form": form}
    context["waits"] = reads.waits(delivery)
    if run:
        may_see = user.can(Permission.CUSTOMER_VIEW)
        context |= {
            "may_work": ImportRun.objects.workable_by(user).filter(pk=run.pk).exists(),
            "state": run.standing.value,
            "counts": run.counts,
            "issue_kinds": counted_issues(run),
            "differences": reads.differences_of(run, user) if may_see else [],
        }
    return render(request, "customers/feeds/delivery.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.CUSTOMER_IMPORT)
def feed_propose(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Propose that files of a feed be read as this import is."""
    user = signed_in(request)
    run = get_object_or_404(ImportRun.objects.workable_by(user), public_id=public_id)
    feed = get_object_or_404(Feed, code=request.POST.get("feed", ""))
    try:
        feed_readings.propose_reading(feed_id=feed.pk, run_id=run.pk, by=user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("customers:import", run.public_id)
    messages.success(request, _("Proposed. An administrator decides on it."))
    return redirect(feed)


@require_POST
@requires(Permission.ADMINISTER)
def reading_accept(request: HttpRequest, code: str) -> HttpResponseBase:
    """Read the files of a feed from now on as was proposed."""
    feed = get_object_or_404(Feed, code=code)
    try:
        feed_readings.accept_reading(
            feed_id=feed.pk, shown_version=_shown(request), by=signed_in(request), now=timezone.now()
        )
    except StaleVersion:
        messages.error(request, _MOVED)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Files of %(feed)s are read so from now on.") % {"feed": feed.name})
    return redirect(feed)


@require_POST
@requires(Permission.ADMINISTER)
def reading_decline(request: HttpRequest, code: str) -> HttpResponseBase:
    """Leave the reading of a feed as it is, and say why."""
    feed, form = get_object_or_404(Feed, code=code), DeclineForm(request.POST)
    if form.is_valid():
        try:
            feed_readings.decline_reading(
                feed_id=feed.pk, shown_version=form.cleaned_data["version"], reason=form.cleaned_data["reason"],
                by=signed_in(request), now=timezone.now(),
            )  # fmt: skip
        except StaleVersion:
            messages.error(request, _MOVED)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Left as it was. Who proposed it hears why."))
        return redirect(feed)
    return _detail(request, code, form, status=422)


def _shown(request: HttpRequest) -> int:
    told = request.POST.get("version", "")
    return int(told) if told.isdecimal() and len(told) < 10 else 0
