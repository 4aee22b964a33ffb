"""The pages of an import, from the drop to the last picture."""

import pytest
from django.urls import reverse

from cases.models import ImportRun, LesionImage
from cases.services.work_on_import import work_on_import
from tests.cases.services.imports import TABLE, checked, dropped, kept_zips, picture, three, zipped
from tests.cases.views.conftest import HTMX, browser_of, count_queries
from tests.factories import ImportRowFactory, ImportRunFactory

pytestmark = pytest.mark.django_db(transaction=True)
BAD = "file,patient,lesion,site\na.jpg,P-1,L1,face\nb.jpg,=SUM(A1),L1,moon\nc.jpg,P-2,,\n"


def page(run: ImportRun) -> str:
    """The address of its page."""
    return reverse("cases:import", args=[run.pk])


def test_from_the_drop_to_the_last_picture(browser):
    files = [dropped("pictures.zip", zipped(three())), dropped("table.csv", TABLE)]
    answer = browser.post(reverse("cases:imports"), {"files": files, "patient": "", "site": ""})
    run = ImportRun.objects.get()
    assert answer.url == page(run)

    html = browser.get(page(run)).content.decode()
    assert "Checking the rows. Nothing is stored yet." in html
    assert 'hx-trigger="every 1s"' in html

    work_on_import(run_id=run.pk)
    fragment = browser.get(page(run), headers=HTMX).content.decode()
    assert "<html" not in fragment
    assert "every 1s" not in fragment
    assert "Every row is ready." in fragment
    assert "Import 3 pictures" in fragment
    assert "Only a diagnosis by histopathology is kept" in fragment

    assert browser.post(reverse("cases:confirm_import", args=[run.pk])).url == page(run)
    assert "The pictures are coming in." in browser.get(page(run)).content.decode()
    work_on_import(run_id=run.pk)
    assert "3 pictures imported" in browser.get(page(run)).content.decode()
    assert LesionImage.objects.count() == 3
    assert "Finished" in browser.get(reverse("cases:imports")).content.decode()


def test_errors_stand_beside_their_rows_and_in_a_csv_that_is_safe(browser, ana):
    run = checked(ana, three(), BAD)
    html = browser.get(page(run)).content.decode()
    assert "1 of 3 rows are ready" in html
    assert "“moon” is not known here." in html

    answer = browser.get(reverse("cases:import_errors", args=[run.pk]))
    assert answer["Content-Type"].startswith("text/csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines == [
        "\ufeffrow,file,column,code,error",
        "3,b.jpg,site,unknown,“moon” is not known here.",
        "4,c.jpg,site,missing,The row says no body site.",
    ]


def test_an_import_that_is_still_being_read_says_so(browser, ana):
    run = ImportRunFactory(clinic=ana.clinic, read_at=None, checked_at=None)
    assert "The table is being read; 0 rows so far." in browser.get(page(run)).content.decode()


def test_nothing_ready_offers_no_confirmation(browser, ana):
    html = browser.get(page(checked(ana, three(), "file,patient,site\na.jpg,,\n"))).content.decode()
    assert "No row can be imported." in html
    assert "confirm" not in html


def test_a_refused_upload_says_why_and_keeps_what_was_typed(browser, tmp_path):
    typed = {"files": [dropped("a.zip", b"PK\x03\x04 broken")], "patient": "P-77", "site": "face"}
    answer = browser.post(reverse("cases:imports"), typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "The ZIP cannot be opened" in html
    assert 'value="P-77"' in html
    assert kept_zips(tmp_path) == []


def test_without_files_the_form_says_so(browser):
    answer = browser.post(reverse("cases:imports"), {"patient": "P"})
    assert answer.status_code == 422
    assert "Choose a ZIP" in answer.content.decode()


def test_a_zip_may_be_larger_than_a_picture_and_not_larger_than_allowed(browser, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    settings.IMPORT_MAX_BYTES = 5000
    data = zipped({f"{n}.jpg": picture(n) for n in range(4)})
    assert 2000 < len(data) < 5000
    about = {"patient": "P", "site": "face"}
    assert browser.post(reverse("cases:imports"), {"files": [dropped("a.zip", data)], **about}).status_code == 302
    settings.IMPORT_MAX_BYTES = 2000
    answer = browser.post(reverse("cases:imports"), {"files": [dropped("a.zip", data)], **about})
    assert answer.status_code == 422


def test_cancelled_on_its_page(browser, ana):
    run = checked(ana)
    browser.post(reverse("cases:cancel_import", args=[run.pk]))
    assert "Nothing was stored." in browser.get(page(run)).content.decode()
    answer = browser.post(reverse("cases:confirm_import", args=[run.pk]), follow=True)
    assert "does not wait for a confirmation" in answer.content.decode()


def test_pages_take_as_many_queries_for_many_rows_as_for_few(browser, ana):
    run = ImportRunFactory(clinic=ana.clinic, started_by=ana)
    said = [{"column": "site", "code": "unknown", "message": "Not known."}]

    def grow(count):
        ImportRowFactory.create_batch(count, run=run)
        ImportRowFactory.create_batch(count, run=run, state="refused", errors=said)
        ImportRunFactory.create_batch(count, clinic=ana.clinic)

    def measure():
        return [count_queries(browser, address) for address in (page(run), reverse("cases:imports"))]

    grow(2)
    few = measure()
    grow(20)
    assert measure() == few


def test_another_clinics_imports_are_not_listed(ana, cy):
    checked(ana)
    assert "No import yet" in browser_of(cy).get(reverse("cases:imports")).content.decode()
