"""The PDF, read back with poppler."""

import re

import numpy as np
import pytest
from django.template.loader import get_template
from django.utils import timezone
from PIL import Image

from cases.models import Case
from cases.report.body_outline import HEIGHT, SILHOUETTE, WIDTH
from cases.report.pdf import render_pdf
from cases.services.print_report import print_report
from tests.cases.report.cases import LONG_NAME, NOW, histology, sign, whole_case
from tests.cases.report.printed import images_of, pages_of, text_of
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db


def printed(case: Case, by) -> bytes:
    """The file."""
    case = Case.objects.select_related("lesion__patient__clinic", "opened_by").get(pk=case.pk)
    return render_pdf(print_report(case=case, form="pdf", by=by, now=NOW))


def test_every_page_says_whose_and_that_nobody_signed(clinic_a, ana, tmp_path):
    pages = text_of(printed(whole_case(clinic_a, ana), ana), tmp_path).split("\f")[:-1]

    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert "PRELIMINARY" in page
        assert "No clinician has signed this report." in page
        assert "Record number A-77" in page
        assert f"Page {number} of {len(pages)}" in page
        assert "Decision support, not a diagnosis." in page


def test_a_signed_report_is_not_preliminary(clinic_a, ana, bo, tmp_path):
    case = whole_case(clinic_a, ana)
    sign(case, ana)
    sign(case, bo, 2, diagnosis="mel_in_situ")
    histology(case, bo)

    text = text_of(printed(case, ana), tmp_path)

    assert "PRELIMINARY" not in text
    assert "Melanoma in situ" in text
    assert "Signed by Bo Berg, 25 Nov 2026, 12:00 UTC (version 2)" in text
    assert "Version 2 amends version 1 (Melanoma, excise or biopsy; signed by Ana Alvarez" in text
    assert "0.4 mm" in text


def test_what_the_networks_say_is_there_with_their_hashes(clinic_a, ana, tmp_path):
    text = text_of(printed(whole_case(clinic_a, ana), ana), tmp_path)

    assert "Suspicious" in text
    assert "Malignant probability 65.0%, at or above the rule-out" in text
    assert "threshold 30.0%: chosen on the validation pictures" in text
    assert re.search(r"Melanocytic nevus\s+23\.0%", text)
    assert f"weights sha256 {'c1a5' * 16}" in text
    assert re.search(r"4\.6\smm", text)
    assert "scale unknown: sizes in pixels only" in text
    assert "Outline by the network segmenter-test" in text


def test_a_result_that_is_left_to_a_person_or_refused_shows_no_class(clinic_a, ana, tmp_path):
    text = text_of(printed(whole_case(clinic_a, ana), ana), tmp_path)

    after = text[text.index("Picture 2") :]
    assert "Needs a person" in after
    assert "Analysed anyway" in after
    assert "too blurred" in after
    assert "Cannot be analysed, no result: The picture is too" in after
    for word in ("Melanoma", "nevus", "Malignant probability", "65.0%", "60.0%", "benign"):
        assert word not in after, word
    assert "(synthetic: drawn by a program)" in after


def test_names_in_other_alphabets_print(clinic_a, ana, tmp_path):
    text = text_of(printed(whole_case(clinic_a, ana, name=LONG_NAME), ana), tmp_path)

    assert "Łukasz Żółć" in text
    assert "Παπαδόπουλος" in text
    assert "Алексеева" in text


def test_pictures_are_there_and_outlines_are_lines(clinic_a, ana, tmp_path):
    pdf = printed(whole_case(clinic_a, ana), ana)

    assert images_of(pdf, tmp_path) == 3  # the body map and the outlines are drawn, not pixels
    pages = pages_of(pdf, tmp_path)
    assert len(pages) >= 2
    for page in pages:
        with Image.open(page) as shown:
            pixels = np.asarray(shown.convert("RGB")).astype(int)
        skin = (pixels[..., 0] - pixels[..., 2] > 25) & (pixels[..., 0] < 250)
        assert skin.mean() > 0.05


def test_the_dot_is_on_the_body(clinic_a, ana, tmp_path):
    with_dot = whole_case(clinic_a, ana)
    case = CaseFactory(lesion__patient=with_dot.lesion.patient, opened_by=ana)
    nowhere = CaseFactory(
        lesion__patient=with_dot.lesion.patient,
        lesion__body_view="",
        lesion__body_x=None,
        lesion__body_y=None,
        opened_by=ana,
    )

    assert _red(printed(case, ana), tmp_path) > 0
    assert _red(printed(nowhere, ana), tmp_path) == 0
    assert "Not marked" in text_of(printed(nowhere, ana), tmp_path)


def _red(pdf: bytes, folder) -> int:
    """How many pixels of the first page are of the dot's colour."""
    with Image.open(pages_of(pdf, folder)[0]) as page:
        pixels = np.asarray(page.convert("RGB")).astype(int)
    return int((np.abs(pixels - (0xA8, 0x32, 0x1F)).sum(axis=2) < 30).sum())


def test_paper_and_page_show_the_same_body():
    page = get_template("parts/body_map.html").template.source

    assert f'd="{SILHOUETTE}"' in page
    assert f'viewBox="0 0 {WIDTH} {HEIGHT}"' in page


def test_the_same_report_gives_the_same_bytes(clinic_a, ana):
    case = whole_case(clinic_a, ana)

    assert printed(case, ana) == printed(case, ana)


def test_no_property_of_the_file_names_the_patient(clinic_a, ana):
    pdf = printed(whole_case(clinic_a, ana, name="Maria Unmistakable"), ana)

    assert b"Unmistakable" not in pdf
    assert b"Report of case" in pdf


def test_typed_text_is_no_markup(clinic_a, ana, tmp_path):
    case = whole_case(clinic_a, ana)
    sign(case, ana, notes="a < b & <para>c</para>", follow_up_due_on=None)

    assert "a < b & <para>c</para>" in text_of(printed(case, ana), tmp_path)


def test_long_notes_run_over_pages(clinic_a, ana, tmp_path):
    case = whole_case(clinic_a, ana)
    sign(case, ana, notes="\n".join(f"Line {number} of the notes." for number in range(160)))
    found = histology(case, ana)
    found.comment = "\n".join(f"Line {number} of the comment." for number in range(120))
    found.save()

    text = text_of(printed(case, ana), tmp_path)

    assert "Line 0 of the notes." in text
    assert "Line 159 of the notes." in text
    assert "Line 119 of the comment." in text
    assert timezone.localtime(NOW).strftime("%H:%M") in text


@pytest.fixture
def printed_for(clinic_a, ana, tmp_path):
    """The text of a report on somebody of that name."""

    def printed_for(name: str) -> str:
        case = whole_case(clinic_a, ana)
        case.lesion.patient.name = name
        case.lesion.patient.save()
        return text_of(printed(case, ana), tmp_path)

    return printed_for


@pytest.mark.parametrize("name", ["王小明", "محمد علي", "דוד לוי", "สมชาย"])
def test_letters_that_cannot_be_printed_are_announced(printed_for, name):
    text = " ".join(printed_for(name).split())
    assert "Not all letters of this report can be printed in a PDF." in text
    assert "Record number A-77" in text


@pytest.mark.parametrize("name", ["Zoë Łukasiewicz-Ångström", "Ελένη Παπαδοπούλου", "Анна Ковалёва", "Nguyễn Thị Ánh"])
def test_letters_that_can_be_printed_are_not(printed_for, name):
    text = printed_for(name)
    assert "Not all letters" not in text
    assert name in text
