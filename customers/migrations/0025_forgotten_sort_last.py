"""Customers without a name sorted before everyone; they sort behind."""

from django.db import migrations

NAMELESS = "\U0010fffd"


def _move(old, new):
    def move(apps, schema_editor):
        apps.get_model("customers", "Customer")._base_manager.filter(sort_key=old).update(sort_key=new)

    return move


class Migration(migrations.Migration):
    dependencies = [("customers", "0024_words_of_the_search")]
    operations = [migrations.RunPython(_move("", NAMELESS), _move(NAMELESS, ""), elidable=True)]
