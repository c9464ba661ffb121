"""Addresses of strategy."""

from django.urls import URLPattern, URLResolver, path

from strategy.api import views as api
from strategy.views import definitions, indicators, initiatives, master_plans, overview, parts, plans, steps

app_name = "strategy"

PLAN = "staff/strategy/plans/<str:public_id>/"
DEFINITION = "staff/strategy/definitions/<str:public_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("staff/strategy/", overview.overview, name="staff-overview"),
    path("staff/strategy/definitions/", definitions.definition_list, name="staff-definitions"),
    path("staff/strategy/definitions/new/<slug:term>", definitions.start, name="staff-definition-start"),
    path(DEFINITION, definitions.detail, name="staff-definition"),
    path(f"{DEFINITION}edit", definitions.edit, name="staff-definition-edit"),
    path(f"{DEFINITION}propose", steps.definition_propose, name="staff-definition-propose"),
    path(f"{DEFINITION}take-back", steps.definition_take_back, name="staff-definition-take-back"),
    path(f"{DEFINITION}enforce", steps.definition_enforce, name="staff-definition-enforce"),
    path("staff/strategy/master-plans/", master_plans.master_list, name="staff-master-plans"),
    path("staff/strategy/master-plans/new", master_plans.new, name="staff-master-plan-new"),
    path("staff/strategy/master-plans/<str:public_id>/edit", master_plans.edit, name="staff-master-plan-edit"),
    path("staff/strategy/master-plans/<str:public_id>/items", master_plans.item_add, name="staff-master-item-add"),
    path("staff/strategy/master-items/<str:item_id>/remove", master_plans.item_remove, name="staff-master-item-remove"),
    path("staff/strategy/master-items/<str:item_id>/link", master_plans.link, name="staff-link"),
    path("staff/strategy/master-items/<str:item_id>/unlink", master_plans.unlink, name="staff-unlink"),
    path("staff/strategy/initiatives/<str:public_id>/", initiatives.detail, name="staff-initiative"),
    path("staff/strategy/initiatives/<str:public_id>/owner", initiatives.owner, name="staff-initiative-owner"),
    path(
        "staff/strategy/initiatives/<str:public_id>/progress/<int:year>/<int:quarter>/",
        initiatives.progress,
        name="staff-progress",
    ),
    path("staff/strategy/indicators/<str:public_id>/", indicators.detail, name="staff-indicator"),
    path(
        "staff/strategy/indicators/<str:public_id>/figures/<int:year>/<int:quarter>/",
        indicators.figure,
        name="staff-figure",
    ),
    path("staff/strategy/plans/", plans.plan_list, name="staff-plans"),
    path("staff/strategy/plans/new", plans.start, name="staff-plan-new"),
    path(PLAN, plans.detail, name="staff-plan"),
    path(f"{PLAN}edit", plans.edit, name="staff-plan-edit"),
    path(f"{PLAN}next-edition", plans.next_edition, name="staff-plan-next-edition"),
    path(f"{PLAN}compare", plans.compare_page, name="staff-plan-compare"),
    path(f"{PLAN}propose", steps.plan_propose, name="staff-plan-propose"),
    path(f"{PLAN}take-back", steps.plan_take_back, name="staff-plan-take-back"),
    path(f"{PLAN}enforce", steps.plan_enforce, name="staff-plan-enforce"),
    path(f"{PLAN}inputs", plans.input_add, name="staff-plan-input-add"),
    path(f"{PLAN}inputs/<str:input_id>/remove", plans.input_remove, name="staff-plan-input-remove"),
    path(f"{PLAN}<slug:key>/new", parts.new, name="staff-part-new"),
    path(f"{PLAN}<slug:key>/<str:part_id>/", parts.edit, name="staff-part-edit"),
    path(f"{PLAN}<slug:key>/<str:part_id>/remove", parts.remove, name="staff-part-remove"),
    path("api/v1/plans/", api.PlanList.as_view(), name="api-plans"),
    path("api/v1/plans/<str:public_id>/", api.PlanDetail.as_view(), name="api-plan"),
]
