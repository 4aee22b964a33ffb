"""The split: by lesion, 70/15/15 of each diagnosis, the same everywhere, and blind to names that hide a duplicate."""

import io
from collections import Counter

import pytest
from PIL import Image

from ml.draw import draw_lesion
from ml.duplicates import fingerprints_of
from ml.layouts.layout import Row
from ml.prepare_split import lesion_groups, read_split, split_by_lesion

LESIONS = [f"L{n // 2}" for n in range(2000)]
DIAGNOSES = [("nv", "mel", "df")[min(n // 1000, 1) if n < 1960 else 2] for n in range(2000)]


def test_seventy_fifteen_fifteen_of_every_diagnosis():
    splits = split_by_lesion(LESIONS, DIAGNOSES, seed=1)
    for dx in set(DIAGNOSES):
        counts = Counter(split for split, other in zip(splits, DIAGNOSES, strict=True) if other == dx)
        total = counts.total()
        assert counts["train"] / total == pytest.approx(0.70, abs=0.03)
        assert counts["val"] / total == pytest.approx(0.15, abs=0.03)


def test_no_lesion_is_in_two_splits():
    splits = split_by_lesion(LESIONS, DIAGNOSES, seed=1)
    assert len(set(zip(LESIONS, splits, strict=True))) == len(set(LESIONS))


def test_the_same_pictures_in_any_order_give_the_same_split_and_another_seed_another():
    splits = dict(zip(LESIONS, split_by_lesion(LESIONS, DIAGNOSES, seed=1), strict=True))
    turned = dict(zip(LESIONS[::-1], split_by_lesion(LESIONS[::-1], DIAGNOSES[::-1], seed=1), strict=True))
    assert splits == turned
    assert splits != dict(zip(LESIONS, split_by_lesion(LESIONS, DIAGNOSES, seed=2), strict=True))


def test_the_split_is_the_one_it_always_was():
    splits = split_by_lesion([f"L{n}" for n in range(10)], ["nv"] * 10, seed=2018)
    assert "".join(split[1] for split in splits) == "rerarrarrr"


def test_lesions_that_share_a_photograph_go_by_one_name(tmp_path):
    names = []
    for number, seed in enumerate((1, 1, 2, 3, 3)):
        # The fourth and the fifth are one photograph, saved twice.
        picture = Image.fromarray(draw_lesion(seed, (224, 224))[0])
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=95 if number < 4 else 70)
        names.append(tmp_path / f"{number}.jpg")
        names[-1].write_bytes(file.getvalue())
    rows = [Row({"lesion_id": lesion}, "table") for lesion in ("A", "B", "C", "D", "E")]
    assert lesion_groups(rows, fingerprints_of(names)) == ["A", "A", "C", "D", "D"]


@pytest.mark.parametrize(
    ("text", "message"),
    [("image_id,part\nA,train\n", "no columns image_id and split"), ("image_id,split\nA,training\n", "line 2")],
)
def test_a_split_file_that_cannot_be_used_is_refused(tmp_path, text, message):
    (tmp_path / "split.csv").write_text(text)
    with pytest.raises(ValueError, match=message):
        read_split(tmp_path / "split.csv")
