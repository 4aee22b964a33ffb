"""The first half of classifier-2.0.0: MobileNetV2 at 160 px, from ImageNet, with everything strong.

python -m ml.train_classifier --data DIR --out DIR --config classifier_v2_160

35 minutes on two cores that other programs used as well; an epoch takes 2 minutes where nothing else runs. On val, in
epoch 9: balanced accuracy 0.703, melanoma AUC 0.859.
"""

from ml.configs.fields import ClassifierConfig

CONFIG = ClassifierConfig(
    input_size=160,
    epochs=10,
    patience=12,
    batch_size=32,
    learning_rate=1e-3,
    warm_up_epochs=1.0,
    averaging=0.98,
    seed=20181,
    backbone="mobilenetv2",
    dropout=0.3,
    sampling_power=0.5,
    mixup=0.2,
    wear=1.0,
    statistics="measured",
    depth_decay=0.1,
    weight_decay=0.02,
)
