"""The figures as lines at a terminal."""

from ml.figures import figures_of
from ml.report.terminal import table_of
from tests.ml.rows import POINTS, many, row


def lines_of(rows):
    return table_of(figures_of(rows, POINTS, "rule_out", 50)).splitlines()


def test_it_says_the_same_as_the_json():
    figures = figures_of(many(), POINTS, "rule_out", 50)
    text = table_of(figures)
    assert "pictures                240 of 240 lesions (6 refused: too_dark 6)" in text
    assert f"mean IoU                {figures['segmentation']['mean_iou']:.4f} (" in text
    assert f"BMA                     {figures['classification']['bma']:.4f} (" in text
    assert (
        f"rule_out (0.200)        sensitivity {figures['operating_points']['rule_out']['sensitivity']['value']:.3f}"
        in text
    )


def test_what_is_not_known_is_left_out_and_what_is_not_defined_is_said():
    assert not any(line.startswith(("BMA", "mean IoU")) for line in lines_of([row(0, says="nv")]))
    assert "malignant AUC           not defined" in lines_of([row(0, "nv", "nv")])
