from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0029_words_of_stages")]
    operations = [
        migrations.AddIndex(
            model_name="interaction",
            index=models.Index(
                fields=["at"],
                include=("id", "channel", "touchpoint", "stage", "customer"),
                name="interaction_of_period",
            ),
        )
    ]
