"""Reproduces classifier-1.0.0.

python -m ml.train_classifier --data DIR --out DIR --config classifier_v1
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
