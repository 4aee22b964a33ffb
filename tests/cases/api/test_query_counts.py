"""Lists cost the same number of queries however long they are, and keep their order."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Case, Patient
from tests.factories import CaseFactory, DoneAnalysisFactory, LesionFactory, LesionImageFactory, PatientFactory


def fill(ana, rows: int) -> Case:
    """A case with pictures and results, and as many patients, lesions and cases beside it."""
    case = CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)
    for _ in range(rows):
        DoneAnalysisFactory(image=LesionImageFactory(case=case, received_by=ana))
        CaseFactory(lesion__patient__clinic=ana.clinic)
    return case


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("api-patients", ""),
        ("api-patients", "&search=lind"),
        ("api-lesions", ""),
        ("api-cases", ""),
        ("api-cases", "&state=to_review&ordering=-highest_malignant_probability"),
        ("api-analyses", ""),
        ("api-analyses", "&state=done"),
        ("api-case-images", ""),
        ("api-image", ""),
    ],
)
def test_three_rows_cost_as_many_queries_as_thirty(as_ana, ana, name, query):
    counts = []
    for rows in (3, 27):
        case = fill(ana, rows)
        if name == "api-image":
            image = case.images.first()
            for _ in range(rows):
                DoneAnalysisFactory(image=image)
        ids = {"api-case-images": {"case_id": case.pk}, "api-image": {"image_id": case.images.first().pk}}
        address = f"{reverse(name, kwargs=ids.get(name, {}))}?page_size=100{query}"
        with CaptureQueriesContext(
            connection,
        ) as queries:
            body = as_ana.get(address).json()
        shown = body["analyses"] if name == "api-image" else body["results"]
        counts.append(len(queries))
        assert shown, "the count says nothing about an empty list"
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("name", "ordering"),
    [
        ("api-patients", ""),
        ("api-patients", "name"),
        ("api-patients", "-birth_date"),
        ("api-lesions", "body_site"),
        ("api-cases", "highest_malignant_probability"),
    ],
)
def test_rows_that_tie_keep_their_place_from_page_to_page(as_ana, clinic_a, name, ordering):
    for patient in PatientFactory.create_batch(7, clinic=clinic_a):
        CaseFactory(lesion=LesionFactory(patient=patient))

    pages = [
        as_ana.get(reverse(name), {"ordering": ordering, "page_size": 2, "page": page}).json() for page in range(1, 5)
    ]

    shown = [row["id"] for page in pages for row in page["results"]]
    assert len(shown) == len(set(shown)) == Patient.objects.count() == 7
    assert shown == sorted(shown) or ordering == ""
