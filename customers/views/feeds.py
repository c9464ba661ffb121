"""Feeds in the browser: which systems hand their customers over, what they delivered, and what does not agree."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from customers.forms_feeds import FeedForm, SettleForm, initial_of_feed
from customers.importing.columns import ColumnMap, label_of
from customers.importing.issues import counted_issues
from customers.models import Feed, FeedDelivery, ImportRun
from customers.selectors import feeds as reads
from customers.services import feeds
from customers.services.imports import state_of
from foundation.accounts.access import requires, signed_in
from foundation.accounts.permissions import Permission
from foundation.core.errors import Refused, StaleVersion
from foundation.core.pages import keyset_page
from foundation.core.stale import stale_context


@require_GET
@requires(Permission.CUSTOMER_IMPORT, Permission.ADMINISTER)
def feed_list(request: HttpRequest) -> HttpResponseBase:
    """Every feed with how it stands."""
    context = {
        "standing": reads.feeds_standing(now=timezone.now()),
        "may_edit": signed_in(request).can(Permission.ADMINISTER),
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
            messages.success(request, _("Recorded. Next, show how its files are read."))
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
    feed, user = get_object_or_404(Feed.objects.select_related("unit"), code=code), signed_in(request)
    mapping = ColumnMap.from_json(feed.mapping)
    missing, missing_count = reads.missing_at(feed, user) if user.can(Permission.CUSTOMER_VIEW) else ([], 0)
    context = {
        "feed": feed,
        "is_late": feed.is_late(timezone.now()),
        "read": [(feed.header[at], label_of(target)) for at, target in mapping.columns.items() if target],
        "folder": settings.FEEDS_ROOT / feed.code,
        "page": keyset_page(reads.deliveries_of(feed), order=("-pk",), cursor=request.GET.get("after", ""), size=20),
        "missing": missing,
        "missing_count": missing_count,
        "may_edit": user.can(Permission.ADMINISTER),
    }
    return render(request, "customers/feeds/detail.html", context)


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
            "state": state_of(run).value,
            "counts": run.counts,
            "issue_kinds": counted_issues(run),
            "differences": reads.differences_of(run, user) if may_see else [],
        }
    return render(request, "customers/feeds/delivery.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.ADMINISTER)
def feed_learn(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Read the files of a feed from now on as this import was read."""
    run = get_object_or_404(ImportRun, public_id=public_id)
    feed = get_object_or_404(Feed, code=request.POST.get("feed", ""))
    try:
        feeds.learn_mapping(feed_id=feed.pk, run_id=run.pk, by=signed_in(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("customers:feed", feed.code)
    messages.success(request, _("Files of %(feed)s are read so from now on.") % {"feed": feed.name})
    return redirect(feed)
