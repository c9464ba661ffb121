"""Opened records once a day, and whom an export took out."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.core.append_only import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0008_consent_reason'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LookBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_public_ids', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=26), size=None)),
            ],
            options={
                'verbose_name': 'people of a look',
                'verbose_name_plural': 'people of a look',
            },
        ),
        migrations.AddField(
            model_name='accesslog',
            name='viewed_on',
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name='accesslog',
            index=models.Index(condition=models.Q(('viewed_on__isnull', True)), fields=['-id'], name='access_log_reasoned'),
        ),
        migrations.AddConstraint(
            model_name='accesslog',
            constraint=models.UniqueConstraint(condition=models.Q(('viewed_on__isnull', False)), fields=('subject_public_id', 'by', 'viewed_on', 'subject_kind'), name='access_log_view_once'),
        ),
        migrations.AddConstraint(
            model_name='accesslog',
            constraint=models.CheckConstraint(condition=models.Q(('viewed_on__isnull', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='access_log_says_why'),
        ),
        migrations.AddField(
            model_name='lookbatch',
            name='look',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='privacy.accesslog'),
        ),
        migrations.AddIndex(
            model_name='lookbatch',
            index=django.contrib.postgres.indexes.GinIndex(fields=['subject_public_ids'], name='look_batch_whom'),
        ),
        AppendOnly('privacy_lookbatch'),
    ]
