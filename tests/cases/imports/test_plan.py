"""Table and files together: what a row says, and what is wrong with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.imports.plan import plan_rows
from cases.imports.refused import ImportRefused
from cases.imports.sheet import read_sheet
from cases.models import ImportRow

TOMORROW = (timezone.localdate() + timedelta(days=2)).isoformat()


def planned(table: str, keys=("a.jpg",), **meant) -> list[ImportRow]:
    """The rows of the table."""
    return list(plan_rows(list(keys), read_sheet(table.encode()), **{"patient": "", "site": "", **meant}))


def one(header: str, line: str) -> ImportRow:
    """The row of a table of one line about a.jpg."""
    (row,) = planned(f"file,{header}\na.jpg,{line}\n")
    return row


def said(row: ImportRow) -> list[tuple[str, str]]:
    """Columns and codes of what is wrong."""
    return [(error["column"], error["code"]) for error in row.errors]


def test_a_row_in_our_own_words():
    row = one(
        "patient,name,birth_date,sex,skin_type,lesion,site,date,type,mm_per_pixel",
        'P-1,Ann Lee,1961-05-04,f,iii,L1,Upper back,2024-03-02,Overview,"0,02"',
    )
    assert (row.state, row.errors, row.notes) == ("unchecked", [], [])
    assert (row.number, row.key, row.record_number, row.lesion_key) == (2, "a.jpg", "P-1", "L1")
    assert row.taken_on.isoformat() == "2024-03-02"
    assert row.values == {
        "body_site": "upper_back",
        "image_type": "overview",
        "mm_per_pixel": 0.02,
        "name": "Ann Lee",
        "birth_date": "1961-05-04",
        "sex": "female",
        "skin_type": "III",
    }


def test_a_row_in_the_words_of_the_isic_archive():
    table = (
        "isic_id,patient_id,lesion_id,anatom_site_general,acquisition_date,image_type,diagnosis,"
        "diagnosis_confirm_type,age_approx,sex\n"
        "ISIC_0000001,IP_1,IL_1,head/neck,2018-05-01,dermoscopic,seborrheic keratosis,histopathology,60,male\n"
    )
    (row,) = planned(table, ["images/ISIC_0000001.JPG"])
    assert row.errors == []
    assert (row.key, row.record_number, row.lesion_key) == ("images/ISIC_0000001.JPG", "IP_1", "IL_1")
    assert (row.values["body_site"], row.values["image_type"], row.histology) == ("head_neck", "dermoscopic", "bkl")
    assert row.values["reported_on"] == "2018-05-01"


def test_the_finer_of_two_sites_counts():
    row = one("patient,anatom_site_general,anatom_site_special", "P,head/neck,palms or soles")
    assert said(row) == [("anatom_site_special", "unknown")]
    assert one("patient,anatom_site_general,anatom_site_special", "P,head/neck,").values["body_site"] == "head_neck"


@pytest.mark.parametrize(
    ("header", "line", "column", "code"),
    [
        ("patient,site", "P,elbow of the moon", "site", "unknown"),
        ("patient,site", "P,", "site", "missing"),
        ("patient,site", ",face", "patient", "missing"),
        ("Record Number,site", f"{'9' * 41},face", "Record Number", "too_long"),
        ("patient,site,date", f"P,face,{TOMORROW}", "date", "in_the_future"),
        ("patient,site,date", "P,face,31.02.2024", "date", "not_a_date"),
        ("patient,site,date", "P,face,0001-01-01", "date", "not_a_date"),
        ("patient,site,date", "P,face,05/31/2024", "date", "not_a_date"),
        ("patient,site,birth_date", "P,face,last year", "birth_date", "not_a_date"),
        ("patient,site,type", "P,face,x-ray", "type", "unknown"),
        ("patient,site,sex", "P,face,yes", "sex", "unknown"),
        ("patient,site,skin_type", "P,face,VII", "skin_type", "unknown"),
        ("patient,site,mm_per_pixel", "P,face,-1", "mm_per_pixel", "not_a_scale"),
        ("patient,site,mm_per_pixel", "P,face,nan", "mm_per_pixel", "not_a_scale"),
        ("patient,site,mm_per_pixel", "P,face,one", "mm_per_pixel", "not_a_scale"),
        (
            "patient,site,date,diagnosis,diagnosis_confirm_type",
            "P,face,2024-01-01,green spots,histopathology",
            "diagnosis",
            "unknown",
        ),
    ],
)
def test_what_is_wrong_with_a_row(header, line, column, code):
    row = one(header, line)
    assert (column, code) in said(row)
    assert row.state == "refused"


@pytest.mark.parametrize(
    ("line", "code"),
    [("P,face,2024-01-01,nevus,", "no_histology"), ("P,face,,nevus,histopathology", "no_date")],
)
def test_a_diagnosis_that_is_left_out_is_said_and_stops_nothing(line, code):
    row = one("patient,site,date,diagnosis,diagnosis_confirm_type", line)
    assert ([note["code"] for note in row.notes], row.histology, row.state) == ([code], "", "unchecked")


def test_files_and_rows_that_do_not_find_each_other():
    table = "file,patient,site\na.jpg,P,face\nmissing.jpg,P,face\ntwin.jpg,P,face\na.jpg,P,face\n,P,face\n"
    rows = planned(table, ["a.jpg", "x/twin.jpg", "y/twin.jpg", "alone.jpg"])
    assert {row.number or row.file: [code for _, code in said(row)] for row in rows} == {
        2: [],
        3: ["file_missing"],
        4: ["file_ambiguous"],
        5: ["file_twice"],
        6: ["missing"],
        "x/twin.jpg": ["no_row"],
        "y/twin.jpg": ["no_row"],
        "alone.jpg": ["no_row"],
    }


def test_without_a_table_the_form_says_whose_pictures_they_are():
    rows = list(plan_rows(["a.jpg", "b.jpg"], None, patient="P-1", site="face"))
    assert [(row.number, row.record_number, row.values["body_site"], row.state) for row in rows] == [
        (1, "P-1", "face", "unchecked"),
        (2, "P-1", "face", "unchecked"),
    ]
    assert [said(row) for row in plan_rows(["a.jpg"], None, patient="", site="")] == [
        [("patient", "missing"), ("site", "missing")]
    ]


def test_the_form_fills_in_what_a_row_leaves_out_and_overrules_nothing():
    rows = planned("file,patient,site\na.jpg,,\nb.jpg,P-2,chest\n", ["a.jpg", "b.jpg"], patient="P-1", site="face")
    assert [(row.record_number, row.values["body_site"]) for row in rows] == [("P-1", "face"), ("P-2", "chest")]


def test_a_table_that_names_no_files_is_refused():
    with pytest.raises(ImportRefused) as refused:
        planned("patient,site\nP,face\n")
    assert refused.value.code == "sheet_without_files"


def test_columns_without_a_place_are_named(ana):
    from cases.imports.columns import find_columns

    assert find_columns(["File", "age approx", "Site"]).ignored == ["age approx"]
