"""Articles for other systems; read only."""

from django.db.models import QuerySet
from rest_framework import generics

from foundation.accounts.api import caller
from foundation.accounts.permissions import Permission
from foundation.core.search import holding
from foundation.knowledge.api.serializers import ArticleSerializer
from foundation.knowledge.models import Article


class ArticleList(generics.ListAPIView[Article]):
    """Articles, newest first; `q` searches titles and texts."""

    required_permissions = {"GET": Permission.KNOWLEDGE_VIEW}
    serializer_class = ArticleSerializer
    queryset = Article.objects.none()

    def get_queryset(self) -> "QuerySet[Article]":
        if getattr(self, "swagger_fake_view", False):
            return Article.objects.none()
        return holding(Article.objects.visible_to(caller(self.request)), self.request.query_params.get("q", "")[:100])


class ArticleDetail(generics.RetrieveAPIView[Article]):
    """One article."""

    required_permissions = {"GET": Permission.KNOWLEDGE_VIEW}
    serializer_class = ArticleSerializer
    queryset = Article.objects.none()
    lookup_field = "public_id"

    def get_queryset(self) -> "QuerySet[Article]":
        return Article.objects.visible_to(caller(self.request))
