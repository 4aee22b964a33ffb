"""The FHIR bundle, from the page and over the API."""

import json

import pytest
from django.urls import reverse

from tests.cases.api.conftest import api, as_ana  # noqa: F401 - fixtures
from tests.cases.fhir.bundles import of_type
from tests.cases.report.cases import whole_case

pytestmark = pytest.mark.django_db


def test_the_page_gives_a_file_whose_pictures_can_be_fetched(browser, clinic_a, ana):
    case = whole_case(clinic_a, ana)

    answer = browser.get(reverse("cases:case_fhir", args=[case.pk]))

    assert answer["Content-Type"] == "application/fhir+json"
    assert answer["Content-Disposition"] == f'attachment; filename="case-{case.pk}.fhir.json"'
    media = of_type(json.loads(answer.content), "Media")[0]
    picture = browser.get(media["content"]["url"])
    assert b"".join(picture.streaming_content).startswith(b"\xff\xd8")


def test_the_api_gives_the_same_bundle(browser, as_ana, clinic_a, ana):  # noqa: F811
    case = whole_case(clinic_a, ana)

    page = json.loads(browser.get(reverse("cases:case_fhir", args=[case.pk])).content)
    answer = as_ana.get(f"/api/cases/{case.pk}/fhir/")

    assert answer["Content-Type"] == "application/fhir+json"
    over_api = json.loads(b"".join(answer.streaming_content))
    assert over_api["entry"] == page["entry"]
