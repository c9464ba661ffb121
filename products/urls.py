"""Addresses of products and innovation."""

from django.urls import URLPattern, URLResolver, path

from products.api import views as api
from products.views import catalogue, contents, gates, ideas, portal, projects

app_name = "products"

_STAFF = "staff/products/"
_ITEM = f"{_STAFF}items/<slug:code>/"
_IDEA = f"{_STAFF}ideas/<str:number>/"
_PROJECT = f"{_STAFF}projects/<str:number>/"
_GATE = f"{_PROJECT}gates/<slug:public_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/ideas/", portal.new, name="portal-idea"),
    path("portal/ideas/<str:number>/", portal.received, name="portal-received"),
    path(_STAFF, catalogue.product_list, name="staff-list"),
    path(f"{_STAFF}new/", catalogue.new, name="staff-product-new"),
    path(_ITEM, catalogue.product, name="staff-product"),
    path(f"{_ITEM}edit/", catalogue.edit, name="staff-product-edit"),
    path(f"{_ITEM}offer/", catalogue.move, {"move": "offer"}, name="staff-product-offer"),
    path(f"{_ITEM}withdraw/", catalogue.move, {"move": "withdraw"}, name="staff-product-withdraw"),
    path(f"{_ITEM}review/", catalogue.review, name="staff-product-review"),
    path(f"{_ITEM}deliveries/", catalogue.add_delivery, name="staff-delivery-new"),
    path(f"{_ITEM}deliveries/<slug:public_id>/remove/", catalogue.remove_delivery, name="staff-delivery-remove"),
    path(f"{_STAFF}ideas/", ideas.idea_list, name="staff-ideas"),
    path(f"{_STAFF}ideas/new/", ideas.new, name="staff-idea-new"),
    path(_IDEA, ideas.detail, name="staff-idea"),
    path(f"{_IDEA}answer/", ideas.answer, name="staff-idea-answer"),
    path(f"{_IDEA}contact/", ideas.reveal, name="staff-idea-reveal"),
    path(f"{_STAFF}projects/", projects.board, name="staff-projects"),
    path(f"{_STAFF}projects/new/", projects.new, name="staff-project-new"),
    path(f"{_STAFF}projects/finished/", projects.finished, name="staff-projects-finished"),
    path(_PROJECT, projects.project, name="staff-project"),
    path(f"{_PROJECT}edit/", projects.edit, name="staff-project-edit"),
    path(f"{_PROJECT}papers/", projects.add_paper, name="staff-paper"),
    path(f"{_PROJECT}launch/", projects.launch, name="staff-launch"),
    path(f"{_PROJECT}resume/", projects.resume, name="staff-resume"),
    path(f"{_PROJECT}trace/", contents.trace_page, name="staff-trace"),
    path(f"{_PROJECT}requirements/new/", contents.requirement, name="staff-requirement-new"),
    path(f"{_PROJECT}requirements/<slug:public_id>/", contents.requirement, name="staff-requirement"),
    path(f"{_PROJECT}requirements/<slug:public_id>/verify/", contents.verify, name="staff-requirement-verify"),
    path(
        f"{_PROJECT}requirements/<slug:public_id>/remove/", contents.remove_requirement, name="staff-requirement-remove"
    ),
    path(f"{_PROJECT}targets/new/", contents.target, name="staff-target-new"),
    path(f"{_PROJECT}targets/<slug:public_id>/", contents.target, name="staff-target"),
    path(f"{_PROJECT}targets/<slug:public_id>/remove/", contents.remove_target, name="staff-target-remove"),
    path(f"{_PROJECT}targets/<slug:public_id>/actual/", contents.actual, name="staff-actual"),
    path(f"{_PROJECT}gates/new/", gates.call, name="staff-gate-new"),
    path(_GATE, gates.meeting, name="staff-gate"),
    path(f"{_GATE}vote/", gates.vote, name="staff-vote"),
    path(f"{_GATE}decide/", gates.decide, name="staff-decide"),
    path(f"{_GATE}call-off/", gates.call_off, name="staff-call-off"),
    path(f"{_STAFF}criteria/", gates.criteria, name="staff-criteria"),
    path(f"{_STAFF}criteria/new/", gates.criterion, name="staff-criterion-new"),
    path(f"{_STAFF}criteria/<slug:public_id>/", gates.criterion, name="staff-criterion"),
    path("api/v1/products/", api.ProductList.as_view(), name="api-products"),
    path("api/v1/products/<slug:code>/", api.ProductDetail.as_view(), name="api-product"),
    path("api/v1/ideas/", api.IdeaList.as_view(), name="api-ideas"),
    path("api/v1/ideas/<str:number>/", api.IdeaDetail.as_view(), name="api-idea"),
    path("api/v1/projects/", api.ProjectList.as_view(), name="api-projects"),
    path("api/v1/projects/<str:number>/", api.ProjectDetail.as_view(), name="api-project"),
]
