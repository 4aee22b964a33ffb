"""Who sees which rows, and the computed state of a case over every combination."""

from datetime import timedelta
from itertools import combinations_with_replacement

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from cases.models import Case, LesionImage, Review
from cases.selectors import (
    CASE_STATES,
    WORKLISTS,
    analyses_visible_to,
    cases_visible_to,
    images_visible_to,
    in_reading_order,
    lesions_visible_to,
    patients_visible_to,
    with_latest_analysis,
    with_state,
    worklist,
    worklist_counts,
)
from tests.factories import (
    AnalysisFactory,
    CaseFactory,
    DoneAnalysisFactory,
    LesionImageFactory,
    PatientFactory,
    PredictionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SELECTORS = [patients_visible_to, lesions_visible_to, cases_visible_to, images_visible_to, analyses_visible_to]


def picture(case: Case, *states: str | None) -> LesionImage:
    """A picture whose analyses went through `states`, oldest first; its files are names only."""
    image = LesionImageFactory(case=case, original="o.jpg", rendition="r.jpg", thumbnail="t.jpg")
    start = timezone.now() - timedelta(hours=1)
    for minute, state in enumerate(states):
        made = analysis(image, state)
        type(made).objects.filter(pk=made.pk).update(queued_at=start + timedelta(minutes=minute))
    return image


def analysis(image: LesionImage, state: str):
    """One analysis with whatever the constraints ask of that state."""
    now = timezone.now()
    if state == "done":
        return DoneAnalysisFactory(image=image, segmentation__mask="m.png")
    if state == "running":
        token = "9b1de0f5-8f4c-4b43-a5a8-5a4bd53f3a5f"
        return AnalysisFactory(image=image, state=state, token=token, lease_until=now)
    if state in ("rejected", "failed"):
        return AnalysisFactory(image=image, state=state, reason_code="blurred", reason="Blurred.", finished_at=now)
    return AnalysisFactory(image=image, state=state)


def review(case: Case, *, version: int, signed: bool) -> Review:
    """A version of the clinician's judgement."""
    signature = {"signed_at": timezone.now(), "signed_by": case.opened_by, "agreement": "no_result"} if signed else {}
    return Review.objects.create(
        case=case,
        version=version,
        author=case.opened_by,
        amendment_reason="" if version == 1 else "Seen again",
        diagnosis="nv",
        management="dismiss",
        **signature,
    )


@pytest.fixture
def case_a(clinic_a, ana):
    """A case of clinic A with a picture and its result."""
    case = CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)
    picture(case, "done")
    return case


@pytest.mark.parametrize("visible_to", SELECTORS)
def test_only_the_own_clinic_is_seen(visible_to, case_a, ana, bo, admin_a, cy, admin_b):
    for colleague in (ana, bo, admin_a):
        assert visible_to(colleague).count() == 1
    for stranger in (cy, admin_b):
        assert not visible_to(stranger).exists()


@pytest.mark.parametrize("visible_to", SELECTORS)
def test_nobody_unknown_unapproved_or_switched_off_sees_anything(visible_to, case_a, clinic_a):
    waiting = UserFactory(clinic=clinic_a, approved_at=None)
    switched_off = UserFactory(clinic=clinic_a, is_active=False)
    for nobody in (AnonymousUser(), waiting, switched_off):
        assert not visible_to(nobody).exists()


@pytest.mark.parametrize("visible_to", SELECTORS)
def test_the_operator_sees_every_clinic(visible_to, case_a, clinic_b):
    picture(CaseFactory(lesion__patient__clinic=clinic_b), "done")
    operator = User.objects.create_superuser("root@example.org", "a-long-test-passphrase", full_name="Olga Operator")
    assert visible_to(operator).count() == 2


def test_following_a_visible_analysis_to_its_patient_costs_no_query(case_a, ana, django_assert_num_queries):
    with django_assert_num_queries(1):
        for row in analyses_visible_to(ana):
            assert row.image.case.lesion.patient.name
            assert row.prediction.verdict
            assert row.segmenter.version
            assert row.classifier.version


def expected_state(latest: tuple[str | None, ...], reviews: tuple[bool, ...]) -> str:
    """The rule of the record in plain Python, first match wins."""
    if {"queued", "running"} & set(latest):
        return "running"
    if "failed" in latest:
        return "failed"
    if reviews and reviews[-1]:
        return "signed"
    return "to_review" if latest else "empty"


PICTURE_STATES = (None, "queued", "running", "done", "rejected", "failed")
REVIEWS = ((), (False,), (True,), (True, False), (False, True))


@pytest.mark.parametrize("reviews", REVIEWS, ids=str)
def test_state_of_a_case_over_all_combinations(reviews, clinic_a, ana):
    lesion = CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana).lesion
    expected = {}
    for count in (0, 1, 2):
        for latest in combinations_with_replacement(PICTURE_STATES, count):
            case = CaseFactory(lesion=lesion, opened_by=ana)
            for state in latest:
                picture(case, *([state] if state else []))
            for number, signed in enumerate(reviews, start=1):
                review(case, version=number, signed=signed)
            expected[case.pk] = (expected_state(latest, reviews), count)
    rows = with_state(Case.objects.filter(pk__in=expected))
    assert {row.pk: (row.state, row.image_count) for row in rows} == expected
    assert {state for state, _ in expected.values()} <= set(CASE_STATES)
    for code in ("to_review", "running", "failed"):
        in_state = {pk for pk, (state, _) in expected.items() if state == code}
        assert set(worklist(Case.objects.all(), code).values_list("pk", flat=True)) == in_state


