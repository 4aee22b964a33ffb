"""A heartbeat per worker, with its queues; indexes for what is asked every few seconds by those who watch."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analysis', '0006_batches_retry_and_counts'),
    ]

    operations = [
        migrations.AddField(
            model_name='heartbeat',
            name='queues',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name='heartbeat',
            name='process',
            field=models.CharField(max_length=200, unique=True),
        ),
        migrations.AddIndex(
            model_name='analysis',
            index=models.Index(condition=models.Q(('batch__isnull', True), ('state', 'queued')), fields=['batch', 'due_at'], name='analysis_interactive_by_due'),
        ),
        migrations.AddIndex(
            model_name='analysis',
            index=models.Index(condition=models.Q(('finished_at__isnull', False)), fields=['finished_at'], name='analysis_finished_lately'),
        ),
    ]
