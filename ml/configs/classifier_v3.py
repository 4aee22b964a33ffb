"""Reproduces classifier-2.1.0: MobileNetV2 at 224 px from ImageNet, one learning rate for all layers, little wear.

python -m ml.train_classifier --data DIR --out DIR --config classifier_v3

81 minutes on two cores that other programs used as well; the fastest epoch took 3.3 minutes. On val, in epoch 18:
balanced accuracy 0.784, melanoma AUC 0.909.
"""

from ml.configs.fields import ClassifierConfig

CONFIG = ClassifierConfig(
    input_size=224,
    epochs=20,
    patience=20,
    batch_size=32,
    learning_rate=5e-4,
    warm_up_epochs=1.0,
    averaging=0.99,
    seed=20182,
    backbone="mobilenetv2",
    dropout=0.3,
    sampling_power=0.5,
    mixup=0.0,
    wear=0.25,
    statistics="imagenet",
    depth_decay=1.0,
    weight_decay=0.02,
)
