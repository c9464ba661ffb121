"""How many contacts took place on a day, kept as they are written down (0038)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0036_search_text_statistics'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('channel', models.CharField(choices=[('phone', 'Telephone'), ('visit', 'Visit'), ('walk_in', 'Counter'), ('email', 'E-mail'), ('line', 'LINE'), ('letter', 'Letter'), ('web', 'Website')], max_length=10, verbose_name='channel')),
                ('contacts', models.BigIntegerField(verbose_name='contacts')),
                ('stage', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.lifecyclestage')),
                ('touchpoint', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.touchpoint')),
            ],
            options={
                'verbose_name': 'count of contacts',
                'verbose_name_plural': 'counts of contacts',
                'indexes': [models.Index(fields=['day'], include=('channel', 'touchpoint', 'stage', 'contacts'), name='contact_count_of_day'), models.Index(fields=['touchpoint', 'day'], include=('contacts',), name='contact_count_at_touchpoint')],
            },
        ),
    ]
