"""In which stage of the customer's life feedback was given."""

import django.db.models.deletion
from django.db import migrations, models


def _stage(model):
    field = models.ForeignKey(
        blank=True,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="customers.lifecyclestage",
    )
    return migrations.AddField(model_name=model, name="stage", field=field)


class Migration(migrations.Migration):
    dependencies = [("customers", "0029_words_of_stages"), ("voc", "0005_words_of_surveys")]
    operations = [_stage("feedback"), _stage("voice")]
