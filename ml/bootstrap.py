"""How far a figure could be off by chance: intervals from resampling lesions, not pictures.

Pictures of one lesion resemble each other; resampling pictures as if they were independent would make every interval
too narrow.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ml.weighted_metrics import weighted_mean

TIMES = 1000
SEED = 20_240

# So many resamples are computed together: memory grows with it, speed hardly.
_TOGETHER = 125

_NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Figure:
    """A figure with its 95 % interval and the number of pictures it rests on; NaN where it is not defined."""

    value: float
    low: float
    high: float
    n: int

    def as_json(self) -> dict[str, float | int | None]:
        """value, low, high, n; None for what is not a number, because JSON has no NaN."""
        return {name: finite(getattr(self, name)) for name in ("value", "low", "high", "n")}


class Bootstrap:
    """Resamples of the lesions of one set of pictures, drawn once and used for every figure.

    Args:
        lesions: (n,), which lesion each picture shows.
        times: number of resamples.
        seed: the same seed draws the same resamples.

    Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, percentile method; clusters as in Field and
    Welsh 2007, J. R. Statist. Soc. B 69:369-390.
    """

    def __init__(self, lesions: Sequence[str], times: int = TIMES, seed: int = SEED):
        _, self.lesions = np.unique(np.asarray(lesions, str), return_inverse=True)
        count = int(self.lesions.max()) + 1 if len(self.lesions) else 0
        random = np.random.default_rng(seed)
        self._drawn = np.zeros((times, count), np.uint16)
        for row in self._drawn if count else ():
            row[:] = np.bincount(random.integers(count, size=count), minlength=count)

    def figure(self, metric: Callable[..., np.ndarray], among: np.ndarray, *columns: np.ndarray) -> Figure:
        """A figure with its interval.

        Args:
            metric: called with the columns and weights float64 (b, m); gives float (b,).
            among: bool (n,), the pictures that the figure is about; m of them.
            columns: (n, ...) each, one entry per picture.

        Returns:
            The figure of the pictures as they are. The interval leaves out resamples in which it is not defined, and is
            NaN where those are more than half.
        """
        chosen = [column[among] for column in columns]
        n = int(among.sum())
        if n == 0:
            return Figure(np.nan, np.nan, np.nan, 0)
        value = float(metric(*chosen, np.ones((1, n)))[0])
        places = self.lesions[among]
        chunks = np.array_split(self._drawn, max(len(self._drawn) // _TOGETHER, 1))
        samples = np.concatenate([metric(*chosen, chunk[:, places].astype(float)) for chunk in chunks])
        return Figure(value, *interval(samples), n)

    def proportion(self, hits: np.ndarray, among: np.ndarray) -> Figure:
        """The fraction of pictures that are hits.

        Args:
            hits: bool (n,).
            among: bool (n,), the pictures that count.

        Returns:
            The interval comes from the resamples. Where all or none are hits every resample agrees, as if there were no
            doubt; Wilson's interval over the lesions stands in there.
        """
        figure = self.figure(weighted_mean, among, hits.astype(float))
        if figure.value in (0.0, 1.0):
            lesions = len(np.unique(self.lesions[among]))
            return Figure(figure.value, *wilson(figure.value, lesions), figure.n)
        return figure


def interval(samples: np.ndarray) -> tuple[float, float]:
    """2.5th and 97.5th percentile of the defined samples; NaN where more than half are not defined."""
    defined = samples[~np.isnan(samples)]
    if 2 * defined.size < samples.size or not defined.size:
        return np.nan, np.nan
    low, high = np.percentile(defined, [2.5, 97.5])
    return float(low), float(high)


def wilson(fraction: float, n: int) -> tuple[float, float]:
    """95 % interval of a proportion.

    Args:
        fraction: 0..1.
        n: number of independent trials, at least 1.

    Source: Wilson 1927, J. Am. Stat. Assoc. 22:209-212.
    """
    z = _NORMAL_95
    middle = (fraction + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * np.sqrt(fraction * (1 - fraction) / n + z * z / (4 * n * n))
    # At the ends the interval touches 0 or 1 exactly; arithmetic misses it by a rounding error.
    low, high = (0.0 if fraction == 0 else middle - reach), (1.0 if fraction == 1 else middle + reach)
    return float(low), float(high)


def finite(value: float | int) -> float | int | None:
    """The number, or None where it is NaN or infinite."""
    return value if np.isfinite(value) else None
