"""The smaller network of classifier-2.0.0: MobileNetV3-Small at 224 px, from ImageNet.

python -m ml.train_classifier --data DIR --out DIR --config classifier_v2_small

SMALLTIME
"""

from ml.configs.fields import ClassifierConfig

CONFIG = ClassifierConfig(
    input_size=224,
    epochs=10,
    patience=10,
    batch_size=32,
    learning_rate=1e-3,
    warm_up_epochs=1.0,
    averaging=0.99,
    seed=20182,
    backbone="mobilenetv3small",
    dropout=0.3,
    sampling_power=0.5,
    mixup=0.0,
    depth_decay=0.3,
    weight_decay=0.02,
)