@pytest.mark.parametrize("earlier", ["done", "rejected", "failed"])
@pytest.mark.parametrize(
    ("latest", "state"),
    [
        ("queued", "running"),
        ("running", "running"),
        ("done", "to_review"),
        ("rejected", "to_review"),
        ("failed", "failed"),
    ],
)
def test_only_the_latest_analysis_of_a_picture_counts(earlier, latest, state):
    case = CaseFactory()
    picture(case, earlier, latest)
    assert with_state(Case.objects.filter(pk=case.pk)).get().state == state


def test_the_highest_malignant_probability_is_that_of_the_latest_results():
    case = CaseFactory()
    for probability in (0.35, 0.9, 0.4):
        image = picture(case)
        prediction = PredictionFactory(malignant_probability=probability)
        DoneAnalysisFactory(image=image, segmentation__mask="m.png", prediction=prediction)
        if probability == 0.9:
            analysis(image, "rejected")
    assert with_state(Case.objects.filter(pk=case.pk)).get().highest_malignant_probability == 0.4


def test_a_number_that_the_networks_are_not_sure_of_is_no_highest_one_and_the_case_says_so():
    case, unsure_only, sure_only = (CaseFactory() for _ in range(3))
    for of, probability, uncertainty in (
        (case, 0.4, 0.1),
        (case, 0.9, 0.8),
        (unsure_only, 0.9, 0.8),
        (sure_only, 0.4, 0.1),
    ):
        verdict = "needs_a_person" if uncertainty > 0.7 else "suspicious"
        prediction = PredictionFactory(malignant_probability=probability, uncertainty=uncertainty, verdict=verdict)
        DoneAnalysisFactory(image=picture(of), segmentation__mask="m.png", prediction=prediction)
    found = {row.pk: (row.highest_malignant_probability, row.needs_a_person) for row in with_state(Case.objects.all())}
    assert found == {case.pk: (0.4, True), unsure_only.pk: (None, True), sure_only.pk: (0.4, False)}
    DoneAnalysisFactory(image=unsure_only.images.get(), segmentation__mask="m.png")
    judged_again = with_state(Case.objects.all()).get(pk=unsure_only.pk)
    assert (judged_again.highest_malignant_probability, judged_again.needs_a_person) == (0.65, False)


def test_without_a_result_there_is_no_malignant_probability():
    case = CaseFactory()
    picture(case, "rejected")
    assert with_state(Case.objects.filter(pk=case.pk)).get().highest_malignant_probability is None


def test_the_worklist_is_filtered_and_read_in_one_query(ana, clinic_a, django_assert_num_queries):
    for state in ("queued", "done", "failed"):
        picture(CaseFactory(lesion__patient__clinic=clinic_a), state)
    with django_assert_num_queries(1):
        rows = list(with_state(cases_visible_to(ana)).filter(state="to_review"))
        assert [row.lesion.patient.clinic_id for row in rows] == [clinic_a.pk]


def test_worklist_counts_only_the_own_clinic_and_names_every_list(ana, clinic_a, clinic_b):
    picture(CaseFactory(lesion__patient__clinic=clinic_a), "queued")
    picture(CaseFactory(lesion__patient__clinic=clinic_a), "done")
    picture(CaseFactory(lesion__patient__clinic=clinic_b), "done")
    CaseFactory(lesion__patient__clinic=clinic_a)
    counts = worklist_counts(cases_visible_to(ana))
    assert counts == dict.fromkeys(WORKLISTS, 0) | {"running": 1, "to_review": 1, "all": 3}


def test_the_latest_analysis_of_many_pictures_costs_one_query_more(django_assert_num_queries):
    case = CaseFactory()
    expected = {}
    for states in ((), ("queued",), ("failed", "done"), ("done", "rejected")):
        expected[picture(case, *states).pk] = states[-1] if states else None
    with django_assert_num_queries(2):
        images = list(with_latest_analysis(case.images.all()))
        latest = {image.pk: image.latest_analysis for image in images}
        for found in latest.values():
            assert found is None or (found.segmenter.version and found.classifier.version)
            assert found is None or found.state != "done" or (found.prediction.verdict and found.segmentation.mask)
    assert {pk: found.state if found else None for pk, found in latest.items()} == expected


def test_a_picture_on_its_own_finds_its_latest_analysis_too():
    image = picture(CaseFactory(), "failed", "queued")
    assert image.latest_analysis.state == "queued"
    assert picture(CaseFactory()).latest_analysis is None


def test_patients_are_listed_by_name(ana, clinic_a):
    for name in ("Öberg, Nils", "Adams, Ruth"):
        PatientFactory(clinic=clinic_a, name=name)
    by_name = in_reading_order(patients_visible_to(ana).order_by("name", "pk"))
    assert [row.name for row in by_name] == ["Adams, Ruth", "Öberg, Nils"]
