"""An entry of the timeline is put right once; what was wrong with that is put right by a third one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0027_merging_field_by_field")]

    operations = [
        migrations.AlterField(
            model_name="interaction",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="put_right_by",
                to="customers.interaction",
            ),
        ),
    ]
