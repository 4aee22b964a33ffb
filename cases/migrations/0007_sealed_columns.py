"""Room for sealed names and record numbers; 0008 seals what stands there, 0009 asks for it."""

import django.db.models.deletion
from django.db import migrations, models

import cases.sealed.fields


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_amendments'),
    ]

    operations = [
        migrations.CreateModel(
            name='PatientTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BigIntegerField()),
                ('patient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='cases.patient')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['digest', 'patient'], name='patient_term_by_digest')],
                'constraints': [models.UniqueConstraint(fields=('patient', 'digest'), name='patient_term_once')],
            },
        ),
        migrations.AlterModelOptions(name='patient', options={'ordering': ['pk']}),
        migrations.RemoveConstraint(model_name='patient', name='patient_record_number_unique_per_clinic'),
        migrations.RemoveConstraint(model_name='patient', name='patient_has_a_record_number'),
        migrations.RemoveIndex(model_name='importrow', name='import_row_by_lesion'),
        migrations.RemoveIndex(model_name='patient', name='patient_by_name'),
        migrations.AddField(
            model_name='importrow',
            name='record_digest',
            field=cases.sealed.fields.DigestField(of='record_number'),
        ),
        migrations.AddField(
            model_name='patient',
            name='record_digest',
            field=cases.sealed.fields.DigestField(of='record_number'),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='file',
            field=cases.sealed.fields.SealedCharField(max_length=300),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='key',
            field=cases.sealed.fields.SealedCharField(blank=True, max_length=1000),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='record_number',
            field=cases.sealed.fields.SealedCharField(blank=True, digest='record_digest', max_length=40),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='values',
            field=cases.sealed.fields.SealedJSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='patient',
            name='name',
            field=cases.sealed.fields.SealedCharField(max_length=120),
        ),
        migrations.AlterField(
            model_name='patient',
            name='record_number',
            field=cases.sealed.fields.SealedCharField(digest='record_digest', max_length=40),
        ),
    ]
