"""Reproduces classifier-1.0.0.

python -m ml.train_classifier --data DIR --out DIR --config classifier_v1 --threads 1

About 70 minutes on one of two cores of a busy machine; the fastest epoch took 3.8 minutes. On val, in epoch 9:
balanced accuracy 0.705, melanoma AUC 0.902.
"""

from ml.configs.fields import ClassifierConfig

CONFIG = ClassifierConfig(
    input_size=224,
    epochs=11,
    patience=5,
    batch_size=32,
    learning_rate=5e-4,
    warm_up_epochs=1.0,
    averaging=0.99,
    seed=20180,
    dropout=0.3,
    sampling_power=0.5,
    weight_power=0.25,
)
