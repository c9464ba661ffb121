"""Addresses of knowledge."""

from django.urls import URLPattern, URLResolver, path, re_path

from foundation.knowledge.api import views as api
from foundation.knowledge.lifecycle import MOVES
from foundation.knowledge.views import portal, staff

app_name = "knowledge"

_STAFF = "staff/knowledge/"
_ONE = f"{_STAFF}<slug:public_id>/"
_MOVE = rf"^{_STAFF}(?P<public_id>[-\w]+)/(?P<move>{'|'.join(MOVES)})/$"

urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/help/", portal.help_list, name="portal-help"),
    path("portal/help/<slug:public_id>/", portal.help_article, name="portal-article"),
    path("portal/help/<slug:public_id>/useful/", portal.useful, name="portal-useful"),
    path(_STAFF, staff.article_list, name="staff-list"),
    path(f"{_STAFF}new/", staff.new, name="staff-new"),
    path(_ONE, staff.detail, name="staff-detail"),
    path(f"{_ONE}edit/", staff.edit, name="staff-edit"),
    path(f"{_ONE}useful/", staff.useful, name="staff-useful"),
    path(f"{_ONE}links/", staff.link, name="staff-link"),
    path(f"{_ONE}links/<slug:link_id>/remove/", staff.unlink, name="staff-unlink"),
    re_path(_MOVE, staff.move, name="staff-move"),
    path("api/v1/articles/", api.ArticleList.as_view(), name="api-list"),
    path("api/v1/articles/<slug:public_id>/", api.ArticleDetail.as_view(), name="api-detail"),
]
