"""Lists cost the same number of queries however long they are, and keep their order."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.api.views.analyses import AnalysisViewSet
from cases.api.views.cases import CaseViewSet
from cases.api.views.histologies import HistologyViewSet
from cases.api.views.lesions import LesionViewSet
from cases.api.views.patients import PatientViewSet
from cases.models import Case
from tests.cases.loop_rows import histology
from tests.factories import CaseFactory, DoneAnalysisFactory, LesionImageFactory, PatientFactory


def fill(ana, rows: int) -> Case:
    """A case with pictures and results, and as many patients, lesions and cases beside it."""
    case = CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)
    for _ in range(rows):
        DoneAnalysisFactory(image=LesionImageFactory(case=case, received_by=ana))
        another = CaseFactory(lesion__patient__clinic=ana.clinic)
        histology(another.lesion, by=ana, case=another)
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
        ("api-histologies", ""),
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


ORDERED = [
    (view, param)
    for view in (PatientViewSet, LesionViewSet, CaseViewSet, AnalysisViewSet, HistologyViewSet)
    for param in ["", *view.filterset_class.base_filters["ordering"].param_map.values()]
]


@pytest.mark.parametrize(("view", "param"), ORDERED)
@pytest.mark.parametrize("direction", ["", "-"])
def test_every_order_ends_in_the_id(view, param, direction, ana):
    """Rows that tie would otherwise change places between two pages, where a database feels like it."""
    asking = view(request=SimpleNamespace(user=ana), action="list")
    rows = view.filterset_class({"ordering": f"{direction}{param}" if param else ""}, asking.get_queryset())

    assert rows.is_valid()
    last = (rows.qs.query.order_by or rows.qs.model._meta.ordering)[-1]
    assert last.removeprefix("-") == "pk"


def test_pages_of_rows_that_tie_hold_each_row_once(as_ana, clinic_a):
    PatientFactory.create_batch(7, clinic=clinic_a)

    pages = [as_ana.get(f"/api/patients/?ordering=-name&page_size=2&page={page}").json() for page in range(1, 5)]

    shown = [row["id"] for page in pages for row in page["results"]]
    assert len(shown) == len(set(shown)) == 7
