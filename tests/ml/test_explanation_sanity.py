"""The explanation depends on what the network has learnt: with random weights it is another one.

Source: Adebayo et al. 2018, Sanity checks for saliency maps (arXiv:1810.03292).
"""

import numpy as np
import pytest

from ml.draw import draw_lesion
from ml.evidence import WHOLE, explain
from ml.manifest import read_manifest
from ml.preprocess import squash, to_network

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"),
]

PICTURES = 16


def ranks(values: np.ndarray) -> np.ndarray:
    """Places in the order of size, ties sharing the mean of theirs."""
    _, inverse, counts = np.unique(values.ravel(), return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def rank_correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Spearman's; 0.0 where one of both is flat."""
    one, other = ranks(one), ranks(other)
    if one.std() == 0 or other.std() == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


@pytest.fixture(scope="module")
def maps():
    """A function from a network to its maps of the drawn pictures, for the diagnosis that the shipped one names."""
    from ml.networks.reference import build_network, load_network

    entry = read_manifest().default("classifier")
    pictures = to_network(np.stack([squash(draw_lesion(seed)[0]) for seed in range(PICTURES)]))
    shipped = np.asarray(load_network(entry)(pictures)["evidence"])
    named = shipped.mean(axis=(1, 2)).argmax(axis=1)

    def spread(evidence: np.ndarray) -> list[np.ndarray]:
        return [explain(each[None], [WHOLE], [False], code) for each, code in zip(evidence, named, strict=True)]

    def random() -> list[np.ndarray]:
        network = build_network(entry.architecture, entry.input_size)
        return spread(np.asarray(network(pictures)))

    def again() -> list[np.ndarray]:
        return spread(np.asarray(load_network(entry)(pictures)["evidence"]))

    return spread(shipped), random, again


def test_rank_correlation_knows_the_easy_answers():
    values = np.array([1.0, 2.0, 2.0, 5.0])
    assert rank_correlation(values, values * 3) == pytest.approx(1)
    assert rank_correlation(values, -values) == pytest.approx(-1)
    assert rank_correlation(values, np.ones(4)) == 0.0


@pytest.mark.long
def test_random_weights_give_another_explanation(maps):
    import keras

    shipped, random, _ = maps
    likeness = []
    for seed in range(1, 5):
        keras.utils.set_random_seed(seed)
        others = random()
        assert np.mean([other.std() > 0 for other in others]) > 0.7, "a flat map would be unlike anything"
        likeness += [rank_correlation(one, other) for one, other in zip(shipped, others, strict=True)]
    assert abs(np.mean(likeness)) < 0.3, np.round(likeness, 2)


def test_the_same_weights_give_the_same_explanation(maps):
    shipped, _, again = maps
    assert all(each.std() > 0 for each in shipped)
    assert np.mean([rank_correlation(one, other) for one, other in zip(shipped, again(), strict=True)]) > 0.99
