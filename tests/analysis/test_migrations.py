"""Rows of a site that runs an older version stay valid, and readable, after the upgrade."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from analysis.models import Analysis
from tests.factories import DoneAnalysisFactory, OldPredictionFactory

NEW_COLUMNS = {"operating_point", "uncertainty", "uncertainty_threshold", "explained", "explanation", "energy_inside"}


def migrate_to(name: str) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("analysis", name)])


@pytest.mark.django_db(transaction=True)
def test_results_from_before_uncertainty_and_explanation_survive_the_upgrade():
    old = DoneAnalysisFactory(prediction=OldPredictionFactory())
    newest = max(name for app, name in MigrationExecutor(connection).loader.graph.nodes if app == "analysis")
    try:
        migrate_to("0001_initial")
        with connection.cursor() as cursor:
            columns = {c.name for c in connection.introspection.get_table_description(cursor, "analysis_prediction")}
        assert not columns & NEW_COLUMNS
    finally:
        migrate_to(newest)
    kept = Analysis.objects.select_related("prediction").get(pk=old.pk)
    assert (kept.state, kept.anyway, kept.flags) == ("done", False, [])
    assert (kept.prediction.verdict, kept.prediction.operating_point) == ("suspicious", "")
    assert (kept.prediction.uncertainty, kept.prediction.explanation.name) == (None, "")
