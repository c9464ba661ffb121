import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import foundation.core.ids
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from foundation.core.together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_permissions_of_audits"),
        ("governance", "0009_audit_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            migrations.CreateModel(
                name="ApprovalRoute",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "public_id",
                        models.CharField(
                            default=foundation.core.ids.new_public_id, editable=False, max_length=26, unique=True
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1, editable=False)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ("updated_at", models.DateTimeField(auto_now=True)),
                    ("content_kind", models.CharField(max_length=60)),
                    ("number", models.PositiveSmallIntegerField()),
                    ("reason", models.TextField()),
                    (
                        "state",
                        models.CharField(
                            choices=[("draft", "Draft"), ("in_force", "In force"), ("ended", "No longer in force")],
                            default="draft",
                            max_length=10,
                        ),
                    ),
                    ("in_force_at", models.DateTimeField(blank=True, null=True)),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "drafted_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "in_force_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "approval route",
                    "verbose_name_plural": "approval routes",
                    "ordering": ["content_kind", "-number"],
                },
            ),
            migrations.CreateModel(
                name="ApprovalRun",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "public_id",
                        models.CharField(
                            default=foundation.core.ids.new_public_id, editable=False, max_length=26, unique=True
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1, editable=False)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ("updated_at", models.DateTimeField(auto_now=True)),
                    ("content_public_id", models.CharField(max_length=26)),
                    ("content_hash", models.CharField(max_length=64)),
                    ("title_th", models.CharField(max_length=300)),
                    ("title_en", models.CharField(max_length=300)),
                    ("url", models.CharField(max_length=300)),
                    (
                        "drafter_ids",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(), default=list, size=None
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("live", "On its way"),
                                ("passed", "Passed every step"),
                                ("returned", "Returned"),
                                ("withdrawn", "Taken back"),
                            ],
                            default="live",
                            max_length=10,
                        ),
                    ),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ("end_reason", models.TextField(blank=True)),
                    (
                        "route",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="governance.approvalroute"
                        ),
                    ),
                    (
                        "started_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "verbose_name": "document on its route",
                    "verbose_name_plural": "documents on their routes",
                    "ordering": ["-id"],
                },
            ),
            migrations.CreateModel(
                name="HistoricalApprovalRoute",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    (
                        "public_id",
                        models.CharField(
                            db_index=True, default=foundation.core.ids.new_public_id, editable=False, max_length=26
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1, editable=False)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ("updated_at", models.DateTimeField(blank=True, editable=False)),
                    ("content_kind", models.CharField(max_length=60)),
                    ("number", models.PositiveSmallIntegerField()),
                    ("reason", models.TextField()),
                    (
                        "state",
                        models.CharField(
                            choices=[("draft", "Draft"), ("in_force", "In force"), ("ended", "No longer in force")],
                            default="draft",
                            max_length=10,
                        ),
                    ),
                    ("in_force_at", models.DateTimeField(blank=True, null=True)),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "drafted_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "in_force_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical approval route",
                    "verbose_name_plural": "historical approval routes",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="HistoricalApprovalRun",
                fields=[
                    ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                    (
                        "public_id",
                        models.CharField(
                            db_index=True, default=foundation.core.ids.new_public_id, editable=False, max_length=26
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1, editable=False)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ("updated_at", models.DateTimeField(blank=True, editable=False)),
                    ("content_public_id", models.CharField(max_length=26)),
                    ("content_hash", models.CharField(max_length=64)),
                    ("title_th", models.CharField(max_length=300)),
                    ("title_en", models.CharField(max_length=300)),
                    ("url", models.CharField(max_length=300)),
                    (
                        "drafter_ids",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(), default=list, size=None
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("live", "On its way"),
                                ("passed", "Passed every step"),
                                ("returned", "Returned"),
                                ("withdrawn", "Taken back"),
                            ],
                            default="live",
                            max_length=10,
                        ),
                    ),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    ("end_reason", models.TextField(blank=True)),
                    ("history_change_reason", models.TextField(null=True)),
                    ("history_id", models.AutoField(primary_key=True, serialize=False)),
                    ("history_date", models.DateTimeField()),
                    (
                        "history_type",
                        models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                    ),
                    (
                        "history_user",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "route",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to="governance.approvalroute",
                        ),
                    ),
                    (
                        "started_by",
                        models.ForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.DO_NOTHING,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name": "historical document on its route",
                    "verbose_name_plural": "historical documents on their routes",
                    "ordering": ("-history_date", "-history_id"),
                    "get_latest_by": ("history_date", "history_id"),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name="RouteStep",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("place", models.PositiveSmallIntegerField()),
                    ("title_th", models.CharField(max_length=120)),
                    ("title_en", models.CharField(max_length=120)),
                    (
                        "role",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.role"
                        ),
                    ),
                    (
                        "route",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="governance.approvalroute"
                        ),
                    ),
                ],
                options={
                    "verbose_name": "step of a route",
                    "verbose_name_plural": "steps of routes",
                    "ordering": ["route_id", "place"],
                },
            ),
            migrations.CreateModel(
                name="RunDecision",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("verdict", models.CharField(choices=[("passed", "Passed"), ("returned", "Returned")], max_length=10)),
                    ("note", models.TextField(blank=True)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    (
                        "decided_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="decisions",
                            to="governance.approvalrun",
                        ),
                    ),
                    (
                        "step",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.routestep"
                        ),
                    ),
                ],
                options={
                    "verbose_name": "decision on a route",
                    "verbose_name_plural": "decisions on routes",
                    "ordering": ["run_id", "id"],
                },
            ),
        ),
        Together(
            migrations.AddConstraint(
                model_name="approvalroute",
                constraint=models.UniqueConstraint(fields=("content_kind", "number"), name="route_number_once"),
            ),
            migrations.AddConstraint(
                model_name="approvalroute",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("state", "in_force")), fields=("content_kind",), name="route_one_in_force"
                ),
            ),
            migrations.AddConstraint(
                model_name="approvalroute",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("state", "draft")), fields=("content_kind",), name="route_one_draft"
                ),
            ),
            migrations.AddConstraint(
                model_name="approvalroute",
                constraint=models.CheckConstraint(
                    condition=models.Q(("state__in", ["draft", "in_force", "ended"])), name="route_state_known"
                ),
            ),
            migrations.AddConstraint(
                model_name="approvalroute",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("in_force_by__isnull", True),
                        models.Q(("in_force_by", models.F("drafted_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="route_takes_two",
                ),
            ),
            migrations.AddConstraint(
                model_name="approvalroute",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("state", "in_force"), _negated=True), ("in_force_at__isnull", False), _connector="OR"
                    ),
                    name="route_in_force_since",
                ),
            ),
            migrations.AddConstraint(
                model_name="approvalroute",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at__isnull", False), ("state", "ended")),
                        models.Q(models.Q(("state", "ended"), _negated=True), ("ended_at__isnull", True)),
                        _connector="OR",
                    ),
                    name="route_ended_when",
                ),
            ),
            migrations.AddConstraint(
                model_name="approvalroute",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("in_force_at__isnull", True), ("in_force_by__isnull", True)),
                        models.Q(("in_force_at__isnull", False), ("in_force_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="route_in_force_by_someone",
                ),
            ),
            migrations.AddIndex(
                model_name="approvalrun",
                index=models.Index(fields=["content_public_id"], name="run_of_content"),
            ),
            migrations.AddConstraint(
                model_name="approvalrun",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("state", "live")), fields=("content_public_id",), name="run_one_live_of_a_content"
                ),
            ),
            migrations.AddConstraint(
                model_name="approvalrun",
                constraint=models.CheckConstraint(
                    condition=models.Q(("state__in", ["live", "passed", "returned", "withdrawn"])), name="run_state_known"
                ),
            ),
            migrations.AddConstraint(
                model_name="approvalrun",
                constraint=models.CheckConstraint(
                    condition=models.Q(("content_hash__regex", "^[0-9a-f]{64}$")), name="run_hash_is_sha256"
                ),
            ),
            migrations.AddConstraint(
                model_name="approvalrun",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at__isnull", True), ("state", "live")),
                        models.Q(models.Q(("state", "live"), _negated=True), ("ended_at__isnull", False)),
                        _connector="OR",
                    ),
                    name="run_ended_when",
                ),
            ),
            migrations.AddIndex(
                model_name="historicalapprovalroute",
                index=models.Index(fields=["history_date", "id"], name="governance__history_9a04ad_idx"),
            ),
            migrations.AddIndex(
                model_name="historicalapprovalrun",
                index=models.Index(fields=["history_date", "id"], name="governance__history_50a68c_idx"),
            ),
            migrations.AddConstraint(
                model_name="routestep",
                constraint=models.UniqueConstraint(
                    deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                    fields=("route", "place"),
                    name="route_step_place_once",
                ),
            ),
            migrations.AddConstraint(
                model_name="routestep",
                constraint=models.CheckConstraint(condition=models.Q(("place__range", (1, 5))), name="route_step_place"),
            ),
            migrations.AddConstraint(
                model_name="rundecision",
                constraint=models.UniqueConstraint(fields=("run", "step"), name="run_step_decided_once"),
            ),
            migrations.AddConstraint(
                model_name="rundecision",
                constraint=models.UniqueConstraint(fields=("run", "decided_by"), name="run_decided_by_different_people"),
            ),
            migrations.AddConstraint(
                model_name="rundecision",
                constraint=models.CheckConstraint(
                    condition=models.Q(("verdict__in", ["passed", "returned"])), name="run_verdict_known"
                ),
            ),
            migrations.AddConstraint(
                model_name="rundecision",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("verdict", "returned"), _negated=True),
                        models.Q(("note", ""), _negated=True),
                        _connector="OR",
                    ),
                    name="run_returned_with_a_reason",
                ),
            ),
        ),
    ]
