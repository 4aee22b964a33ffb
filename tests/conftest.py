"""Fixtures for every test: the fixed cast, a folder of their own for files, the real pictures where they are."""

import os
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import FileField
from django.test import TransactionTestCase

from accounts.audit.append_only import lift
from analysis.models import Prediction, Segmentation
from cases.models import LesionImage
from tests.factories import ClinicFactory, UserFactory
from tests.shares import (  # noqa: F401 (hooks of pytest)
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_xdist_auto_num_workers,
    pytest_xdist_make_scheduler,
)

# a test with transactions of its own ends by emptying all tables; the `post_migrate` that follows guards them again
_empty_all_tables = TransactionTestCase._fixture_teardown


def _empty_the_audit_trail_too(self):
    lift(connection)
    _empty_all_tables(self)


TransactionTestCase._fixture_teardown = _empty_the_audit_trail_too

REQUIRED = os.environ.get("SKINLESION_REQUIRE_SERVICES") == "1"


def skip_or_fail(what: str) -> None:
    """A missing service is a visible skip on a developer's machine and a failure where CI promises it."""
    if REQUIRED:
        pytest.fail(f"{what}, and SKINLESION_REQUIRE_SERVICES=1 says it must be there.")
    pytest.skip(what)


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real pictures (SKINLESION_DATA)."""
    folder = os.environ.get("SKINLESION_DATA", "")
    if not folder:
        skip_or_fail("SKINLESION_DATA is not set: no real pictures")
    if not (Path(folder) / "photos").is_dir():
        skip_or_fail("SKINLESION_DATA has no folder `photos`")
    return Path(folder).resolve()


@pytest.fixture(autouse=True)
def _own_files(tmp_path, settings, monkeypatch):
    """Each test writes pictures to its own folder."""
    settings.VAR_DIR = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            alias: {
                **settings.STORAGES[alias],
                "OPTIONS": {**settings.STORAGES[alias].get("OPTIONS", {}), "location": tmp_path / alias},
            }
            for alias in ("default", "originals", "renditions")
        },
    }
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    # a file field asks for its storage once, when its class is made
    for model in (LesionImage, Prediction, Segmentation):
        for field in model._meta.fields:
            if isinstance(field, FileField):
                monkeypatch.setattr(field, "storage", field._storage_callable())


@pytest.fixture
def clinic_a(db):
    """The clinic everything belongs to."""
    return ClinicFactory(name="Clinic A")


@pytest.fixture
def clinic_b(db):
    """Another clinic on the same machine."""
    return ClinicFactory(name="Clinic B")


@pytest.fixture
def ana(clinic_a):
    """A clinician who treats."""
    return UserFactory(email="ana@clinic-a.example", full_name="Ana Alvarez", clinic=clinic_a)


@pytest.fixture
def bo(clinic_a):
    """Ana's colleague, who reviews."""
    return UserFactory(email="bo@clinic-a.example", full_name="Bo Berg", clinic=clinic_a)


@pytest.fixture
def cy(clinic_b):
    """A clinician of another clinic, who must not get in."""
    return UserFactory(email="cy@clinic-b.example", full_name="Cy Chen", clinic=clinic_b)


@pytest.fixture
def admin_a(clinic_a):
    """The administrator of Ana's clinic."""
    return UserFactory(email="admin@clinic-a.example", full_name="Ada Adler", clinic=clinic_a, role="admin")


@pytest.fixture
def admin_b(clinic_b):
    """The administrator of the other clinic."""
    return UserFactory(email="admin@clinic-b.example", full_name="Abe Baker", clinic=clinic_b, role="admin")
