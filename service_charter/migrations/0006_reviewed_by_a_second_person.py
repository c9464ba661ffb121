"""A second person reviews a charter before the board sees it; the database holds that it is another than the drafters."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from foundation.core.together import Together

GUARD = """
ALTER TABLE service_charter_charterversion ADD CONSTRAINT charter_reviewed_by_another
    CHECK (reviewed_by_id IS NULL OR NOT reviewed_by_id = ANY (drafter_ids));

CREATE FUNCTION service_charter_guard_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reviewed_by_id IS NULL THEN
        RAISE EXCEPTION 'nothing goes to the board that a second person has not reviewed'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER service_charter_guard_review BEFORE UPDATE OF status ON service_charter_charterversion
    FOR EACH ROW WHEN (NEW.status = 'proposed' AND OLD.status <> 'proposed')
    EXECUTE FUNCTION service_charter_guard_review();
"""

UNDO = """
DROP TRIGGER service_charter_guard_review ON service_charter_charterversion;
DROP FUNCTION service_charter_guard_review();
ALTER TABLE service_charter_charterversion DROP CONSTRAINT charter_reviewed_by_another;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0007_board_guards'),
        ('service_charter', '0005_told_again_after_taken_back'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            migrations.RemoveConstraint(
                model_name='charterversion',
                name='charter_status_known',
            ),
            migrations.AddField(
                model_name='charterversion',
                name='reviewed_at',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='charterversion',
                name='reviewed_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='historicalcharterversion',
                name='reviewed_at',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='historicalcharterversion',
                name='reviewed_by',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AlterField(
                model_name='charterversion',
                name='status',
                field=models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In internal review'), ('reviewed', 'Reviewed by a second person'), ('proposed', 'Proposed to the board'), ('approved', 'Approved by the board'), ('published', 'Published'), ('superseded', 'Superseded')], default='draft', max_length=12),
            ),
            migrations.AlterField(
                model_name='historicalcharterversion',
                name='status',
                field=models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In internal review'), ('reviewed', 'Reviewed by a second person'), ('proposed', 'Proposed to the board'), ('approved', 'Approved by the board'), ('published', 'Published'), ('superseded', 'Superseded')], default='draft', max_length=12),
            ),
            migrations.AddConstraint(
                model_name='charterversion',
                constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'reviewed', 'proposed', 'approved', 'published', 'superseded'])), name='charter_status_known'),
            ),
            migrations.AddConstraint(
                model_name='charterversion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='charter_reviewed_at_by'),
            ),
            migrations.AddConstraint(
                model_name='charterversion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'reviewed'), _negated=True), ('reviewed_by__isnull', False), _connector='OR'), name='charter_reviewed_by_somebody'),
            ),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
