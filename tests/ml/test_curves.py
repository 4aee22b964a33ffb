"""The log of a training as a picture."""

import numpy as np
from PIL import Image

from ml.curves import draw_curves

LOG = """epoch,loss,val_score,val_bma,seconds,learning_rate
1,0.9,0.5,0.4,60,0.0001
2,0.5,0.7,0.6,61,0.0004
3,0.4,0.75,0.7,60,0.0002
"""


def picture_of(folder, text):
    (folder / "log.csv").write_text(text)
    draw_curves(folder / "log.csv", folder / "curves.png")
    with Image.open(folder / "curves.png") as picture:
        return np.asarray(picture.convert("RGB"))


def test_a_panel_each_for_loss_figures_and_learning_rate(tmp_path):
    assert picture_of(tmp_path, LOG).shape == (400, 1350, 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["curves.png", "log.csv"]


def test_every_figure_is_drawn(tmp_path):
    turned = LOG.replace("0.6,61", "0.7,61").replace("0.7,60", "0.6,60")
    changed = np.flatnonzero((picture_of(tmp_path, LOG) != picture_of(tmp_path, turned)).any(axis=(0, 2)))
    assert 450 <= changed.min() <= changed.max() < 900, "only the panel in the middle"


def test_a_log_of_one_epoch_and_a_log_begun_by_an_older_version(tmp_path):
    assert picture_of(tmp_path, "\n".join(LOG.splitlines()[:2]) + "\n").shape == (400, 1350, 3)
    older = "epoch,loss,val_iou,seconds\n1,0.9,0.5,60\n2,0.8,0.6,60,0.0001\n"
    assert picture_of(tmp_path, older).shape == (400, 900, 3)


def test_a_val_figure_that_is_no_number_leaves_a_gap(tmp_path):
    assert picture_of(tmp_path, LOG.replace("0.7,0.6", "nan,")).shape == (400, 1350, 3)
