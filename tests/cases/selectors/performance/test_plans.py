"""A picture's own results are found by picture, not among all results of the version."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.selectors.performance.version_pictures import pictures_of_version
from tests.analysis.query_plan import plan_of
from tests.factories import ClassifierFactory

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows how many rows an index holds")


def plan(ana) -> str:
    with CaptureQueriesContext(connection) as queries:
        list(pictures_of_version(ana, ClassifierFactory()))
    return plan_of(queries[-1]["sql"])


def test_without_statistics_sqlite_asks_for_version_and_picture(ana):
    # a site's SQLite has no statistics: of two indexes it takes the one with more columns of the question
    assert "SEARCH U0 USING INDEX analysis_of_version_by_image (classifier_id=? AND image_id=?)" in plan(ana)


def test_with_an_index_on_the_version_alone_it_would_walk_through_all_its_results(ana):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX analysis_of_version_by_image")
        cursor.execute("CREATE INDEX of_version ON analysis_analysis (classifier_id)")
    assert "SEARCH U0 USING INDEX of_version (classifier_id=?)" in plan(ana)
