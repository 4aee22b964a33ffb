"""A site with readable names is upgraded, and goes back."""

import json

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cases.models import ImportRow, Patient
from tests.factories import ImportRowFactory, PatientFactory

BEFORE = ("cases", "0006_amendments")


def migrate_to(*targets: tuple[str, str]) -> None:
    MigrationExecutor(connection).migrate(list(targets))


def stored() -> list[tuple]:
    """Names and numbers as they stand in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, record_number FROM cases_patient ORDER BY id")
        return [tuple(row) for row in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_names_are_opened_on_the_way_back_and_sealed_again_on_the_way_here(settings):
    patients = [PatientFactory(name="Zyxolotl Öberg", record_number=f"CANARY-{n}") for n in range(3)]
    row = ImportRowFactory(record_number="CANARY-1", values={"name": "Zyxolotl"}, file="zyxolotl.jpg")
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        migrate_to(BEFORE)
        assert stored() == [("Zyxolotl Öberg", f"CANARY-{n}") for n in range(3)]
        with connection.cursor() as cursor:
            cursor.execute('SELECT file, record_number, "values" FROM cases_importrow')
            file, number, values = cursor.fetchone()
        assert (file, number) == ("zyxolotl.jpg", "CANARY-1")
        assert (json.loads(values) if isinstance(values, str) else values) == {"name": "Zyxolotl"}
    finally:
        migrate_to(*newest)
    assert all(text.startswith("s1.") for texts in stored() for text in texts)
    assert list(Patient.objects.values_list("name", "record_number")) == [
        ("Zyxolotl Öberg", f"CANARY-{n}") for n in range(3)
    ]
    assert Patient.objects.get(record_number="CANARY-2") == patients[2]
    assert Patient.objects.filter(name__holds="zyx").count() == 3
    assert ImportRow.objects.get(record_number="CANARY-1").values == {"name": "Zyxolotl"}
    assert ImportRow.objects.get(pk=row.pk).file == "zyxolotl.jpg"
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        path = connection.settings_dict["NAME"]
        connection.close()
        with open(path, "rb") as file:
            data = file.read()
        assert b"Zyxolotl" not in data, "old pages of the file still hold the name"
