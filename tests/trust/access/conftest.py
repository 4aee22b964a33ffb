"""One data set for each file of these tests, and the figures they print."""

import pytest
from django.db.models import FileField
from django.test import override_settings

from analysis.models import Prediction, Segmentation
from cases.models import LesionImage
from tests.trust.access.world import make_world, undone


@pytest.fixture(autouse=True, scope="module")
def _own_files(tmp_path_factory):
    """The folder belongs to the file of tests, like its rows; it takes the place of the fixture for a single test."""
    from django.conf import settings

    folder = tmp_path_factory.mktemp("trust")
    storages = {
        alias: {**kind, "OPTIONS": {**kind.get("OPTIONS", {}), "location": folder / alias}}
        for alias, kind in settings.STORAGES.items()
        if alias != "staticfiles"
    }
    own = {
        "VAR_DIR": folder,
        "STORAGES": {**settings.STORAGES, **storages},
        "FILE_UPLOAD_TEMP_DIR": folder,
        "WEIGHTS_DIR": folder / "weights",
    }
    files = [f for model in (LesionImage, Prediction, Segmentation) for f in model._meta.fields]
    with override_settings(**own), pytest.MonkeyPatch.context() as patch:
        for file in files:
            if isinstance(file, FileField):
                patch.setattr(file, "storage", file._storage_callable())
        yield


@pytest.fixture(scope="module")
def world(_own_files, django_db_setup, django_db_blocker):
    """The data set; undone behind the last test of the file."""
    with django_db_blocker.unblock(), undone():
        yield make_world()


@pytest.fixture
def count(record_property):
    """`count("what", 3)`: a figure for the end of the run; it is how the page docs/trust/access.md gets its own."""

    def of(what: str, number: int) -> None:
        record_property(f"trust: {what}", number)

    return of


def pytest_terminal_summary(terminalreporter) -> None:
    """The figures of all tests that passed, added up."""
    sums: dict[str, int] = {}
    for report in terminalreporter.stats.get("passed", []):
        for what, number in report.user_properties:
            if what.startswith("trust: "):
                sums[what] = sums.get(what, 0) + number
    if sums:
        terminalreporter.section("trust")
    for what, number in sums.items():
        terminalreporter.write_line(f"{number:>8,}  {what.removeprefix('trust: ')}")
