"""PLACE"""

from ml.configs.fields import ClassifierConfig

CONFIG = ClassifierConfig(
    input_size=224,
    epochs=14,
    patience=14,
    batch_size=32,
    learning_rate=5e-4,
    warm_up_epochs=1.0,
    averaging=0.99,
    seed=20181,
    backbone="mobilenetv2",
    dropout=0.3,
    sampling_power=0.5,
    mixup=0.0,
    depth_decay=0.2,
    weight_decay=0.02,
)
