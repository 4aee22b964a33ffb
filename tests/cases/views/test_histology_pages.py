"""Entering, correcting and withdrawing a histology, and what the case, the lesion and the patient show of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, LostToFollowUp, Pathology
from tests.cases.loop_rows import days_ago, histology, signed, withdrawn
from tests.cases.performance_rows import judged, picture
from tests.cases.views.conftest import count_queries
from tests.factories import CaseFactory, LesionFactory

REPORT = {"diagnosis": "mel", "breslow_mm": "0.4", "reported_on": "2026-03-02", "lab_number": "L-77"}


def page(kind: str, row) -> str:
    """The address of a page about that row."""
    return reverse(f"cases:{kind}", args=[row.pk])


def test_a_histology_is_entered_from_the_case(browser, case, ana):
    response = browser.post(page("enter_histology", case.lesion), REPORT | {"case": case.pk})

    assert response.url == page("case", case)
    pathology = Pathology.objects.get()
    assert (pathology.case, pathology.breslow_mm, pathology.entered_by) == (case, 0.4, ana)


def test_without_a_case_the_way_back_is_the_lesion(browser, lesion):
    assert browser.post(page("enter_histology", lesion), REPORT).url == page("lesion", lesion)
    assert Pathology.objects.get().case is None


def test_the_case_that_waits_is_chosen_already(browser, case):
    signed(case, days=3)

    html = browser.get(page("enter_histology", case.lesion)).content.decode()

    assert f'<option value="{case.pk}" selected>' in html


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"diagnosis": "nv"}, "Only a melanoma has a Breslow thickness."),
        ({"reported_on": str(timezone.localdate() + timedelta(days=2))}, "a day that is still to come"),
        ({"reported_on": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(browser, lesion, changes, said):
    response = browser.post(page("enter_histology", lesion), REPORT | changes)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Pathology.objects.exists()


def test_a_case_of_another_lesion_is_no_choice(browser, lesion):
    other = CaseFactory(lesion=LesionFactory(patient=lesion.patient))

    assert browser.post(page("enter_histology", lesion), REPORT | {"case": other.pk}).status_code == 422


def test_a_correction_starts_from_what_stands_there_and_keeps_both(browser, case, ana):
    wrong = histology(case.lesion, by=ana, case=case, breslow_mm=0.4, lab_number="L-77")
    html = browser.get(page("correct_histology", wrong)).content.decode()
    assert 'value="L-77"' in html
    assert f'value="{wrong.reported_on}"' in html

    right = REPORT | {"breslow_mm": "1.4", "case": case.pk, "reason": "A misprint"}
    response = browser.post(page("correct_histology", wrong), right)

    assert response.url == page("lesion", case.lesion)
    html = browser.get(response.url).content.decode()
    assert "<s>Melanoma, Breslow 0.4\N{NO-BREAK SPACE}mm</s>" in html
    assert "by Ana Alvarez: A misprint" in html
    assert "Melanoma, Breslow 1.4\N{NO-BREAK SPACE}mm" in html


def test_a_correction_needs_a_reason(browser, case, ana):
    wrong = histology(case.lesion, by=ana)

    assert browser.post(page("correct_histology", wrong), REPORT).status_code == 422
    assert Pathology.objects.get().withdrawn_at is None


def test_a_withdrawal_asks_why_and_stays_visible(browser, case, ana):
    wrong = histology(case.lesion, by=ana)
    assert browser.post(page("withdraw_histology", wrong), {"reason": ""}).status_code == 422

    response = browser.post(page("withdraw_histology", wrong), {"reason": "Wrong patient"})

    html = browser.get(response.url).content.decode()
    assert "Wrong patient" in html
    assert page("correct_histology", wrong) not in html
    again = browser.post(page("withdraw_histology", wrong), {"reason": "Twice"})
    assert "has been withdrawn already" in again.content.decode()


def test_the_case_says_that_it_waits_and_then_that_it_is_closed(browser, case, ana):
    assert "Nothing is planned before the case is signed." in browser.get(page("case", case)).content.decode()
    signed(case, days=21)
    assert "Biopsy planned 3 weeks ago, no histology yet" in browser.get(page("case", case)).content.decode()

    histology(case.lesion, by=ana, case=case, breslow_mm=0.4)

    assert "Closed: Melanoma, Breslow 0.4\N{NO-BREAK SPACE}mm" in browser.get(page("case", case)).content.decode()


def test_the_three_opinions(browser, case, ana):
    analysis = judged(picture(case), "likely_benign", "nv")
    signed(case, diagnosis="bcc", analysis=analysis, agreement="disagrees", override_reason="touch")
    histology(case.lesion, by=ana, case=case)

    html = browser.get(page("case", case)).content.decode()

    assert html.index("Clinician") < html.index("Basal cell carcinoma", html.index('class="opinions"'))
    for words in ("Both malignant", "Missed", "Likely benign, most probable: Melanocytic nevus 70.0%"):
        assert words in html


def test_where_the_impression_comes_first_a_histology_does_not_give_the_result_away(browser, case, ana, clinic_a):
    clinic_a.impression_first = True
    clinic_a.save()
    judged(picture(case), "suspicious")
    histology(case.lesion, by=ana, case=case)

    assert "Hidden until the impression is given" in browser.get(page("case", case)).content.decode()
    signed(case, "excise")
    assert "Hidden until" not in browser.get(page("case", case)).content.decode()


def test_the_lesion_offers_what_can_be_done(browser, case):
    signed(case, "follow_up", days=90, weeks=12)

    html = browser.get(page("lesion", case.lesion)).content.decode()

    assert "Follow-up due since 6 days" in html
    assert page("mark_lost_to_follow_up", case) in html
    assert "Start follow-up visit" in html


def test_a_follow_up_visit_is_a_new_case(browser, case):
    signed(case, "follow_up", days=90, weeks=12)

    browser.post(page("open_case", case.lesion), {"reason": "Follow-up visit"})

    assert Case.objects.count() == 2
    assert "Follow-up visit has started" in browser.get(page("lesion", case.lesion)).content.decode()


def test_lost_and_taken_back_with_the_toast(browser, case):
    signed(case, "follow_up", days=90, weeks=12)

    response = browser.post(page("mark_lost_to_follow_up", case), {"note": "Two letters"}, follow=True)

    html = response.content.decode()
    assert "Two letters" in html
    undo = page("unmark_lost_to_follow_up", case)
    assert f'<form method="post" action="{undo}">' in html[html.index('id="toasts"') :]
    html = browser.post(undo, follow=True).content.decode()
    assert "Follow-up due since 6 days" in html
    assert not LostToFollowUp.objects.exists()


def test_what_is_not_planned_cannot_be_lost(browser, case):
    response = browser.post(page("mark_lost_to_follow_up", case), {})

    assert response.status_code == 422
    assert "No follow-up is planned for this case." in response.content.decode()
    html = browser.post(page("unmark_lost_to_follow_up", case), follow=True).content.decode()
    assert "This follow-up is not marked as lost." in html


def test_the_patient_shows_what_is_open_late_things_first(browser, case):
    signed(case, days=3)
    late = CaseFactory(lesion=LesionFactory(patient=case.lesion.patient))
    signed(late, "follow_up", days=90, weeks=12)

    html = browser.get(page("patient", case.lesion.patient)).content.decode()

    assert html.index("Follow-up due since 6 days") < html.index("Biopsy planned 3 days ago")


def test_a_patient_with_nothing_open_shows_no_list(browser, case):
    assert "Still open" not in browser.get(page("patient", case.lesion.patient)).content.decode()


def test_pages_cost_the_same_with_one_lesion_and_with_ten(browser, case, ana):
    addresses = [page("patient", case.lesion.patient), page("lesion", case.lesion), page("case", case)]
    signed(case, days=3)
    histology(case.lesion, by=ana)
    few = [count_queries(browser, address) for address in addresses]
    for _ in range(9):
        another = CaseFactory(lesion=LesionFactory(patient=case.lesion.patient))
        signed(another, "follow_up", days=90, weeks=12)
        withdrawn(histology(case.lesion, by=ana, days=30))
        same = CaseFactory(lesion=case.lesion)
        signed(same, days=50)
        histology(case.lesion, by=ana, case=same)

    # the newest case has become another one, so each page shows all of it
    assert [count_queries(browser, address) for address in addresses] == few


def test_a_comment_is_escaped(browser, case, ana):
    histology(case.lesion, by=ana, comment="<b>bold</b>")

    assert "<b>bold" not in browser.get(page("lesion", case.lesion)).content.decode()


def test_the_form_takes_no_day_to_come(browser, lesion):
    html = browser.get(page("enter_histology", lesion)).content.decode()

    assert f'max="{days_ago(0)}"' in html
