"""Joining asks for each designed field and for the relation to the market, whose periods keep when they were noted."""

import django.contrib.postgres.fields
import django.utils.timezone
from django.db import migrations, models

FACT = "fact_"


def _name_facts(apps, schema_editor):
    """Until now the survivor took every further fact that it lacked; in the joinings in force each is named."""
    merges = apps.get_model("customers", "CustomerMerge").objects
    history = apps.get_model("customers", "HistoricalCustomer").objects
    asked = merges.filter(undone_at__isnull=True).values_list("pk", "taken", "before", "merged__attributes")
    for pk, taken, version, other in asked:
        own = history.filter(history_id=version).values_list("attributes", flat=True).first()
        came = set(other) - set(other if own is None else own)
        if came:
            merges.filter(pk=pk).update(taken=sorted({*taken, *(f"{FACT}{key}" for key in came)}))


def _forget_facts(apps, schema_editor):
    for merge in apps.get_model("customers", "CustomerMerge").objects.all():
        known = [group for group in merge.taken if not group.startswith(FACT) and group != "relation"]
        if known != merge.taken:
            merge.taken = known
            merge.save(update_fields=["taken"])


class Migration(migrations.Migration):
    dependencies = [("customers", "0026_feed_readings")]

    operations = [
        migrations.AddField(
            model_name="customermerge",
            name="own_relations",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AlterField(
            model_name="customermerge",
            name="taken",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=80), blank=True, default=list, size=None
            ),
        ),
        migrations.AlterField(
            model_name="relationperiod",
            name="recorded_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RunPython(_name_facts, _forget_facts, elidable=True),
    ]
