from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0031_market_standing")]
    operations = [
        migrations.AddField(
            model_name=model,
            name="retired_on",
            field=models.DateField(blank=True, null=True, verbose_name="retired from"),
        )
        for model in ("lifecyclestage", "historicallifecyclestage")
    ]
