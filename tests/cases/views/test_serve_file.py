"""Pictures are sent to those who may see the record, and to nobody's cache."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from tests.factories import DoneAnalysisFactory, UserFactory

pytestmark = pytest.mark.django_db
FILES = [
    ("image_file", "rendition"),
    ("image_file", "thumbnail"),
    ("image_file", "original"),
    ("analysis_file", "mask"),
    ("analysis_file", "overlay"),
    ("analysis_file", "explanation"),
]


@pytest.fixture
def address(clinic_a):
    """The address of a file of a finished picture of clinic A."""
    analysis = DoneAnalysisFactory(image__case__lesion__patient__clinic=clinic_a)
    keys = {"image_file": analysis.image.pk, "analysis_file": analysis.pk}
    return lambda name, kind: reverse(f"cases:{name}", args=[keys[name], kind])


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_a_colleague_gets_the_file_and_no_cache_keeps_it(name, kind, address, client, ana):
    client.force_login(ana)
    response = client.get(address(name, kind))
    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    assert response["Content-Type"] == ("image/png" if kind in ("mask", "explanation") else "image/jpeg")
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment" if kind == "original" else "inline")


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_a_clinician_of_another_clinic_finds_nothing(name, kind, address, client, cy):
    client.force_login(cy)
    assert client.get(address(name, kind)).status_code == 404


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_strangers_are_sent_to_the_sign_in_page(name, kind, address, client):
    response = client.get(address(name, kind))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:sign_in"))


@pytest.mark.parametrize(("name", "kind"), FILES)
def test_who_still_waits_for_approval_gets_no_picture(name, kind, address, client, clinic_a):
    client.force_login(UserFactory(clinic=clinic_a, approved_at=None))
    assert client.get(address(name, kind)).status_code in (302, 403)


@pytest.mark.parametrize("name", ["image_file", "analysis_file"])
def test_an_unknown_kind_is_not_found(name, address, client, ana):
    client.force_login(ana)
    assert client.get(address(name, "everything")).status_code == 404


def test_the_page_gets_the_map_at_its_own_size_and_stretches_it(address, client, ana):
    client.force_login(ana)
    file = b"".join(client.get(address("analysis_file", "explanation")).streaming_content)
    with Image.open(BytesIO(file)) as shown:
        assert (shown.mode, shown.size) == ("RGBA", (224, 224))
    css = Path(finders.find("skinlesion/css/viewer.css")).read_text()
    assert re.search(r"^\.explanation \{[^}]*width: 100%;", css, re.M)
    assert re.search(r"^\.picture__frame \.explanation \{[^}]*height: 100%;", css, re.M)


def test_the_map_is_hidden_until_asked_for_in_every_browser():
    """A rule with :has that hides it would be skipped by a browser that does not know :has."""
    css = Path(finders.find("skinlesion/css/viewer.css")).read_text()
    assert re.search(r"^\.picture__frame \.explanation \{[^}]*display: none;", css, re.M)
    assert re.search(
        r"^\.viewer:has\(\[data-layer-switch=\"explanation\"\]:checked\) \.explanation \{ display: block; \}", css, re.M
    )
