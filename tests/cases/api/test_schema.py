"""/api/schema/ and /api/docs/"""

import re
from html.parser import HTMLParser
from io import StringIO

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from cases.api import examples
from cases.api.serializers.analysis import AnalysisDetailSerializer
from ml.quality import SENTENCES
from tests.factories import LesionFactory, PatientFactory


@pytest.fixture(scope="module")
def schema() -> dict:
    """The description as programs read it."""
    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_description_is_valid_and_made_without_a_warning():
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=StringIO())


def test_every_operation_has_a_summary_or_a_description(schema):
    bare = [
        (address, method)
        for address, operations in schema["paths"].items()
        for method, operation in operations.items()
        if not operation.get("summary") and not operation.get("description")
    ]
    assert bare == []


def test_every_operation_behind_the_sign_in_says_how_it_refuses(schema):
    operation = schema["paths"]["/api/cases/{case_id}/images/"]["post"]

    assert {"200", "201", "400", "401", "403", "404", "429"} == set(operation["responses"])
    body = operation["responses"]["404"]["content"]["application/json"]
    assert body["schema"] == {"$ref": "#/components/schemas/Error"}
    assert body["example"]["error"]["code"] == "not_found"


def test_an_act_without_a_body_says_that_it_can_be_refused(schema):
    for address in ("/api/imports/{run_id}/cancel/", "/api/imports/{run_id}/confirm/"):
        assert "400" in schema["paths"][address]["post"]["responses"]
    for address in ("/api/cases/{case_id}/lost/", "/api/cases/{case_id}/review/"):
        assert "400" in schema["paths"][address]["delete"]["responses"]


def test_a_list_says_that_there_may_be_no_such_page(schema, as_ana):
    assert as_ana.get("/api/body-sites/?page=1000").status_code == 404
    paged = [
        operations["get"]["responses"]
        for operations in schema["paths"].values()
        if any(one["name"] == "page" for one in operations.get("get", {}).get("parameters", []))
    ]
    assert len(paged) > 10
    assert all("404" in responses for responses in paged)


def test_every_choice_that_may_be_empty_says_so(schema):
    written = schema["components"]["schemas"]["Draft"]["properties"]

    for name in ("diagnosis", "management", "impression", "impression_confidence", "override_reason"):
        assert {"$ref": "#/components/schemas/BlankEnum"} in written[name]["oneOf"], name


def test_the_examples_of_the_main_path_are_taken_as_they_are(as_ana, clinic_a):
    patient, lesion = PatientFactory(clinic=clinic_a), LesionFactory(patient__clinic=clinic_a)

    answers = [
        as_ana.post("/api/patients/", examples.PATIENT.value),
        as_ana.post("/api/lesions/", examples.LESION.value | {"patient": patient.pk}),
        as_ana.post("/api/cases/", examples.CASE.value | {"lesion": lesion.pk}),
    ]

    assert [answer.status_code for answer in answers] == [201, 201, 201]


@pytest.mark.parametrize("example", examples.ANALYSIS, ids=lambda example: example.value["state"])
def test_the_examples_of_an_analysis_have_its_fields(example):
    assert set(example.value) == set(AnalysisDetailSerializer().fields)
    if example.value["probabilities"]:
        assert sum(example.value["probabilities"].values()) == pytest.approx(1)
    if example.value["state"] == "rejected":
        assert SENTENCES[example.value["reason_code"]] == example.value["reason"]


class Page(HTMLParser):
    """What a page loads, and what a strict Content-Security-Policy would refuse."""

    def __init__(self, html: str):
        super().__init__()
        self.loads: list[str] = []
        self.refused: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.loads += [found[name] for name in ("src", "href") if name in found]
        inline_script = tag == "script" and "src" not in found
        if inline_script or tag == "style" or any(name == "style" or name.startswith("on") for name in found):
            self.refused.append(self.get_starttag_text())


def test_the_page_about_the_api_needs_no_internet_and_no_exception_from_the_policy(db):
    answer = APIClient().get("/api/docs/")

    page = Page(answer.content.decode())
    assert answer.status_code == 200
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert page.refused == []
    assert len(page.loads) == 4
    for address in page.loads:
        assert re.match(r"/(static|api)/", address), f"{address} is not on this site"
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/")), f"{address} is not shipped"


def test_the_script_of_that_page_asks_nobody_outside(db):
    script = APIClient().get("/api/docs/?script=")

    assert script["Content-Type"].startswith("application/javascript")
    # Swagger's own default shows every description to a validator on the internet
    assert '"validatorUrl": null' in script.content.decode()
    assert "http" not in script.content.decode().replace('"http"', "")


def test_the_description_is_public_and_holds_no_record(db):
    PatientFactory(name="Canary Patient")

    answer = APIClient().get("/api/schema/")

    assert answer.status_code == 200
    assert b"/api/patients/" in answer.content
    assert b"Canary" not in answer.content
