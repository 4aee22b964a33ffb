"""Reproduces classifier-2.0.0, which classifier-2.1.0 replaced: MobileNetV2 at 224 px, without mixup.

python -m ml.train_classifier --data DIR --out DIR --config classifier_v2 --init FIRST/best.weights.h5

64 minutes on two cores that other programs used as well; the fastest epoch took 3.3 minutes. On val, in epoch 12:
balanced accuracy 0.733, melanoma AUC 0.910.
"""

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
    wear=1.0,
    statistics="measured",
    depth_decay=0.2,
    weight_decay=0.02,
)
