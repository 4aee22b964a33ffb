"""Results are read in the admin, never written; a class stands only where the analysis is done."""

import re

import pytest
from django.contrib import admin
from django.utils import timezone

from analysis.models import Analysis, BatchRun, Heartbeat, ModelVersion, Prediction, Segmentation
from tests.cases.admin_rows import page, shared_rows, whole_record
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory, PredictionFactory

MARK = '<span class="state anyway">Analysed anyway</span>'
NOUNS = [Analysis, Segmentation, Prediction, BatchRun, ModelVersion, Heartbeat]


@pytest.fixture
def desk(client, admin_a):
    """A client signed in as the clinic's administrator."""
    client.force_login(admin_a)
    return client


@pytest.fixture
def image(clinic_a):
    """A picture of the clinic."""
    return LesionImageFactory(case__lesion__patient__clinic=clinic_a)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_no_result_is_added_changed_or_deleted_by_hand(desk, clinic_a, noun):
    whole_record(clinic_a)
    shared_rows(1)
    row = noun.objects.first()
    before = noun.objects.values().get(pk=row.pk)

    assert desk.get(page(noun, "add")).status_code == 403
    assert desk.post(page(row, "delete"), {"post": "yes"}).status_code == 403
    assert desk.post(page(row, "change"), {"state": "failed", "verdict": "likely_benign"}).status_code == 403
    ticked = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    desk.post(page(noun, "changelist"), ticked, follow=True)
    assert noun.objects.values().get(pk=row.pk) == before


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_a_superuser_cannot_either(client, clinic_a, noun):
    from tests.factories import UserFactory

    client.force_login(UserFactory(role="admin", is_superuser=True, clinic=None))
    whole_record(clinic_a)
    shared_rows(1)
    row = noun.objects.first()
    assert client.post(page(row, "change"), {"state": "failed"}).status_code == 403
    assert client.post(page(row, "delete"), {"post": "yes"}).status_code == 403


def test_a_finished_analysis_shows_every_probability_verdict_and_threshold(desk, image):
    shown = desk.get(page(DoneAnalysisFactory(image=image), "change")).text
    for words in (
        "Melanoma <code>mel</code>",
        "60.0 %",
        "Vascular lesion",
        "Malignant probability 65.0 % (rule-out point 30.0 %)",
        "Suspicious",
    ):
        assert words in shown
    assert shown.index("Melanoma <code>") < shown.index("Melanocytic nevus <code>") < shown.index("Vascular lesion")
    assert "classifier-test" in shown
    assert f'href="/cases/{image.case_id}/"' in shown


@pytest.mark.parametrize("state", ["rejected", "failed"])
@pytest.mark.parametrize("which", ["change", "changelist"])
def test_without_a_result_no_class_and_no_verdict_stands_anywhere(desk, image, state, which):
    analysis = AnalysisFactory(
        image=image,
        state=state,
        reason_code="too_blurred",
        reason="The picture is too blurred.",
        finished_at=timezone.now(),
    )
    rows = desk.get(page(analysis, which)).text.split("changelist-filter")[0]
    for word in ("Melanoma", "uspicious", "benign", "30.0 %"):
        assert word not in rows
    assert ("too blurred" in rows) == (which == "change")


def test_a_waiting_analysis_says_that_there_is_no_result_yet(desk, image):
    assert "No result: queued." in desk.get(page(AnalysisFactory(image=image), "change")).text


def test_figures_of_a_version_are_readable(desk, clinic_a):
    shared_rows(1)
    listed = desk.get(page(ModelVersion, "changelist")).text
    assert "bma 0.6123" in listed
    assert "malignant 0.3" in listed
    assert "0" * 12 in listed
    assert "0" * 13 not in listed
    in_full = desk.get(page(ModelVersion.objects.get(), "change")).text
    assert "0" * 64 in in_full
    assert "auc mel</th>" in in_full


def test_the_progress_of_a_batch_is_counted_from_its_analyses(desk, clinic_a):
    record = whole_record(clinic_a)
    AnalysisFactory(image=record["lesionimage"], batch=record["batchrun"])
    BatchRun.objects.update(image_count=2)
    shown = desk.get(page(BatchRun, "changelist")).text
    assert "1 of 2 done, 1 to go, 0 without a result" in shown
    listed = desk.get(page(Analysis, "changelist"), {"batch__id__exact": record["batchrun"].pk})
    assert len(listed.context["cl"].result_list) == 2


def test_the_latest_filter_leaves_out_what_a_later_run_replaced(desk, image):
    DoneAnalysisFactory(image=image)
    latest = DoneAnalysisFactory(image=image)
    other = DoneAnalysisFactory(image__case=image.case)
    found = desk.get(page(Analysis, "changelist"), {"latest": "yes"}).context["cl"].result_list
    assert set(found) == {latest, other}


def test_the_index_counts_the_queue_of_the_own_clinic(desk, client, image, admin_b):
    failed = {"state": "failed", "reason_code": "x", "reason": "x", "finished_at": timezone.now()}
    AnalysisFactory(image=image)
    AnalysisFactory(image__case=image.case, **failed)
    mended = AnalysisFactory(image__case=image.case, **failed).image
    DoneAnalysisFactory(image=mended)

    def counts():
        text = client.get("/admin/").text
        return [f"<strong>{n}</strong> {word}" in text for n, word in ((1, "queued"), (0, "running"), (1, "failed"))]

    assert counts() == [True, True, True]
    client.force_login(admin_b)
    assert counts() == [False, True, False]


def test_every_noun_of_the_engine_room_has_an_admin():
    assert all(admin.site.is_registered(noun) for noun in NOUNS)


@pytest.mark.parametrize("anyway", [True, False])
def test_a_result_in_spite_of_a_gate_is_marked_on_every_admin_page_about_it(desk, image, anyway):
    dark = {"code": "too_dark", "message": "The picture is too dark."}
    analysis = DoneAnalysisFactory(image=image, anyway=anyway, flags=[dark] if anyway else [])
    results = (analysis, analysis.prediction, analysis.segmentation, image, image.case)
    # the bare words also stand there as the name of a field and of a filter
    for row in (*results, image.case.lesion):
        assert (MARK in desk.get(page(row, "change")).text) is anyway, row
    for model in map(type, results):
        assert (MARK in desk.get(page(model, "changelist")).text) is anyway, model
    assert (dark["message"] in desk.get(page(analysis, "change")).text) is anyway


@pytest.mark.parametrize("which", ["analysis", "prediction", "picture"])
def test_an_unsure_network_names_no_diagnosis_before_somebody_unfolds_them(desk, image, which):
    unsure = PredictionFactory(uncertainty=0.81, verdict="needs_a_person")
    analysis = DoneAnalysisFactory(image=image, prediction=unsure)
    row = {"analysis": analysis, "prediction": unsure, "picture": image}[which]

    html = desk.get(page(row, "change")).text

    folded = re.search(
        r"<details><summary>Probability of each diagnosis, from a network that is not sure.*?</details>", html
    )
    assert "Melanoma <code>mel</code>" in folded[0]
    in_sight = html.replace(folded[0], "")
    assert not re.search(r"Melanoma|\bmel\b", in_sight)
    assert ("The leading diagnosis, which the network is not sure of" in in_sight) == (which == "prediction")


def test_a_sure_one_names_what_its_map_explains(desk, image):
    html = desk.get(page(DoneAnalysisFactory(image=image).prediction, "change")).text
    assert '<div class="readonly">Melanoma</div>' in html
    assert "not sure" not in html
