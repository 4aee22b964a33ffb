"""One picture on its way through the pipeline: what is known so far, and how long each stage took."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from ml.errors import Refused


@dataclass
class Passage:
    """Filled stage by stage; `refusal` ends the way.

    frame is the squashed picture, uint8 (224, 224, 3); box the lesion in its pixels. mask is bool (height, width).
    """

    data: bytes
    mm_per_pixel: float | None = None
    width: int = 0
    height: int = 0
    quality: dict[str, float] = field(default_factory=dict)
    frame: np.ndarray | None = None
    mask: np.ndarray | None = None
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    probabilities: np.ndarray | None = None
    measurements: dict[str, float | None] = field(default_factory=dict)
    outline: list[list[tuple[float, float]]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    refusal: Refused | None = None

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Adds the time spent inside to the stage."""
        started = perf_counter()
        try:
            yield
        finally:
            self.spend(name, perf_counter() - started)

    def spend(self, name: str, seconds: float) -> None:
        """Adds seconds to the stage."""
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds


def still_going(passages: list[Passage], step: Callable[..., None], *columns: list) -> list[Passage]:
    """Takes each picture one step further.

    Args:
        passages: pictures that nobody has refused.
        step: called with the picture and its value of each column.
        columns: further arguments, one value per picture.

    Returns:
        Those that the step did not refuse. A refusal ends that picture's way and nobody else's.
    """
    for passage, *values in zip(passages, *columns, strict=True):
        try:
            step(passage, *values)
        except Refused as refusal:
            passage.refusal = refusal
    return [passage for passage in passages if passage.refusal is None]
