"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from customers.api import bulk as bulk_api
from customers.api import feeds as feed_api
from customers.api import follow_ups as follow_up_api
from customers.api import market as market_api
from customers.api import touchpoints as touchpoint_api
from customers.api import views as api
from customers.views import (
    bulk,
    contacts,
    duplicates,
    enquiries,
    exports,
    feeds,
    fields,
    follow_ups,
    history,
    intake,
    listing,
    market,
    portal,
    saved,
    staff,
    stages,
    tags,
    touchpoints,
    under_age,
)

app_name = "customers"
STAFF = "staff/customers/"
BULK = f"{STAFF}bulk/"
DUPLICATES = f"{STAFF}duplicates/"
VIEWS = f"{STAFF}views/"
TOUCHPOINTS = f"{STAFF}touchpoints/"
TAGS = f"{STAFF}tags/"
FIELDS = f"{STAFF}fields/"
FEEDS = f"{STAFF}feeds/"
ENQUIRIES = f"{STAFF}enquiries/"
FOLLOW_UPS = f"{STAFF}follow-ups/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(STAFF, listing.customer_list, name="staff-list"),
    path(f"{STAFF}new/", staff.customer_new, name="staff-new"),
    path(f"{STAFF}places/", staff.place_choices, name="places"),
    path(BULK, bulk.bulk_new, name="bulk"),
    path(f"{BULK}done/", bulk.bulk_list, name="bulk-list"),
    path(f"{BULK}done/<str:public_id>/", bulk.bulk_detail, name="bulk-action"),
    path(f"{BULK}done/<str:public_id>/undo/", bulk.bulk_undo, name="bulk-undo"),
    path(f"{STAFF}export/", exports.customer_export, name="staff-export"),
    path(f"{STAFF}import/", intake.import_list, name="imports"),
    path(f"{STAFF}import/<str:public_id>/", intake.import_detail, name="import"),
    path(f"{STAFF}import/<str:public_id>/check/", intake.import_check, name="import-check"),
    path(f"{STAFF}import/<str:public_id>/start/", intake.import_start, name="import-start"),
    path(f"{STAFF}import/<str:public_id>/drop/", intake.import_drop, name="import-drop"),
    path(f"{STAFF}import/<str:public_id>/undo/", intake.import_undo, name="import-undo"),
    path(f"{STAFF}import/<str:public_id>/errors.csv", intake.import_issues, name="import-issues"),
    *saved.PAGES.urls(VIEWS),
    path(f"{STAFF}import/<str:public_id>/keep-for-feed/", feeds.feed_learn, name="feed-learn"),
    path(FIELDS, fields.field_list, name="fields"),
    path(f"{FIELDS}new/", fields.field_new, name="field-new"),
    path(f"{FIELDS}<str:public_id>/", fields.field_edit, name="field-edit"),
    path(TAGS, tags.tag_list, name="tags"),
    path(f"{TAGS}new/", tags.tag_new, name="tag-new"),
    path(f"{TAGS}<slug:code>/", tags.tag_edit, name="tag-edit"),
    path(FEEDS, feeds.feed_list, name="feeds"),
    path(f"{FEEDS}new/", feeds.feed_new, name="feed-new"),
    path(f"{FEEDS}deliveries/<str:public_id>/", feeds.delivery_detail, name="delivery"),
    path(f"{FEEDS}<slug:code>/", feeds.feed_detail, name="feed"),
    path(f"{FEEDS}<slug:code>/edit/", feeds.feed_edit, name="feed-edit"),
    path(ENQUIRIES, enquiries.enquiry_list, name="enquiries"),
    path(f"{ENQUIRIES}<str:number>/", enquiries.enquiry_detail, name="enquiry"),
    path(FOLLOW_UPS, follow_ups.my_list, name="follow-ups"),
    path(f"{FOLLOW_UPS}<str:public_id>/", follow_ups.detail, name="follow-up"),
    path(f"{FOLLOW_UPS}<str:public_id>/edit/", follow_ups.edit, name="follow-up-edit"),
    path(f"{FOLLOW_UPS}<str:public_id>/done/", follow_ups.done, name="follow-up-done"),
    path(f"{FOLLOW_UPS}<str:public_id>/cancel/", follow_ups.cancel, name="follow-up-cancel"),
    path("portal/enquiries/new", portal.new, name="portal-enquiry"),
    path("portal/enquiries/<str:number>/received", portal.received, name="portal-enquiry-received"),
    path(DUPLICATES, duplicates.pair_list, name="duplicates"),
    path(f"{DUPLICATES}search/", duplicates.scan, name="duplicates-search"),
    path(f"{DUPLICATES}<str:public_id>/", duplicates.pair_detail, name="duplicate"),
    path(f"{DUPLICATES}<str:public_id>/apart/", duplicates.pair_apart, name="duplicate-apart"),
    path(f"{STAFF}joined/<str:public_id>/undo/", duplicates.merge_undo, name="merge-undo"),
    path(TOUCHPOINTS, touchpoints.touchpoint_list, name="touchpoints"),
    path(f"{TOUCHPOINTS}new/", touchpoints.touchpoint_new, name="touchpoint-new"),
    path(f"{TOUCHPOINTS}map/", touchpoints.map_page, name="touchpoint-map"),
    path(f"{TOUCHPOINTS}stages/", stages.stage_list, name="stages"),
    path(f"{TOUCHPOINTS}stages/new/", stages.stage_new, name="stage-new"),
    path(f"{TOUCHPOINTS}stages/<slug:code>/", stages.stage_edit, name="stage-edit"),
    path(f"{TOUCHPOINTS}<str:public_id>/", touchpoints.touchpoint_detail, name="touchpoint"),
    path(f"{TOUCHPOINTS}<str:public_id>/edit/", touchpoints.touchpoint_edit, name="touchpoint-edit"),
    path(f"{TOUCHPOINTS}<str:public_id>/close/", touchpoints.touchpoint_close, name="touchpoint-close"),
    path(f"{TOUCHPOINTS}<str:public_id>/reopen/", touchpoints.touchpoint_reopen, name="touchpoint-reopen"),
    path(f"{TOUCHPOINTS}<str:public_id>/poster.pdf", touchpoints.touchpoint_poster, name="touchpoint-poster"),
    path(f"{STAFF}<str:public_id>/", staff.customer_detail, name="staff-detail"),
    path(f"{STAFF}<str:public_id>/edit/", staff.customer_edit, name="staff-edit"),
    path(f"{STAFF}<str:public_id>/history/", history.customer_history, name="staff-history"),
    path(f"{STAFF}<str:public_id>/history/<int:history_id>/", history.customer_restore, name="staff-restore"),
    path(f"{STAFF}<str:public_id>/relation/", staff.customer_relation, name="staff-relation"),
    path(f"{STAFF}<str:public_id>/interactions/", staff.customer_log, name="staff-log"),
    path(f"{STAFF}<str:public_id>/reveal/", staff.customer_reveal, name="staff-reveal"),
    path(f"{STAFF}<str:public_id>/market/", market.market_test, name="market-test"),
    path(f"{STAFF}<str:public_id>/under-age/", under_age.page, name="under-age"),
    path(f"{STAFF}<str:public_id>/under-age/agreed/", under_age.agreed, name="under-age-agreed"),
    path(f"{STAFF}<str:public_id>/under-age/taken-back/", under_age.taken_back, name="under-age-back"),
    path(f"{STAFF}<str:public_id>/under-age/ended/", under_age.ended, name="under-age-end"),
    path(f"{STAFF}<str:public_id>/group/", market.group, name="group"),
    path(f"{STAFF}<str:public_id>/follow-ups/new/", follow_ups.new, name="follow-up-new"),
    path(f"{STAFF}<str:public_id>/contacts/new/", contacts.contact_new, name="contact-new"),
    path(f"{STAFF}<str:public_id>/contacts/<str:contact_id>/", contacts.contact_reveal, name="contact-reveal"),
    path(f"{STAFF}<str:public_id>/contacts/<str:contact_id>/edit/", contacts.contact_edit, name="contact-edit"),
    path(f"{STAFF}<str:public_id>/contacts/<str:contact_id>/end/", contacts.contact_end, name="contact-end"),
    path("api/v1/customers/", api.CustomerList.as_view(), name="api-list"),
    path("api/v1/customers/<str:public_id>/", api.CustomerDetail.as_view(), name="api-detail"),
    path("api/v1/customers/<str:public_id>/group/", market_api.CustomerGroup.as_view(), name="api-group"),
    path("api/v1/customers/<str:public_id>/market/", market_api.MarketStanding.as_view(), name="api-market"),
    path("api/v1/customers/<str:public_id>/market-tests/", market_api.MarketTests.as_view(), name="api-market-tests"),
    path("api/v1/bulk-changes/", bulk_api.BulkChangeList.as_view(), name="api-bulk-changes"),
    path("api/v1/bulk-changes/preview/", bulk_api.BulkPreview.as_view(), name="api-bulk-preview"),
    path("api/v1/bulk-changes/<str:public_id>/", bulk_api.BulkChangeDetail.as_view(), name="api-bulk-change"),
    path("api/v1/bulk-changes/<str:public_id>/undo/", bulk_api.BulkChangeUndo.as_view(), name="api-bulk-undo"),
    path("api/v1/follow-ups/", follow_up_api.FollowUpList.as_view(), name="api-follow-ups"),
    path("api/v1/follow-ups/<str:public_id>/", follow_up_api.FollowUpDetail.as_view(), name="api-follow-up"),
    path("api/v1/follow-ups/<str:public_id>/end/", follow_up_api.FollowUpEnd.as_view(), name="api-follow-up-end"),
    path("api/v1/touchpoints/", touchpoint_api.TouchpointList.as_view(), name="api-touchpoints"),
    path("api/v1/touchpoints/<str:public_id>/", touchpoint_api.TouchpointDetail.as_view(), name="api-touchpoint"),
    path("api/v1/feed-deliveries/", feed_api.DeliveryList.as_view(), name="api-feed-deliveries"),
    path("api/v1/feed-deliveries/<str:public_id>/", feed_api.DeliveryDetail.as_view(), name="api-feed-delivery"),
    path("api/v1/interactions/", api.InteractionList.as_view(), name="api-interactions"),
]
