"""Two trained classifiers become one file."""

import numpy as np
import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"),
]


def test_the_pair_answers_like_its_members_together(tmp_path):
    from ml.networks.classifier import build_classifier, build_pair
    from ml.pair import join

    members = [build_classifier(64, backbone=name) for name in ("mobilenetv2", "mobilenetv3small")]
    files = [tmp_path / f"{member.name}.weights.h5" for member in members]
    for member, file in zip(members, files, strict=True):
        member.save_weights(file)
    join(*files, tmp_path / "new" / "pair.weights.h5", 64)
    pair = build_pair(64)
    pair.load_weights(tmp_path / "new" / "pair.weights.h5")
    picture = np.random.default_rng(1).uniform(-1, 1, (1, 64, 64, 3)).astype(np.float32)
    together = sum(np.asarray(member(picture)) for member in members) / 2
    assert np.asarray(pair(picture)) == pytest.approx(together, abs=1e-5)
