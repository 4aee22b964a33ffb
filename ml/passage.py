"""One picture on its way through the pipeline: what is known so far, and how long each stage took."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from ml.errors import Refused
from ml.quality import unsuitable
from ml.views import View


@dataclass(frozen=True)
class Flag:
    """A reason for which the picture would have been refused: a stable code, a sentence for people."""

    code: str
    message: str


@dataclass
class Passage:
    """Filled stage by stage; `refusal` ends the way.

    data is let go once it is decoded. width and height are the original's. frame is the squashed picture, uint8
    (224, 224, 3); lesion its mask, bool (224, 224), and box the lesion in its pixels. mask is bool (height,
    width). evidence is float32 (views, h, w, 7). flags are the refusals that `anyway` turned into warnings.
    """

    data: bytes
    mm_per_pixel: float | None = None
    anyway: bool = False
    width: int = 0
    height: int = 0
    quality: dict[str, float] = field(default_factory=dict)
    frame: np.ndarray | None = None
    mask: np.ndarray | None = None
    lesion: np.ndarray | None = None
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    views: list[View] = field(default_factory=list)
    evidence: np.ndarray | None = None
    flags: list[Flag] = field(default_factory=list)
    measurements: dict[str, float | None | list[str]] = field(default_factory=dict)
    outline: list[list[tuple[float, float]]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    refusal: Refused | None = None

    def copy(self) -> "Passage":
        """As far on its way as this one, which stays where it is."""
        return replace(self, quality=dict(self.quality), flags=list(self.flags), seconds=dict(self.seconds))

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Adds the time spent inside to the stage."""
        started = perf_counter()
        try:
            yield
        finally:
            self.spend(name, perf_counter() - started)

    def object_to(self, *faults: str) -> None:
        """The picture is not fit, for these reasons: refused for the first, or flagged where a person wants it anyway.

        Args:
            faults: codes of `ml.quality.SENTENCES`, none where the picture is fit.

        Raises:
            Unsuitable: there is a fault, and nobody asked for the analysis anyway.
        """
        for code in faults:
            refusal = unsuitable(code)
            if not self.anyway:
                raise refusal
            self.flags.append(Flag(refusal.code, refusal.message))

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
