"""Articles as other systems read them."""

from rest_framework import serializers

from foundation.knowledge.models import Article


class ArticleSerializer(serializers.ModelSerializer[Article]):
    """An article in both languages."""

    class Meta:
        model = Article
        fields = (
            *("public_id", "kind", "status", "for_public", "title_th", "title_en", "body_th", "body_en"),
            *("subject_kind", "subject_public_id", "published_at", "expires_at", "version"),
        )
        read_only_fields = fields
