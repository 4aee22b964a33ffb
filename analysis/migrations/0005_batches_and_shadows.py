"""Batches that can be paused, resumed and signed off; versions that are tried in the shadow of the one in use."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def all_there(apps, schema_editor):
    """Batches of before were imports: their pictures came by themselves."""
    apps.get_model("analysis", "BatchRun").objects.update(filled_at=models.F("asked_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_clinic_habits'),
        ('analysis', '0004_failed_by_image'),
        ('cases', '0005_no_half_points_or_plans'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='analysis',
            name='analysis_one_live_per_image_and_versions',
        ),
        migrations.AddField(
            model_name='analysis',
            name='before',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='analysis.analysis'),
        ),
        migrations.AddField(
            model_name='analysis',
            name='shadow',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='batchrun',
            name='filled_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='batchrun',
            name='filled_until',
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='batchrun',
            name='paused_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='batchrun',
            name='shadow',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='batchrun',
            name='sign_off_note',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='batchrun',
            name='signed_off_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='batchrun',
            name='signed_off_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='modelversion',
            name='card',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='modelversion',
            name='shadow',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(all_there, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='analysis',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running'))), fields=('image', 'segmenter', 'classifier', 'anyway', 'shadow'), name='analysis_one_live_per_image_and_versions'),
        ),
        migrations.AddConstraint(
            model_name='analysis',
            constraint=models.CheckConstraint(condition=models.Q(('anyway', False), ('shadow', False), _connector='OR'), name='analysis_shadow_overrules_no_gate'),
        ),
        migrations.AddConstraint(
            model_name='analysis',
            constraint=models.CheckConstraint(condition=models.Q(('before', models.F('pk')), _negated=True), name='analysis_is_not_before_itself'),
        ),
        migrations.AddConstraint(
            model_name='batchrun',
            constraint=models.CheckConstraint(condition=models.Q(('paused_at__isnull', True), ('cancelled_at__isnull', True), _connector='OR'), name='batch_run_is_not_paused_and_cancelled'),
        ),
        migrations.AddConstraint(
            model_name='batchrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sign_off_note', ''), ('signed_off_at__isnull', True), ('signed_off_by__isnull', True)), models.Q(('filled_at__isnull', False), ('signed_off_at__isnull', False), ('signed_off_by__isnull', False)), _connector='OR'), name='batch_run_signed_off_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='modelversion',
            constraint=models.UniqueConstraint(condition=models.Q(('shadow', True)), fields=('kind',), name='model_version_one_shadow_per_kind'),
        ),
        migrations.AddConstraint(
            model_name='modelversion',
            constraint=models.CheckConstraint(condition=models.Q(('active', False), ('shadow', False), _connector='OR'), name='model_version_is_not_active_and_shadow'),
        ),
    ]
