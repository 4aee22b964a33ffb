"""Every sentence that must always hold for the engine room, and somebody who tries to break it."""

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from analysis.models import Analysis, BatchRun, ModelVersion, Prediction, Segmentation
from tests.factories import (
    AnalysisFactory,
    ClassifierFactory,
    DoneAnalysisFactory,
    LesionImageFactory,
    OldPredictionFactory,
    PredictionFactory,
    SegmentationFactory,
    SegmenterFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SOON = timezone.now() + timedelta(minutes=1)


def change(row, **values) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**values)


BLURRED = {"code": "too_blurred", "message": "The picture is too blurred to be judged."}


def twice_live(**asked) -> None:
    first = AnalysisFactory(**asked)
    AnalysisFactory(image=first.image, **asked)


def batch_that_overrules() -> None:
    AnalysisFactory(anyway=True, batch=a_batch())


def done_without(part: str) -> None:
    change(DoneAnalysisFactory(), **{part: None})


def result_on_a_queued_row(**parts) -> None:
    AnalysisFactory(**parts)


def two_active() -> None:
    ModelVersion.objects.bulk_create(
        ModelVersion(kind="segmenter", version=version, sha256="0" * 64, active=True) for version in ("one", "two")
    )


def two_shadows() -> None:
    ModelVersion.objects.bulk_create(
        ModelVersion(kind="segmenter", version=version, sha256="0" * 64, shadow=True) for version in ("one", "two")
    )


def a_batch(**fields) -> BatchRun:
    versions = {"segmenter": SegmenterFactory(), "classifier": ClassifierFactory()}
    return BatchRun.objects.create(asked_by=UserFactory(), **versions | fields)


def before_itself() -> None:
    analysis = AnalysisFactory()
    change(analysis, before=analysis)


def same_version_twice() -> None:
    ModelVersion.objects.bulk_create(
        ModelVersion(kind="segmenter", version="one", sha256=digit * 64) for digit in ("0", "1")
    )


RUNNING = {"state": "running", "token": uuid.uuid4(), "lease_until": SOON}
FAILED = {"state": "failed", "finished_at": SOON}

