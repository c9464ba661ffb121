"""Notes among ourselves, alerts raised once, and how a request came in."""

import django.db.models.deletion
import foundation.core.ids
from django.conf import settings
from django.db import migrations, models

from foundation.core.append_only import AppendOnly
from foundation.core.together import Together


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_permissions_of_audits'),
        ('core', '0002_default_calendar'),
        ('privacy', '0006_retention'),
        ('service_charter', '0014_reports_are_kept_as_told'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name='RequestAlert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('due_at', models.DateTimeField()),
                    ('stage', models.CharField(choices=[('before', 'Due soon'), ('after', 'Late')], max_length=6)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'alert about a request',
                    'verbose_name_plural': 'alerts about requests',
                },
            ),
            migrations.CreateModel(
                name='RequestNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=foundation.core.ids.new_public_id, editable=False, max_length=26, unique=True)),
                    ('body', models.TextField()),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': 'internal note on a request',
                    'verbose_name_plural': 'internal notes on requests',
                    'ordering': ['at', 'id'],
                },
            ),
            migrations.AddField(
                model_name='historicalservicerequest',
                name='door',
                field=models.CharField(choices=[('portal', 'Website'), ('phone', 'Telephone'), ('counter', 'Counter'), ('letter', 'Letter or e-mail'), ('system', 'Another system')], default='portal', max_length=10),
            ),
            migrations.AddField(
                model_name='historicalservicerequest',
                name='received_by',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='servicerequest',
                name='door',
                field=models.CharField(choices=[('portal', 'Website'), ('phone', 'Telephone'), ('counter', 'Counter'), ('letter', 'Letter or e-mail'), ('system', 'Another system')], default='portal', max_length=10),
            ),
            migrations.AddField(
                model_name='servicerequest',
                name='received_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AlterField(
                model_name='requestmessage',
                name='sender',
                field=models.CharField(choices=[('staff', 'Staff'), ('customer', 'Customer'), ('system', 'The system')], max_length=10),
            ),
            migrations.AlterField(
                model_name='requeststep',
                name='actor',
                field=models.CharField(choices=[('staff', 'Staff'), ('customer', 'Customer'), ('system', 'The system')], max_length=10),
            ),
            migrations.AddConstraint(
                model_name='servicerequest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('door', 'portal'), ('received_by__isnull', True)), models.Q(('door__in', ['phone', 'counter', 'letter', 'system']), ('received_by__isnull', False)), _connector='OR'), name='request_taken_down_by'),
            ),
        ),
        Together(
            migrations.AddField(
                model_name='requestalert',
                name='request',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='service_charter.servicerequest'),
            ),
            migrations.AddField(
                model_name='requestnote',
                name='author',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='requestnote',
                name='request',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='service_charter.servicerequest'),
            ),
            migrations.AddConstraint(
                model_name='requestalert',
                constraint=models.UniqueConstraint(fields=('request', 'due_at', 'stage'), name='request_alert_once'),
            ),
            migrations.AddConstraint(
                model_name='requestalert',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['before', 'after'])), name='request_alert_stage_known'),
            ),
            migrations.AddIndex(
                model_name='requestnote',
                index=models.Index(fields=['request', 'at', 'id'], name='request_note_order'),
            ),
        ),
        AppendOnly("service_charter_requestnote"),
    ]
