"""Kinds of service requests with forms in versions; requests, what is said and done; drafts of the portal form."""

import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import foundation.core.fields
import foundation.core.ids
import re
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from foundation.core.together import Together


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_permissions_of_requests'),
        ('core', '0002_default_calendar'),
        ('privacy', '0004_copies_holds_erasures'),
        ('service_charter', '0006_reviewed_by_a_second_person'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
        migrations.CreateModel(
            name='RequestKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=foundation.core.ids.new_public_id, editable=False, max_length=26, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('standard_code', models.SlugField(blank=True, max_length=60)),
                ('is_offered', models.BooleanField(default=False)),
                ('rank', models.PositiveSmallIntegerField(default=100)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'verbose_name': 'kind of service request',
                'verbose_name_plural': 'kinds of service requests',
                'ordering': ['rank', 'code'],
            },
        ),
        migrations.CreateModel(
            name='RequestForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=foundation.core.ids.new_public_id, editable=False, max_length=26, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('title_th', models.CharField(max_length=120)),
                ('title_en', models.CharField(blank=True, max_length=120)),
                ('description_th', models.TextField(blank=True)),
                ('description_en', models.TextField(blank=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='service_charter.requestkind')),
            ],
            options={
                'verbose_name': 'form of service requests',
                'verbose_name_plural': 'forms of service requests',
                'ordering': ['kind', '-number'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalServiceRequest',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=foundation.core.ids.new_public_id, editable=False, max_length=26)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(blank=True, editable=False)),
                ('number', models.CharField(db_index=True, max_length=20)),
                ('status', models.CharField(choices=[('received', 'Received'), ('working', 'Being worked on'), ('done', 'Answered'), ('closed', 'Closed'), ('withdrawn', 'Withdrawn')], default='received', max_length=10)),
                ('language', models.CharField(choices=[('th', 'Thai'), ('en', 'English')], default='th', max_length=2)),
                ('received_at', models.DateTimeField()),
                ('name', foundation.core.fields.EncryptedTextField(key='data_key', null=True, place='service_charter.servicerequest.name')),
                ('phone', foundation.core.fields.EncryptedTextField(key='data_key', null=True, place='service_charter.servicerequest.phone')),
                ('email', foundation.core.fields.EncryptedTextField(key='data_key', null=True, place='service_charter.servicerequest.email')),
                ('answers', foundation.core.fields.EncryptedTextField(key='data_key', null=True, place='service_charter.servicerequest.answers')),
                ('phone_hash', models.CharField(blank=True, max_length=64)),
                ('email_hash', models.CharField(blank=True, max_length=64)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('met_at', models.DateTimeField(blank=True, null=True)),
                ('is_paused', models.BooleanField(default=False)),
                ('outcome', models.CharField(blank=True, choices=[('granted', 'Done as asked'), ('partly', 'Done in part'), ('declined', 'Not possible')], max_length=10)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('score', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('score_comment', models.TextField(blank=True)),
                ('scored_at', models.DateTimeField(blank=True, null=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('data_key', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='core.datakey')),
                ('handler', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='privacy.noticeversion')),
                ('standard', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='service_charter.standard')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit')),
                ('form', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='service_charter.requestform')),
                ('kind', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='service_charter.requestkind')),
            ],
            options={
                'verbose_name': 'historical service request',
                'verbose_name_plural': 'historical service requests',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='ServiceRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=foundation.core.ids.new_public_id, editable=False, max_length=26, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('code_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('status', models.CharField(choices=[('received', 'Received'), ('working', 'Being worked on'), ('done', 'Answered'), ('closed', 'Closed'), ('withdrawn', 'Withdrawn')], default='received', max_length=10)),
                ('language', models.CharField(choices=[('th', 'Thai'), ('en', 'English')], default='th', max_length=2)),
                ('received_at', models.DateTimeField()),
                ('name', foundation.core.fields.EncryptedTextField(key='data_key', null=True, place='service_charter.servicerequest.name')),
                ('phone', foundation.core.fields.EncryptedTextField(key='data_key', null=True, place='service_charter.servicerequest.phone')),
                ('email', foundation.core.fields.EncryptedTextField(key='data_key', null=True, place='service_charter.servicerequest.email')),
                ('answers', foundation.core.fields.EncryptedTextField(key='data_key', null=True, place='service_charter.servicerequest.answers')),
                ('phone_hash', models.CharField(blank=True, max_length=64)),
                ('email_hash', models.CharField(blank=True, max_length=64)),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('met_at', models.DateTimeField(blank=True, null=True)),
                ('is_paused', models.BooleanField(default=False)),
                ('queue_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, choices=[('granted', 'Done as asked'), ('partly', 'Done in part'), ('declined', 'Not possible')], max_length=10)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('score', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('score_comment', models.TextField(blank=True)),
                ('scored_at', models.DateTimeField(blank=True, null=True)),
                ('data_key', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.datakey')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='service_charter.requestform')),
                ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='service_charter.requestkind')),
                ('notice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='privacy.noticeversion')),
                ('standard', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='service_charter.standard')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'verbose_name': 'service request',
                'verbose_name_plural': 'service requests',
            },
        ),
        migrations.CreateModel(
            name='RequestStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(max_length=20)),
                ('from_status', models.CharField(blank=True, max_length=10)),
                ('to_status', models.CharField(choices=[('received', 'Received'), ('working', 'Being worked on'), ('done', 'Answered'), ('closed', 'Closed'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('actor', models.CharField(choices=[('staff', 'Staff'), ('customer', 'Customer')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='service_charter.servicerequest')),
            ],
            options={
                'verbose_name': 'step of a request',
                'verbose_name_plural': 'steps of requests',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RequestPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('customer', 'We wait for the customer'), ('other', 'Another reason that the customer sees')], max_length=10)),
                ('reason', models.TextField()),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='service_charter.servicerequest')),
            ],
            options={
                'verbose_name': 'pause of a request',
                'verbose_name_plural': 'pauses of requests',
                'ordering': ['started_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RequestMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=foundation.core.ids.new_public_id, editable=False, max_length=26, unique=True)),
                ('sender', models.CharField(choices=[('staff', 'Staff'), ('customer', 'Customer')], max_length=10)),
                ('is_question', models.BooleanField(default=False)),
                ('body', models.TextField()),
                ('at', models.DateTimeField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='service_charter.servicerequest')),
            ],
            options={
                'verbose_name': 'message about a request',
                'verbose_name_plural': 'messages about requests',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RequestDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('future_id', models.CharField(default=foundation.core.ids.new_public_id, editable=False, max_length=26, unique=True)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('content', foundation.core.fields.EncryptedTextField(key='data_key', null=True, place='service_charter.requestdraft.content')),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('data_key', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.datakey')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='service_charter.requestform')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='service_charter.servicerequest')),
            ],
            options={
                'verbose_name': 'unfinished request',
                'verbose_name_plural': 'unfinished requests',
            },
        ),
        migrations.CreateModel(
            name='HistoricalRequestKind',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('public_id', models.CharField(db_index=True, default=foundation.core.ids.new_public_id, editable=False, max_length=26)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('updated_at', models.DateTimeField(blank=True, editable=False)),
                ('code', models.SlugField(max_length=40)),
                ('standard_code', models.SlugField(blank=True, max_length=60)),
                ('is_offered', models.BooleanField(default=False)),
                ('rank', models.PositiveSmallIntegerField(default=100)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.unit')),
            ],
            options={
                'verbose_name': 'historical kind of service request',
                'verbose_name_plural': 'historical kinds of service requests',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'indexes': [models.Index(fields=['history_date', 'id'], name='service_cha_history_9763c4_idx')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='RequestField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('key', models.CharField(max_length=40, validators=[django.core.validators.RegexValidator(re.compile('^[a-z][a-z0-9_]{0,39}\\Z'))])),
                ('kind', models.CharField(choices=[('text', 'One line of text'), ('long', 'Long text'), ('number', 'Number'), ('date', 'Date'), ('choice', 'One of several choices'), ('file', 'Files')], max_length=8)),
                ('label_th', models.CharField(max_length=160)),
                ('label_en', models.CharField(blank=True, max_length=160)),
                ('hint_th', models.CharField(blank=True, max_length=300)),
                ('hint_en', models.CharField(blank=True, max_length=300)),
                ('choices_th', models.TextField(blank=True)),
                ('choices_en', models.TextField(blank=True)),
                ('is_required', models.BooleanField(default=True)),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='service_charter.requestform')),
            ],
            options={
                'verbose_name': 'question of a form',
                'verbose_name_plural': 'questions of forms',
                'ordering': ['form', 'number'],
                'constraints': [models.UniqueConstraint(fields=('form', 'key'), name='request_field_key_once'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('form', 'number'), name='request_field_number_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['text', 'long', 'number', 'date', 'choice', 'file'])), name='request_field_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'choice'), models.Q(('choices_th', ''), _negated=True)), models.Q(models.Q(('kind', 'choice'), _negated=True), ('choices_th', '')), _connector='OR'), name='request_field_choices')],
            },
        ),
        ),
        Together(
        migrations.AddConstraint(
            model_name='requestform',
            constraint=models.UniqueConstraint(fields=('kind', 'number'), name='request_form_number_once'),
        ),
        migrations.AddConstraint(
            model_name='requestform',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('kind',), name='request_form_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='requestform',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True)), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='request_form_published_by'),
        ),
        migrations.AddIndex(
            model_name='historicalservicerequest',
            index=models.Index(fields=['history_date', 'id'], name='service_cha_history_3d0a28_idx'),
        ),
        migrations.AddIndex(
            model_name='servicerequest',
            index=models.Index(condition=models.Q(('status__in', ('received', 'working'))), fields=['queue_at', 'id'], name='request_queue'),
        ),
        migrations.AddIndex(
            model_name='servicerequest',
            index=models.Index(condition=models.Q(('status__in', ('received', 'working'))), fields=['unit', 'queue_at', 'id'], name='request_queue_unit'),
        ),
        migrations.AddIndex(
            model_name='servicerequest',
            index=models.Index(condition=models.Q(('status__in', ('received', 'working'))), fields=['handler', 'queue_at', 'id'], name='request_queue_handler'),
        ),
        migrations.AddIndex(
            model_name='servicerequest',
            index=models.Index(fields=['-received_at', '-id'], name='request_newest'),
        ),
        migrations.AddIndex(
            model_name='servicerequest',
            index=models.Index(condition=models.Q(('met_at__isnull', True)), fields=['standard', 'due_at'], name='request_running'),
        ),
        migrations.AddIndex(
            model_name='servicerequest',
            index=models.Index(condition=models.Q(('phone_hash', ''), _negated=True), fields=['phone_hash'], name='request_phone'),
        ),
        migrations.AddIndex(
            model_name='servicerequest',
            index=models.Index(condition=models.Q(('email_hash', ''), _negated=True), fields=['email_hash'], name='request_email'),
        ),
        migrations.AddConstraint(
            model_name='servicerequest',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['received', 'working', 'done', 'closed', 'withdrawn'])), name='request_status_known'),
        ),
        migrations.AddConstraint(
            model_name='servicerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('done', 'closed')), _negated=True), models.Q(('done_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='request_done_with_outcome'),
        ),
        migrations.AddConstraint(
            model_name='servicerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='request_closed_when'),
        ),
        migrations.AddConstraint(
            model_name='servicerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'working'), _negated=True), ('handler__isnull', False), _connector='OR'), name='request_worked_by'),
        ),
        migrations.AddConstraint(
            model_name='servicerequest',
            constraint=models.CheckConstraint(condition=models.Q(('standard__isnull', False), ('due_at__isnull', True), _connector='OR'), name='request_clock_of_standard'),
        ),
        migrations.AddConstraint(
            model_name='servicerequest',
            constraint=models.CheckConstraint(condition=models.Q(('score__isnull', True), ('score__range', (1, 5)), _connector='OR'), name='request_score'),
        ),
        migrations.AddConstraint(
            model_name='servicerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('score__isnull', True), ('scored_at__isnull', True)), models.Q(('score__isnull', False), ('scored_at__isnull', False)), _connector='OR'), name='request_scored_when'),
        ),
        migrations.AddIndex(
            model_name='requeststep',
            index=models.Index(fields=['request', 'at', 'id'], name='request_step_order'),
        ),
        migrations.AddConstraint(
            model_name='requestpause',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('request',), name='request_one_open_pause'),
        ),
        migrations.AddConstraint(
            model_name='requestpause',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='request_pause_forward'),
        ),
        migrations.AddIndex(
            model_name='requestmessage',
            index=models.Index(fields=['request', 'at', 'id'], name='request_message_order'),
        ),
        migrations.AddConstraint(
            model_name='requestmessage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('author__isnull', False), ('sender', 'staff')), models.Q(('author__isnull', True), ('is_question', False), ('sender', 'customer')), _connector='OR'), name='request_message_author'),
        ),
        ),
    ]