ATTEMPTS = [
    ("analysis_one_live_per_image_and_versions", twice_live),
    ("analysis_state_known", lambda: change(AnalysisFactory(), state="paused")),
    ("analysis_done_has_a_result_and_only_done", lambda: done_without("prediction")),
    ("analysis_done_has_a_result_and_only_done", lambda: done_without("segmentation")),
    (
        "analysis_done_has_a_result_and_only_done",
        lambda: result_on_a_queued_row(prediction=PredictionFactory(), segmentation=SegmentationFactory()),
    ),
    ("analysis_done_has_a_result_and_only_done", lambda: result_on_a_queued_row(prediction=PredictionFactory())),
    ("analysis_reason_when_rejected_or_failed", lambda: AnalysisFactory(**FAILED)),
    ("analysis_reason_when_rejected_or_failed", lambda: AnalysisFactory(**FAILED, reason_code="only_a_code")),
    ("analysis_reason_when_rejected_or_failed", lambda: AnalysisFactory(**FAILED, reason="Only a sentence.")),
    ("analysis_reason_when_rejected_or_failed", lambda: change(DoneAnalysisFactory(), reason="Why?")),
    ("analysis_lease_while_running", lambda: AnalysisFactory(state="running")),
    ("analysis_lease_while_running", lambda: AnalysisFactory(state="running", token=uuid.uuid4())),
    ("analysis_lease_while_running", lambda: AnalysisFactory(token=uuid.uuid4())),
    ("analysis_lease_while_running", lambda: AnalysisFactory(lease_until=SOON)),
    ("analysis_finished_at_when_finished", lambda: change(DoneAnalysisFactory(), finished_at=None)),
    ("analysis_finished_at_when_finished", lambda: AnalysisFactory(**RUNNING, finished_at=SOON)),
    ("analysis_five_attempts_at_most", lambda: AnalysisFactory(attempts=6)),
    (
        "analysis_segmenter_is_not_the_classifier",
        lambda: AnalysisFactory(segmenter=SegmenterFactory(), classifier=SegmenterFactory()),
    ),
    ("segmentation_area_fraction_in_0_1", lambda: SegmentationFactory(area_fraction=0)),
    ("segmentation_area_fraction_in_0_1", lambda: SegmentationFactory(area_fraction=1.01)),
    ("segmentation_bbox_not_empty", lambda: SegmentationFactory(bbox_x1=10)),
    ("segmentation_bbox_not_empty", lambda: SegmentationFactory(bbox_y1=5)),
    ("segmentation_has_a_mask", lambda: SegmentationFactory(mask="")),
    ("prediction_malignant_probability_in_0_1", lambda: PredictionFactory(malignant_probability=1.2)),
    (
        "prediction_malignant_probability_in_0_1",
        lambda: PredictionFactory(malignant_probability=-0.1, verdict="likely_benign"),
    ),
    (
        "prediction_threshold_in_0_1",
        lambda: PredictionFactory(threshold=1.1, malignant_probability=0.5, verdict="likely_benign"),
    ),
    *[
        ("prediction_verdict_follows_the_thresholds", partial(predict, **values))
        for predict in (PredictionFactory, OldPredictionFactory)
        for values in (
            {"verdict": "likely_benign"},
            {"malignant_probability": 0.1},
            {"verdict": "who_knows"},
            {"verdict": "needs_a_person"},
        )
    ],
    # at the threshold it is a person's turn, however high or low the probability is
    ("prediction_verdict_follows_the_thresholds", lambda: PredictionFactory(uncertainty=0.7)),
    (
        "prediction_verdict_follows_the_thresholds",
        lambda: PredictionFactory(uncertainty=0.9, malignant_probability=0.1, verdict="likely_benign"),
    ),
    (
        "prediction_verdict_follows_the_thresholds",
        lambda: PredictionFactory(uncertainty=0.69, verdict="needs_a_person"),
    ),
    ("prediction_uncertainty_in_0_1", lambda: PredictionFactory(uncertainty=-0.1)),
    ("prediction_uncertainty_in_0_1", lambda: PredictionFactory(uncertainty=1.1, verdict="needs_a_person")),
    ("prediction_uncertainty_threshold_in_0_1", lambda: PredictionFactory(uncertainty_threshold=1.1)),
    ("prediction_energy_inside_in_0_1", lambda: PredictionFactory(energy_inside=1.1)),
    ("prediction_energy_inside_in_0_1", lambda: PredictionFactory(energy_inside=-0.1)),
    *[
        ("prediction_explained_and_weighed_together", partial(PredictionFactory, **values))
        for values in (
            {"operating_point": ""},
            {"operating_point": "lucky"},
            {"uncertainty_threshold": None},
            {"explained": ""},
            {"explained": "acne"},
            {"explanation": ""},
            {"energy_inside": None},
        )
    ],
    ("prediction_explained_and_weighed_together", lambda: OldPredictionFactory(operating_point="rule_out")),
    ("prediction_explained_and_weighed_together", lambda: OldPredictionFactory(uncertainty_threshold=0.5)),
    ("segmentation_drawn_by_somebody_on_a_picture", lambda: SegmentationFactory(drawn_by=UserFactory())),
    ("segmentation_drawn_by_somebody_on_a_picture", lambda: SegmentationFactory(image=LesionImageFactory())),
    ("analysis_flags_only_where_analysed_anyway", lambda: DoneAnalysisFactory(flags=[BLURRED])),
    ("analysis_flags_only_where_analysed_anyway", lambda: AnalysisFactory(anyway=True, flags=[BLURRED])),
    ("analysis_batch_overrules_no_gate", batch_that_overrules),
    ("analysis_one_live_per_image_and_versions", lambda: twice_live(anyway=True)),
    ("model_version_one_active_per_kind", two_active),
    ("model_version_unique_per_kind", same_version_twice),
    ("model_version_kind_known", lambda: SegmenterFactory(kind="oracle")),
    (
        "batch_run_segmenter_is_not_the_classifier",
        lambda: a_batch(segmenter=SegmenterFactory(), classifier=SegmenterFactory()),
    ),
    ("batch_run_is_not_paused_and_cancelled", lambda: a_batch(paused_at=SOON, cancelled_at=SOON)),
    *[
        ("batch_run_signed_off_at_and_by_together", partial(a_batch, **values))
        for values in (
            {"signed_off_at": SOON, "filled_at": SOON},
            {"sign_off_note": "Looks right", "filled_at": SOON},
        )
    ],
    ("batch_run_signed_off_at_and_by_together", lambda: a_batch(signed_off_by=UserFactory(), filled_at=SOON)),
    ("batch_run_signed_off_at_and_by_together", lambda: a_batch(signed_off_by=UserFactory(), signed_off_at=SOON)),
    ("analysis_one_live_per_image_and_versions", lambda: twice_live(shadow=True)),
    ("analysis_shadow_overrules_no_gate", lambda: AnalysisFactory(shadow=True, anyway=True)),
    ("analysis_is_not_before_itself", before_itself),
    ("model_version_one_shadow_per_kind", two_shadows),
    ("model_version_is_not_active_and_shadow", lambda: SegmenterFactory(version="both", shadow=True)),
]

