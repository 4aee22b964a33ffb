"""The whole science with the shipped weights."""

import json
import shutil

import numpy as np
import pytest
from PIL import Image

from ml.diagnoses import CODES, MALIGNANT
from ml.draw import draw_lesion
from ml.errors import Unreadable, Unsuitable, WeightsMissing, WeightsTampered
from ml.manifest import WEIGHTS_FOLDER
from ml.pipeline import Pipeline
from ml.preprocess import box_of
from tests.ml.conftest import as_file

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def result(pipeline, drawn_jpegs):
    return pipeline.analyse(drawn_jpegs[0])


def test_seven_probabilities_that_sum_to_one(result):
    assert tuple(result.probabilities) == CODES
    assert sum(result.probabilities.values()) == pytest.approx(1, abs=1e-9)
    assert all(0 <= probability <= 1 for probability in result.probabilities.values())
    malignant = sum(result.probabilities[code] for code in MALIGNANT)
    assert result.malignant_probability == pytest.approx(malignant)


def test_the_verdict_follows_from_the_operating_point_and_the_uncertainty(pipeline, drawn_jpegs):
    entry = pipeline.classifier
    for outcome in pipeline.analyse_many(drawn_jpegs):
        assert outcome.operating_point == entry.default_point
        assert outcome.threshold == entry.operating_points[entry.default_point]
        assert outcome.uncertainty_threshold == entry.thresholds["uncertain"]
        suspicious = outcome.malignant_probability >= outcome.threshold
        expected = "suspicious" if suspicious else "likely_benign"
        if outcome.uncertainty >= outcome.uncertainty_threshold:
            expected = "needs_a_person"
        assert outcome.verdict == expected


def test_the_explanation_is_about_the_deciding_diagnosis_and_lies_over_the_picture(result):
    among = MALIGNANT if result.verdict == "suspicious" else CODES
    assert result.explained == max(among, key=result.probabilities.get)
    assert (result.explanation.shape, result.explanation.dtype) == ((224, 224), np.uint8)
    assert result.explanation.max() == 255
    assert 0 <= result.energy_inside <= 1


def test_mask_box_and_outline_are_in_pixels_of_the_picture(result):
    assert result.mask.shape == (450, 600)
    assert result.mask.dtype == bool
    assert result.bbox == box_of(result.mask)
    assert result.area_fraction == pytest.approx(result.mask.mean())
    x, y = np.array(result.outline[0]).T
    x0, y0, x1, y1 = result.bbox
    assert (x.min(), y.min(), x.max(), y.max()) == pytest.approx((x0, y0, x1, y1), abs=2)


def test_it_says_which_networks_decided_and_how_long_each_stage_took(result, pipeline):
    assert result.model_versions == {"segmenter": pipeline.segmenter.version, "classifier": pipeline.classifier.version}
    assert set(result.seconds) == {
        "decode",
        "quality",
        "gate",
        "segment",
        "crop",
        "classify",
        "measure",
        "explain",
    }
    assert all(seconds >= 0 for seconds in result.seconds.values())


def test_everything_but_the_mask_can_be_written_as_json(result):
    for part in (result.outline, result.bbox, result.measurements, result.probabilities, result.quality):
        assert json.loads(json.dumps(part)) is not None


def test_the_scale_gives_millimetres(pipeline, drawn_jpegs, result):
    scaled = pipeline.analyse(drawn_jpegs[0], mm_per_pixel=0.02)
    assert result.measurements["longest_diameter_mm"] is None
    assert scaled.measurements["longest_diameter_mm"] == pytest.approx(
        scaled.measurements["longest_diameter_px"] * 0.02
    )


def test_many_at_once_are_the_same_as_one_by_one(pipeline, drawn_jpegs):
    together = pipeline.analyse_many(drawn_jpegs[:4])
    for data, outcome in zip(drawn_jpegs, together, strict=False):
        alone = pipeline.analyse(data)
        assert np.mean(alone.mask != outcome.mask) < 1e-4
        assert alone.probabilities == pytest.approx(outcome.probabilities, abs=1e-4)


def test_a_refused_picture_does_not_touch_its_neighbours(pipeline, drawn_jpegs):
    black = as_file(np.zeros((300, 300, 3), np.uint8))
    outcomes = pipeline.analyse_many([b"", drawn_jpegs[1], black, drawn_jpegs[2]], mm_per_pixel=[None, 0.1, None, 0.2])
    assert isinstance(outcomes[0], Unreadable)
    assert outcomes[0].code == "empty"
    assert isinstance(outcomes[2], Unsuitable)
    assert outcomes[2].code == "too_dark"
    ratio = [outcomes[i].measurements["area_mm2"] / outcomes[i].measurements["area_px"] for i in (1, 3)]
    assert ratio == pytest.approx([0.01, 0.04])


def test_nothing_but_refusals_and_nothing_at_all(pipeline):
    assert [outcome.code for outcome in pipeline.analyse_many([b"", b"text"])] == ["empty", "not_a_picture"]
    assert pipeline.analyse_many([]) == []


def test_an_analysis_in_spite_of_the_gates_says_what_they_had_against_it(pipeline, drawn_jpegs):
    dark = as_file((draw_lesion(1)[0] * 0.2).astype(np.uint8))
    outcomes = pipeline.analyse_many([dark, dark, drawn_jpegs[0]], anyway=[False, True, True])
    assert outcomes[0].code == "too_dark"
    assert "too_dark" in [flag.code for flag in outcomes[1].flags]
    assert all(flag.message for flag in outcomes[1].flags)
    assert outcomes[1].anyway
    assert (outcomes[2].anyway, outcomes[2].flags) == (True, ())
    with pytest.raises(Unreadable):
        pipeline.analyse(b"text", anyway=True)


