"""What a reader is warned of."""

from dataclasses import replace

from ml.figures import figures_of
from ml.report.cautions import cautions
from tests.ml.rows import POINTS, many, row


def said(rows, **facts):
    return " ".join(cautions({**figures_of(rows, POINTS, "rule_out", 20), "split": "test", **facts}))


def shared_lesions(rows):
    return [replace(answer, lesion_id=answer.lesion_id[:-1]) for answer in rows]


def test_many_pictures_with_lesions_labels_and_masks_need_few_words():
    assert said(shared_lesions(many())) == (
        "Not among these pictures: akiec, bcc, df, vasc. BMA and macro F1 are means over the others."
    )


def test_few_pictures_are_said_first():
    assert said([row(n, "nv", "nv") for n in range(5)]).startswith("Only 5 pictures: every figure here is rough")


def test_rare_diagnoses_are_named_with_their_number():
    rows = [*many(), *(row(1000 + n, "df", "df") for n in range(3))]
    assert "Fewer than 20 pictures of df (3)" in said(rows)


def test_one_kind_only_has_no_auc():
    assert "no AUC" in said([row(n, "nv", "nv") for n in range(5)])
    assert "no AUC" not in said(many())


def test_all_refused_is_said():
    assert "Every picture was refused" in said([row(0, "nv"), row(1, "mel")])


def test_pictures_without_lesions_and_of_other_splits_are_said():
    assert "lesion of its own" in said(many())
    assert "lesion of its own" not in said(shared_lesions(many()))
    assert "12 pictures are of the training split" in said(many(), train_pictures=12)
    assert "chosen on val" in said(many(), split="val")


def test_no_label_and_no_mask_are_said():
    words = said([row(n, says="nv") for n in range(3)])
    assert "No diagnosis is known" in words
    assert "no true masks" in words
