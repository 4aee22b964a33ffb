"""The audit trail becomes a chain; what was there before is chained in the order in which it was written."""

import django.utils.timezone
from django.db import migrations, models

from accounts.audit.link import SAID, chained

AT_ONCE = 2000


def chain_what_is_there(apps, schema_editor):
    events, chains = apps.get_model("accounts", "AuditEvent"), apps.get_model("accounts", "AuditChain")
    last = 0
    chain = chains.objects.create()  # there from the beginning, also where there is nothing to chain yet
    while rows := list(events.objects.filter(pk__gt=last).order_by("pk").values("pk", *SAID)[:AT_ONCE]):
        places = list(chained(rows, chain=chain.pk, number=chain.length, previous=chain.head))
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE accounts_auditevent SET chain = %s, number = %s, previous = %s, hash = %s WHERE id = %s",
                [(*place.values(), row["pk"]) for row, place in zip(rows, places)],
            )
        chain.length, chain.head = places[-1]["number"], places[-1]["hash"]
        chain.save()
        last = rows[-1]["pk"]


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_clinic_habits"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditChain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("length", models.PositiveBigIntegerField(default=0)),
                ("head", models.CharField(blank=True, max_length=64)),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.AddField("auditevent", "chain", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AddField("auditevent", "number", models.PositiveBigIntegerField(editable=False, null=True)),
        migrations.AddField(
            "auditevent", "previous", models.CharField(blank=True, default="", editable=False, max_length=64), False
        ),
        migrations.AddField("auditevent", "hash", models.CharField(default="", editable=False, max_length=64), False),
        migrations.RunPython(chain_what_is_there, migrations.RunPython.noop),
        migrations.AlterField("auditevent", "chain", models.PositiveIntegerField(editable=False)),
        migrations.AlterField("auditevent", "number", models.PositiveBigIntegerField(editable=False)),
        migrations.AlterField(
            "auditevent",
            "at",
            models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddConstraint(
            "auditevent", models.UniqueConstraint(fields=("chain", "number"), name="audit_event_has_one_place")
        ),
        migrations.AddConstraint(
            "auditchain",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("head", ""), ("length", 0)),
                    models.Q(("length__gt", 0), models.Q(("head", ""), _negated=True)),
                    _connector="OR",
                ),
                name="audit_chain_head_and_length",
            ),
        ),
    ]
