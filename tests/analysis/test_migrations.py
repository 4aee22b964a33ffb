"""Rows of a site that runs an older version stay valid, and readable, after the upgrade."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from analysis.models import Analysis
from tests.factories import DoneAnalysisFactory, OldPredictionFactory

NEW_COLUMNS = {"operating_point", "uncertainty", "uncertainty_threshold", "explained", "explanation", "energy_inside"}


def migrate_to(*targets: tuple[str, str]) -> None:
    MigrationExecutor(connection).migrate(list(targets))


@pytest.mark.django_db(transaction=True)
def test_results_from_before_uncertainty_and_explanation_survive_the_upgrade():
    old = DoneAnalysisFactory(prediction=OldPredictionFactory())
    # of every app: going back takes with it what other apps built on top
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        migrate_to(("analysis", "0001_initial"))
        with connection.cursor() as cursor:
            columns = {c.name for c in connection.introspection.get_table_description(cursor, "analysis_prediction")}
        assert not columns & NEW_COLUMNS
    finally:
        migrate_to(*newest)
    kept = Analysis.objects.select_related("prediction").get(pk=old.pk)
    assert (kept.state, kept.anyway, kept.flags) == ("done", False, [])
    assert (kept.prediction.verdict, kept.prediction.operating_point) == ("suspicious", "")
    assert (kept.prediction.uncertainty, kept.prediction.explanation.name) == (None, "")
