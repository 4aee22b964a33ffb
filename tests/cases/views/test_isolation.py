"""Who may not get in: strangers go to the sign-in page, other clinics find nothing, on every page of the record."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.urls import urlpatterns
from tests.cases.loop_rows import histology
from tests.cases.views.conftest import HTMX, browser_of
from tests.factories import (
    BreakGlassFactory,
    DoneAnalysisFactory,
    DrawnSegmentationFactory,
    ImportRowFactory,
    ReviewFactory,
)

FORMS = {"register_patient", "change_patient", "mark_lesion", "open_case", "draw_outline", "sign_review"}
FORMS |= {"enter_histology", "correct_histology", "withdraw_histology", "mark_lost_to_follow_up"}
POSTS = {"upload_image", "analyse_image", "record_impression", "save_draft", "amend_review", "discard_amendment"}
POSTS |= {"unmark_lost_to_follow_up", "confirm_import", "cancel_import", "end_break_glass"}
OF_NOBODY = {
    "break_glass",
    "worklist",
    "patients",
    "register_patient",
    "performance",
    "imports",
    "export_worklist",
    "queue",
    "count_worklists",
}
FOR_ADMINS = {"export_dataset"}  # of nobody too
EVERY_PAGE = sorted(pattern.name for pattern in urlpatterns)


@pytest.fixture
def address(case, image):
    """The address of a page about clinic A's record."""
    analysis = DoneAnalysisFactory(image=image)
    ids = {
        "patient_id": case.lesion.patient_id,
        "lesion_id": case.lesion_id,
        "case_id": case.pk,
        "image_id": image.pk,
        "analysis_id": analysis.pk,
        "run_id": ImportRowFactory(run__clinic=image.received_by.clinic).run_id,
        "outline_id": DrawnSegmentationFactory(image=image).pk,
        "review_id": ReviewFactory(case=case).pk,
        "glass_id": BreakGlassFactory(user=case.opened_by, patient=case.lesion.patient).pk,
        "pathology_id": histology(case.lesion, by=case.opened_by).pk,
    }
    kinds = {"image_file": "rendition", "analysis_file": "mask"}

    def address_of(name: str) -> str:
        pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
        wanted = {key: ids[key] for key in pattern.pattern.converters if key in ids}
        if name in kinds:
            wanted["kind"] = kinds[name]
        return reverse(f"cases:{name}", kwargs=wanted)

    return address_of


def ask(client: Client, name: str, address: str, **headers):
    """The request that the page is for; a file is read to its end, which closes it."""
    response = client.post(address, headers=headers) if name in POSTS else client.get(address, headers=headers)
    if response.streaming:
        assert b"".join(response.streaming_content)
    return response


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_anonymous_is_sent_to_the_sign_in_page(name, address):
    response = ask(Client(), name, address(name))

    assert response.status_code == 302
    assert response.url.startswith(reverse("accounts:sign_in"))


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_anonymous_htmx_is_told_to_go_there(name, address):
    response = ask(Client(), name, address(name), **HTMX)

    assert response.status_code == 401
    assert response["HX-Redirect"].startswith(reverse("accounts:sign_in"))


@pytest.mark.parametrize("name", sorted(set(EVERY_PAGE) - OF_NOBODY - FOR_ADMINS))
def test_another_clinic_finds_nothing(name, address, cy):
    assert ask(browser_of(cy), name, address(name)).status_code == 404
    if name in FORMS:
        assert browser_of(cy).post(address(name), {"reason": "curious"}).status_code == 404


@pytest.mark.parametrize("name", sorted(set(EVERY_PAGE) - OF_NOBODY - FOR_ADMINS - POSTS))
def test_a_colleague_sees_it(name, address, bo):
    """Else the test above would pass on a page that finds nothing for anybody."""
    assert ask(browser_of(bo), name, address(name), **HTMX).status_code in (200, 286)


def test_lists_of_another_clinic_are_empty(address, cy, patient):
    for name in ("worklist", "patients"):
        html = browser_of(cy).get(address(name), {"state": "all"}).content.decode()
        assert patient.name not in html
        assert patient.record_number not in html


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_who_waits_for_approval_sees_nothing(name, address, ana):
    ana.approved_at = None
    ana.save()

    assert ask(browser_of(ana), name, address(name)).status_code in (302, 403)


@pytest.mark.parametrize("name", sorted(POSTS))
def test_a_link_changes_nothing(name, address, browser):
    assert browser.get(address(name)).status_code == 405


@pytest.mark.parametrize("name", sorted(FORMS | POSTS | {"imports", "break_glass"}))
def test_a_form_needs_its_token(name, address, ana):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana)

    response = strict.post(address(name), {})

    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()


@pytest.mark.parametrize("name", sorted(set(EVERY_PAGE) - FOR_ADMINS - POSTS))
def test_no_browser_stores_a_page(name, address, browser):
    assert "no-store" in ask(browser, name, address(name), **HTMX)["Cache-Control"]
