"""Reproduces segmenter-1.0.0.

python -m ml.train_segmenter --data DIR --out DIR --config segmenter_v1 --threads 1

About 75 minutes on one of two cores of a busy machine; the fastest epoch took 4.6 minutes. Mean IoU on val: 0.879.
"""

from ml.configs.fields import Config

CONFIG = Config(
    input_size=160,
    epochs=8,
    patience=4,
    batch_size=32,
    learning_rate=1e-3,
    warm_up_epochs=0.5,
    averaging=0.99,
    seed=20180,
)
