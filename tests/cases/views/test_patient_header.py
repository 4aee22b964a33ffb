"""Who the page is about stays in sight on every page of a patient."""

import re

import pytest
from django.urls import reverse

from tests.factories import PatientFactory


@pytest.fixture
def pages(case):
    """Every page about Maria."""
    patient, lesion = case.lesion.patient, case.lesion
    return {
        "patient": reverse("cases:patient", args=[patient.pk]),
        "change": reverse("cases:change_patient", args=[patient.pk]),
        "mark": reverse("cases:mark_lesion", args=[patient.pk]),
        "lesion": reverse("cases:lesion", args=[lesion.pk]),
        "open": reverse("cases:open_case", args=[lesion.pk]),
        "case": reverse("cases:case", args=[case.pk]),
    }


def header(response) -> str:
    """Its text, tags taken out."""
    found = re.search(r'<section class="patient-header".*?</section>', response.content.decode(), re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group(0)))


@pytest.mark.parametrize("name", ["patient", "change", "mark", "lesion", "open", "case"])
def test_every_page_says_who_it_is_about(browser, pages, name):
    response = browser.get(pages[name])

    said = header(response)
    for words in ("Maria Lindqvist", "A-77", "years", "female", "skin type II"):
        assert words in said
    assert response.content.decode().count("<h1") == 1


def test_a_risk_factor_that_is_there_is_a_chip_and_one_that_is_not_is_no_word(browser, clinic_a):
    patient = PatientFactory(
        clinic=clinic_a, personal_melanoma=True, family_melanoma=False, immunosuppression=None, many_nevi=True
    )

    response = browser.get(reverse("cases:patient", args=[patient.pk]))

    said = header(response)
    chips = re.findall(r'chip--risk-factor">.*?</svg>([^<]+)</li>', response.content.decode(), re.S)
    assert chips == ["Melanoma before", "Many nevi"]
    assert "Not asked: immunosuppression" in said
    assert "amily melanoma" not in said


def test_nobody_asked_is_said_and_is_not_a_no(browser, pages):
    response = browser.get(pages["patient"])

    assert "Risk factors not asked" in header(response)
    html = response.content.decode()
    assert "Not present" not in html
    assert "None of the four" not in html


def test_four_noes_are_said_below_and_leave_the_header_alone(browser, clinic_a):
    noes = dict.fromkeys(("personal_melanoma", "family_melanoma", "immunosuppression", "many_nevi"), False)
    patient = PatientFactory(clinic=clinic_a, **noes)

    response = browser.get(reverse("cases:patient", args=[patient.pk]))

    assert "asked" not in header(response)
    assert "None of the four" in response.content.decode()


def test_what_nobody_recorded_is_said(browser, clinic_a):
    patient = PatientFactory(clinic=clinic_a, birth_date=None, sex="unknown", skin_type="")

    said = header(browser.get(reverse("cases:patient", args=[patient.pk])))

    for words in ("age unknown", "sex unknown", "skin type unknown"):
        assert words in said
