"""What administrators edit by hand: the subjects of complaints. Complaints themselves change by their pages alone."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from complaints.models import Category


@admin.register(Category)
class CategoryAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # simple-history is untyped
    """Subjects: names in both languages, the unit they are about, whether the portal offers them."""

    list_display = ["name", "code", "unit", "place_in_list", "is_offered"]
    list_filter = ["is_offered"]
    search_fields = ["code", "name_th", "name_en"]
    ordering = ["place_in_list"]

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        """A subject is taken off the list (not offered), never deleted: complaints are counted under it."""
        return False
