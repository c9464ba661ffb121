"""What import-linter can't see: relations named by string must not point upward either."""

from django.apps import apps
from django.db.models import Model

ORDER = (
    *("core", "accounts", "privacy", "governance", "knowledge", "customers", "segmentation", "products"),
    *("relationships", "service_charter", "complaints", "voc", "strategy", "reporting", "trdcrm"),
)
OUR_PACKAGES = {*ORDER, "foundation"}
# History rows name their author; simple-history adds that relation to accounts' own tables as to all others.
HISTORY_AUTHOR = "history_user"


def ours(model: type[Model]) -> bool:
    return model._meta.app_label in ORDER


def test_every_room_of_ours_has_its_place_in_the_order() -> None:
    labels = {config.label for config in apps.get_app_configs() if config.name.partition(".")[0] in OUR_PACKAGES}
    assert labels <= set(ORDER)


def test_no_relation_points_to_a_higher_room() -> None:
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if ours(model)
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model is not None
        and ours(field.related_model)
        and field.name != HISTORY_AUTHOR
        and ORDER.index(field.related_model._meta.app_label) > ORDER.index(model._meta.app_label)
    ]
    # Core's rows may say who asked for them; people live one room above, which every project's user model does.
    allowed = {line for line in upward if line.startswith("core.") and line.endswith("accounts.User")}
    assert set(upward) - allowed == set()
