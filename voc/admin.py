"""What administrators edit by hand: the topics of voices. Voices themselves change by their pages alone."""

from django.contrib import admin

from voc.models import Topic


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable when the site runs
    """Topics: names in both languages, the names labelled files use, whether people may choose them."""

    list_display = ["name", "code", "rank", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["code", "name_th", "name_en"]
    ordering = ["rank"]

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """A topic is switched off, never deleted: voices are counted under it."""
        return False
