"""Addresses of customer relationships."""

from django.urls import URLPattern, URLResolver, path

from relationships.api import views as api
from relationships.views import holdings, needs, opportunities, overview, programmes

app_name = "relationships"
STAFF = "staff/relationships/"
CUSTOMER = f"{STAFF}customers/<str:customer_id>/"
HOLDING = f"{STAFF}holdings/<str:public_id>/"
OPPORTUNITY = f"{STAFF}opportunities/<str:public_id>/"
PROGRAMME = f"{STAFF}programmes/<str:public_id>/"
NEED = f"{STAFF}needs/<str:public_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(STAFF, overview.home, name="home"),
    path(f"{STAFF}holdings/", holdings.holding_list, name="holdings"),
    path(f"{CUSTOMER}holdings/new", holdings.holding_new, name="holding-new"),
    path(HOLDING, holdings.holding_detail, name="holding"),
    path(f"{HOLDING}edit", holdings.holding_edit, name="holding-edit"),
    path(f"{HOLDING}renew", holdings.holding_renew, name="holding-renew"),
    path(f"{HOLDING}end", holdings.holding_end, name="holding-end"),
    path(f"{STAFF}opportunities/", opportunities.opportunity_list, name="opportunities"),
    path(f"{CUSTOMER}opportunities/new", opportunities.opportunity_new, name="opportunity-new"),
    path(OPPORTUNITY, opportunities.opportunity_detail, name="opportunity"),
    path(f"{OPPORTUNITY}edit", opportunities.opportunity_edit, name="opportunity-edit"),
    path(f"{OPPORTUNITY}qualify", opportunities.opportunity_qualify, name="opportunity-qualify"),
    path(f"{OPPORTUNITY}offer", opportunities.opportunity_offer, name="opportunity-offer"),
    path(f"{OPPORTUNITY}win", opportunities.opportunity_win, name="opportunity-win"),
    path(f"{OPPORTUNITY}lose", opportunities.opportunity_lose, name="opportunity-lose"),
    path(f"{STAFF}programmes/", programmes.programme_list, name="programmes"),
    path(f"{STAFF}programmes/new", programmes.programme_new, name="programme-new"),
    path(PROGRAMME, programmes.programme_detail, name="programme"),
    path(f"{PROGRAMME}edit", programmes.programme_edit, name="programme-edit"),
    path(f"{PROGRAMME}measures", programmes.measure_add, name="programme-measure"),
    path(f"{PROGRAMME}measures/<str:metric_key>/remove", programmes.measure_remove, name="programme-measure-remove"),
    path(f"{PROGRAMME}draw", programmes.draw, name="programme-draw"),
    path(f"{PROGRAMME}start", programmes.start, name="programme-start"),
    path(f"{PROGRAMME}activities", programmes.activity_add, name="programme-activity"),
    path(f"{PROGRAMME}activities/<str:activity_id>/done", programmes.activity_done, name="programme-activity-done"),
    path(f"{PROGRAMME}evaluate", programmes.evaluate, name="programme-evaluate"),
    path(f"{PROGRAMME}close", programmes.close, name="programme-close"),
    path(f"{PROGRAMME}cancel", programmes.cancel, name="programme-cancel"),
    path(f"{STAFF}needs/", needs.need_list, name="needs"),
    path(f"{STAFF}needs/new", needs.need_new, name="need-new"),
    path(NEED, needs.need_edit, name="need"),
    path(f"{NEED}withdraw", needs.need_withdraw, name="need-withdraw"),
    path("api/v1/holdings/", api.HoldingList.as_view(), name="api-holdings"),
    path("api/v1/holdings/<str:public_id>/", api.HoldingDetail.as_view(), name="api-holding"),
    path("api/v1/opportunities/", api.OpportunityList.as_view(), name="api-opportunities"),
    path("api/v1/opportunities/<str:public_id>/", api.OpportunityDetail.as_view(), name="api-opportunity"),
    path("api/v1/programmes/", api.ProgrammeList.as_view(), name="api-programmes"),
    path("api/v1/programmes/<str:public_id>/", api.ProgrammeDetail.as_view(), name="api-programme"),
]