def test_a_picture_of_something_else_is_not_dermoscopic(pipeline):
    checks = (np.indices((300, 400)).sum(axis=0) // 20 % 2 * 200 + 30).astype(np.uint8)
    with pytest.raises(Unsuitable) as caught:
        pipeline.analyse(as_file(np.stack([checks, checks[::-1], 255 - checks], axis=-1)))
    assert caught.value.code == "not_dermoscopic"


def test_a_lesion_that_falls_between_the_pixels_is_none(pipeline):
    def sees_a_disc(pictures):
        rows, columns = np.indices(pictures.shape[1:3]) - 80
        disc = np.where(np.hypot(rows, columns) < 30, 9.0, -9.0).astype(np.float32)
        return {**pipeline.networks["segmenter"](pictures), "logits": np.stack([disc] * len(pictures))[..., None]}

    networks = {**pipeline.networks, "segmenter": sees_a_disc}
    seeing = Pipeline(pipeline.segmenter, pipeline.classifier, pipeline.gate, networks)
    assert seeing.analyse(as_file(draw_lesion(1)[0]), anyway=True).mask.any()
    with pytest.raises(Unsuitable) as caught:
        seeing.analyse(as_file(np.full((2, 2, 3), 120, np.uint8)), anyway=True)
    assert caught.value.code == "no_lesion_found"


def test_a_very_long_picture_is_no_more_work_than_another(pipeline):
    long = np.asarray(Image.fromarray(draw_lesion(2)[0]).resize((20000, 115)))
    outcome = pipeline.analyse_many([as_file(long)], anyway=[True])[0]
    assert not hasattr(outcome, "mask") or outcome.mask.shape == (115, 20000)


@pytest.mark.parametrize("logit", [-4.0, 0.2], ids=["sees nothing", "is sure of nothing"])
def test_no_lesion_found_is_a_refusal_and_nobody_is_asked_what_it_is(pipeline, drawn_jpegs, logit):
    def blind(pictures):
        answer = pipeline.networks["segmenter"](pictures)
        return {**answer, "logits": np.full_like(answer["logits"], logit)}

    def must_not_be_asked(pictures):
        raise AssertionError("there is no lesion to name")

    networks = {"segmenter": blind, "classifier": must_not_be_asked}
    with pytest.raises(Unsuitable) as caught:
        Pipeline(pipeline.segmenter, pipeline.classifier, pipeline.gate, networks).analyse(drawn_jpegs[0])
    assert caught.value.code == "no_lesion_found"


def test_any_ratio_is_squashed_and_comes_back_at_its_own_size(pipeline):
    for size in ((450, 600), (900, 300), (224, 224)):
        picture, truth = draw_lesion(2, size)
        mask = pipeline.analyse(as_file(picture)).mask
        assert mask.shape == truth.shape
        assert np.logical_and(mask, truth).sum() > 0.5 * truth.sum()


def copy_of_weights(folder):
    return shutil.copytree(WEIGHTS_FOLDER, folder / "weights")


def test_missing_weights_give_an_error_and_no_result(tmp_path):
    folder = copy_of_weights(tmp_path)
    next(folder.glob("classifier*.h5")).unlink()
    with pytest.raises(WeightsMissing):
        Pipeline.load(weights_dir=folder)


def test_tampered_weights_are_not_loaded(tmp_path):
    folder = copy_of_weights(tmp_path)
    file = next(folder.glob("segmenter*.h5"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(WeightsTampered):
        Pipeline.load(weights_dir=folder)


def test_weights_of_another_architecture_are_not_loaded(tmp_path):
    folder = copy_of_weights(tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text())
    for model in manifest["models"]:
        if model["kind"] == "segmenter":
            model["architecture"] = "classifier_mobilenetv3small"
            model["input_size"] = 224
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(WeightsTampered, match="does not fit"):
        Pipeline.load(weights_dir=folder)


def test_a_classifier_without_operating_points_is_only_for_those_who_fit_them(tmp_path):
    folder = copy_of_weights(tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text())
    for model in manifest["models"]:
        if model["kind"] == "classifier":
            model.update(operating_points={}, default_point="", thresholds={})
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(WeightsMissing, match="ml.fit_probabilities"):
        Pipeline.load(weights_dir=folder)
    picture, _ = draw_lesion(2, (450, 600))
    (passage,) = Pipeline.load(weights_dir=folder, to_fit=True).follow([as_file(picture)])
    assert passage.evidence.shape[-1] == 7


def test_an_unknown_version_or_architecture_is_missing(tmp_path):
    with pytest.raises(WeightsMissing, match="classifier-99"):
        Pipeline.load(classifier="classifier-99")
    folder = copy_of_weights(tmp_path)
    text = (folder / "manifest.json").read_text()
    (folder / "manifest.json").write_text(text.replace("unet_mobilenetv3small", "unet_of_tomorrow"))
    with pytest.raises(WeightsMissing, match="unet_of_tomorrow"):
        Pipeline.load(weights_dir=folder)


def test_real_photographs_get_a_result(pipeline, data_dir):
    photos = sorted((data_dir / "photos").glob("*.jpg"))[:6]
    for photo, outcome in zip(photos, pipeline.analyse_many([p.read_bytes() for p in photos]), strict=True):
        with Image.open(photo) as picture:
            assert outcome.mask.shape == (picture.height, picture.width)
        assert sum(outcome.probabilities.values()) == pytest.approx(1)
