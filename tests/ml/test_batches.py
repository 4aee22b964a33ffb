"""Training batches: without augmentation they are what inference sees, bit for bit."""

import numpy as np
import pytest

from ml.dataset import in_split, load_boxes, load_frames, load_masks, read_records
from ml.decode import decode
from ml.diagnoses import CODES
from ml.preprocess import box_of, crop_to_lesion, squash, to_network


@pytest.fixture(scope="module")
def part(drawn_data):
    return in_split(read_records(drawn_data), "train")


@pytest.fixture(scope="module")
def frames(part):
    return load_frames(part)


def segmenter_batches(frames, part, **changes):
    from ml.batches import SegmenterBatches

    settings = {"size": 96, "batch_size": 4, "seed": 7, "augment": True} | changes
    return SegmenterBatches(frames, load_masks(part), **settings)


def classifier_batches(frames, labels, boxes=None, **changes):
    from ml.batches import ClassifierBatches

    boxes = np.tile([0, 0, 224, 224], (len(frames), 1)) if boxes is None else boxes
    settings = {"size": 96, "batch_size": 4, "seed": 7, "augment": True} | changes
    return ClassifierBatches(frames, boxes, np.asarray(labels), **settings)


def test_without_augmentation_the_segmenter_trains_on_what_it_sees_at_inference(frames, part):
    pictures, masks = segmenter_batches(frames, part, augment=False)[1]
    for place, record in enumerate(part[4:8]):
        at_inference = to_network(squash(squash(decode(record.picture_path.read_bytes())), 96))
        assert np.array_equal(pictures[place], at_inference)
    assert set(np.unique(masks)) == {0.0, 1.0}


def test_without_augmentation_the_classifier_trains_on_what_it_sees_at_inference(frames, part):
    labels = [record.label for record in part]
    pictures, targets = classifier_batches(frames, labels, load_boxes(part), augment=False)[0]
    for place, record in enumerate(part[:4]):
        box = box_of(load_masks([record])[0])
        at_inference = to_network(crop_to_lesion(squash(decode(record.picture_path.read_bytes())), box, 96))
        assert np.array_equal(pictures[place], at_inference)
    assert targets.argmax(axis=1).tolist() == labels[:4]
    whole, _ = classifier_batches(frames, labels, load_boxes(part), augment=False, view="whole")[0]
    assert np.array_equal(whole[2], to_network(squash(squash(decode(part[2].picture_path.read_bytes())), 96)))


def test_the_same_seed_and_epoch_give_the_same_batch(frames, part):
    one, other = segmenter_batches(frames, part), segmenter_batches(frames, part)
    one.start_epoch(3)
    other.start_epoch(3)
    assert np.array_equal(one[1][0], other[1][0])
    other.start_epoch(4)
    assert not np.array_equal(one[1][0], other[1][0])


def test_picture_and_mask_move_together(part):
    masks = load_masks(part)
    painted = np.repeat(masks[..., None].astype(np.uint8) * 200, 3, axis=-1)
    batches = segmenter_batches(painted, part)
    pictures, seen = batches[0]
    for picture, mask in zip(pictures, seen[..., 0] > 0.5, strict=True):
        lesion, around = picture[mask].mean(), picture[~mask].mean()
        assert lesion > around + 0.5, "the bright lesion lies where its mask says"


def test_every_picture_comes_once_an_epoch_where_sampling_is_even(frames, part):
    batches = segmenter_batches(frames, part)
    assert sorted(batches.order) == list(range(len(part)))


def test_balanced_sampling_draws_the_rare_as_often_as_the_common():
    labels = [5] * 950 + [3] * 50
    blank = np.zeros((1000, 1, 1, 3), np.uint8)
    batches = classifier_batches(blank, labels, sampling_power=1.0)
    drawn = np.bincount(np.asarray(labels)[batches.order], minlength=len(CODES))
    assert drawn[3] == pytest.approx(500, abs=80)


def test_how_often_each_diagnosis_is_drawn():
    labels = np.array([5] * 900 + [3] * 100)
    chances = classifier_batches(np.zeros((1000, 1, 1, 3), np.uint8), labels, sampling_power=0.5).chance_per_class()
    assert chances[5] / chances[3] == pytest.approx(3, rel=1e-5)
    assert chances.sum() == pytest.approx(1, abs=1e-4)
    assert (chances > 0).all(), "its logarithm is taken"


def test_mixed_pictures_say_what_they_are_mixed_of(frames):
    labels = [0, 1] * (len(frames) // 2)
    blank = np.zeros_like(frames)
    blank[1::2] = 255
    batches = classifier_batches(blank, labels, mixup=0.4)
    batches.sample = lambda index, random: (blank[index, :96, :96] / 127.5 - 1.0, np.eye(7)[labels[index]])
    mixed = 0
    for place in range(len(batches) * 4):
        batches.start_epoch(place // len(batches))
        pictures, truths = batches[place % len(batches)]
        assert truths.sum(axis=1) == pytest.approx(1)
        assert truths.max(axis=1).min() >= 0.5, "the larger part is the picture's own"
        # black is 0 and white is 1: the brightness is the share of the second
        assert pictures.mean(axis=(1, 2, 3)) / 2 + 0.5 == pytest.approx(truths[:, 1], abs=1e-5)
        mixed += ((truths > 0) & (truths < 1)).any()
    assert mixed
