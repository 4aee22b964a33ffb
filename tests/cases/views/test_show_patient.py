"""A patient's page."""

import re
from datetime import date

from django.urls import reverse
from django.utils import timezone

from cases.body_regions import REGIONS
from cases.models import Review
from cases.services.lift_hold import lift_hold
from cases.services.place_hold import place_hold
from tests.cases.views.conftest import browser_of, count_queries
from tests.factories import CaseFactory, DoneAnalysisFactory, LesionFactory, LesionImageFactory, PatientFactory


def page(patient) -> str:
    """Its address."""
    return reverse("cases:patient", args=[patient.pk])


def test_the_head_says_who_it_is(browser, patient):
    html = browser.get(page(patient)).content.decode()

    for words in ("Maria Lindqvist", "A-77", "years", "female", "skin type II"):
        assert words in html


def test_each_lesion_is_a_dot_on_its_side_with_the_number_of_its_row(browser, patient):
    back = LesionFactory(patient=patient, body_view="back", body_x=0.5, body_y=0.25)
    front = LesionFactory(patient=patient, body_site="chest", body_view="front", body_x=0.25, body_y=0.5)

    response = browser.get(page(patient))

    (on_front,), (on_back,) = response.context["dots"]["front"], response.context["dots"]["back"]
    assert (on_back.number, on_back.cx, on_back.cy) == (1, "100.0", "110.0")
    assert (on_front.number, on_front.cx, on_front.cy) == (2, "50.0", "220.0")
    html = response.content.decode()
    assert f'href="{reverse("cases:lesion", args=[back.pk])}" aria-label="Lesion 1: Upper back, ' in html
    assert f'href="{reverse("cases:lesion", args=[front.pk])}" aria-label="Lesion 2: Chest, anterior torso, ' in html


def test_a_lesion_without_a_point_is_in_the_list_and_not_on_the_map(browser, patient):
    LesionFactory(patient=patient, body_view="", body_x=None, body_y=None)

    response = browser.get(page(patient))

    assert response.context["dots"] == {"front": [], "back": []}
    html = response.content.decode()
    assert "not on the body map" in html
    assert re.search(r"Not on the map: <a [^>]+>lesion 1, upper back", html)
    assert response.context["legend"] == []


def test_without_lesions_the_page_says_what_comes_next(browser, patient):
    assert "Mark the first lesion: click where it is on the body." in browser.get(page(patient)).content.decode()


def test_notes_are_escaped(browser, patient):
    patient.notes = "<img src=x onerror=alert(1)>"
    patient.save()

    assert "<img src=x" not in browser.get(page(patient)).content.decode()


def test_queries_do_not_grow_with_the_lesions(browser, patient):
    def add(count: int) -> None:
        for _ in range(count):
            case = CaseFactory(lesion=LesionFactory(patient=patient))
            DoneAnalysisFactory(image=LesionImageFactory(case=case))
            Review.objects.create(
                case=case,
                author=case.opened_by,
                diagnosis="nv",
                management="excise",
                agreement="no_result",
                signed_at=timezone.now(),
                signed_by=case.opened_by,
            )

    add(3)
    few = count_queries(browser, page(patient))
    add(27)

    assert count_queries(browser, page(patient)) == few


def test_every_region_is_a_link_to_a_new_lesion_there(browser, patient):
    html = browser.get(page(patient)).content.decode()

    links = re.findall(r'<a class="body-map__region[^"]*" href="([^"]+)" aria-label="([^"]+)"', html)
    assert len(links) == len(REGIONS)
    address = reverse("cases:mark_lesion", args=[patient.pk])
    where = "site=upper_arm&amp;view=front&amp;x=0.230&amp;y=0.323"
    assert (f"{address}?{where}", "Mark a lesion: right upper arm, front") in links
    assert f'href="{address}?site=oral"' in html


def test_a_dot_says_its_state_and_the_legend_explains_the_ones_that_are_there(browser, patient):
    lesion = LesionFactory(patient=patient)
    DoneAnalysisFactory(image=LesionImageFactory(case=CaseFactory(lesion=lesion)))
    LesionFactory(patient=patient, body_site="chest", body_view="front")

    response = browser.get(page(patient))

    html = response.content.decode()
    assert 'aria-label="Lesion 1: Upper back, posterior torso, suspicious"' in html
    assert 'aria-label="Lesion 2: Chest, anterior torso, no result shown"' in html
    assert [(entry.state, entry.count) for entry in response.context["legend"]] == [("suspicious", 1), ("open", 1)]
    card = re.search(rf'<div class="dot-card" data-card="{lesion.pk}".*?</div>\s*</div>', html, re.S).group(0)
    assert "65.0%" in card
    assert "/thumbnail/" in card


def test_many_lesions_can_be_narrowed_to_a_part_of_the_body_and_keep_their_numbers(browser, patient):
    for site in ("upper_back", "face", "upper_back", "chest", "chest", "thigh"):
        LesionFactory(patient=patient, body_site=site)

    response = browser.get(page(patient), {"region": "anterior_torso"})

    assert [row.lesion.number for row in response.context["rows"]] == [4, 5]
    assert [dot.number for dot in response.context["dots"]["back"]] == [4, 5]
    html = response.content.decode()
    assert re.search(r'<a href="\?region=anterior_torso" aria-current="true">Anterior torso <span>2</span>', html)
    assert len(browser.get(page(patient), {"region": "moon"}).context["rows"]) == 6


def test_consent_and_notes_are_said(browser, patient):
    assert "No consent recorded" in browser.get(page(patient)).content.decode()

    patient.research_consent_on = date(2026, 3, 2)
    patient.notes = "Roofer"
    patient.save()

    html = browser.get(page(patient)).content.decode()
    assert "Consented on 2 March 2026" in html
    assert "<p>Roofer</p>" in html


def test_a_merged_patients_pages_lead_to_the_survivor_and_say_so(browser, patient, clinic_a):
    merged = PatientFactory(clinic=clinic_a, record_number="OLD-1", merged_into=patient)

    for name in ("patient", "change_patient", "mark_lesion"):
        response = browser.get(reverse(f"cases:{name}", args=[merged.pk]))
        assert (response.status_code, response.url) == (302, page(patient))
    assert "Record number OLD-1 was merged into this patient." in browser.get(page(patient)).content.decode()


def test_a_merged_patient_of_another_clinic_is_as_absent_as_any(cy, patient, clinic_a):
    merged = PatientFactory(clinic=clinic_a, merged_into=patient)

    assert browser_of(cy).get(page(merged)).status_code == 404


def test_a_legal_hold_is_said_while_it_stands(browser, patient, admin_a):
    assert "Legal hold" not in browser.get(page(patient)).text
    place_hold(patient=patient, reason="Court of Malmö", by=admin_a)
    assert "The record must not be erased: Court of Malmö" in browser.get(page(patient)).text
    lift_hold(patient=patient, reason="Settled", by=admin_a)
    assert "Legal hold" not in browser.get(page(patient)).text
