"""Times in segments, and moves between segments."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from foundation.core.together import Together


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0004_shipped_stages'),
        ('segmentation', '0004_targets_of_what_is_in_use'),
    ]

    operations = [
        Together(
        migrations.CreateModel(
            name='SegmentFlow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customers', models.PositiveBigIntegerField()),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outflows', to='segmentation.segment')),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='flows', to='segmentation.study')),
                ('target', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inflows', to='segmentation.segment')),
            ],
            options={
                'verbose_name': 'move between segments',
                'verbose_name_plural': 'moves between segments',
                'constraints': [models.UniqueConstraint(fields=('study', 'source', 'target'), name='flow_one_per_pair', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('source__isnull', False), ('target__isnull', False), _connector='OR'), name='flow_from_or_to_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='SegmentPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(null=True, verbose_name='until')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('segment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='segmentation.segment')),
                ('study', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='segmentation.study')),
            ],
            options={
                'verbose_name': 'time in a segment',
                'verbose_name_plural': 'times in segments',
                'indexes': [models.Index(fields=['customer', '-starts_at'], name='period_of_customer'), models.Index(condition=models.Q(('ends_at__isnull', True)), fields=['study', 'id'], name='period_still_open')],
                'constraints': [models.UniqueConstraint(fields=('study', 'customer'), name='period_one_per_study'), models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='period_ends_after_start'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('customer', '='), (models.Func(models.F('starts_at'), models.F('ends_at'), models.Value('[)'), function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='period_one_segment_at_a_time')],
            },
        ),
        ),
    ]