# a state that nobody knows breaks two promises at once, and PostgreSQL names the one that comes first in the alphabet
FIRST_ON_POSTGRESQL = {"analysis_state_known": "analysis_finished_at_when_finished"}
# SQLite names the columns of a broken unique index, not the index
UNIQUE_ON_SQLITE = {
    "analysis_one_live_per_image_and_versions": "image_id, analysis_analysis.segmenter_id, .*anyway, .*shadow",
    "model_version_one_active_per_kind": "analysis_modelversion.kind$",
    "model_version_one_shadow_per_kind": "analysis_modelversion.kind$",
    "model_version_unique_per_kind": "analysis_modelversion.kind, analysis_modelversion.version",
}


@pytest.mark.parametrize(("name", "attempt"), ATTEMPTS, ids=[f"{n}-{i}" for i, (n, _) in enumerate(ATTEMPTS)])
def test_the_database_refuses(name, attempt):
    said = (UNIQUE_ON_SQLITE if connection.vendor == "sqlite" else FIRST_ON_POSTGRESQL).get(name, name)
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        attempt()


def test_every_constraint_has_somebody_who_tries_to_break_it():
    models = (Analysis, BatchRun, ModelVersion, Prediction, Segmentation)
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    assert named == {name for name, _ in ATTEMPTS}, "add an attempt to ATTEMPTS for each new constraint"


def test_a_finished_row_leaves_room_for_the_next_of_the_same_picture():
    done = DoneAnalysisFactory()
    assert AnalysisFactory(image=done.image).state == "queued"


def test_other_versions_may_live_beside_on_the_same_picture():
    first = AnalysisFactory()
    other = ClassifierFactory(version="classifier-next", active=False)
    assert AnalysisFactory(image=first.image, classifier=other).is_live


def test_what_the_constraints_let_through():
    DoneAnalysisFactory(anyway=True, flags=[BLURRED])
    DoneAnalysisFactory(anyway=True)
    PredictionFactory(uncertainty=0.7, verdict="needs_a_person")
    PredictionFactory(uncertainty=0.9, malignant_probability=0.1, verdict="needs_a_person")
    PredictionFactory(malignant_probability=0.3)
    OldPredictionFactory()
    OldPredictionFactory(malignant_probability=0.1, verdict="likely_benign")
    # one that everybody sees and one that nobody sees, of the same picture
    AnalysisFactory(image=AnalysisFactory().image, shadow=True)
    a_batch(signed_off_at=SOON, signed_off_by=UserFactory(), filled_at=SOON)
    # one that the gates may stop and one that they may not, of the same picture
    AnalysisFactory(image=AnalysisFactory().image, anyway=True)
