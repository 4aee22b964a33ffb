"""A record number is unique in its clinic by its keyed hash."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_seal_names'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='importrow',
            index=models.Index(fields=['record_digest', 'lesion_key'], name='import_row_by_lesion'),
        ),
        migrations.AddConstraint(
            model_name='patient',
            constraint=models.UniqueConstraint(fields=('clinic', 'record_digest'), name='patient_record_number_unique_per_clinic', violation_error_message='A patient with this record number is already registered.'),
        ),
        migrations.AddConstraint(
            model_name='patient',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('record_number', ''), _negated=True), models.Q(('record_digest', ''), _negated=True)), name='patient_has_a_record_number'),
        ),
    ]
