"""The only door to the networks. They are loaded behind it, in the worker's child, on the first picture."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from analysis.models import ModelVersion
from analysis.weights_in_use import check_weights

if TYPE_CHECKING:
    from ml.passage import Passage
    from ml.pipeline import Pipeline, Result


@dataclass(frozen=True)
class Picture:
    """One of several: `read` gives the original file's bytes, on another thread."""

    read: Callable[[], bytes]
    mm_per_pixel: float | None
    anyway: bool


def analyse(
    data: "bytes | Passage", *, segmenter: str, classifier: str, mm_per_pixel: float | None, anyway: bool = False
) -> "Result":
    """Run the science on one picture.

    Args:
        data: the original file's bytes, or what `look_ahead` made of them for the same `mm_per_pixel` and `anyway`.
        segmenter, classifier: versions, as the manifest names them.
        mm_per_pixel: the dermatoscope's scale, if known.
        anyway: a clinician asked for it in spite of the gates: their refusals become flags of the result.

    Returns:
        What ml.pipeline found; see there for shapes and units.

    Raises:
        ml.errors.Refused: the science refuses this picture.
        ml.errors.WeightsMissing, ml.errors.WeightsTampered: our own files are not in order.
    """
    pipeline = _pipeline(segmenter, classifier)
    if isinstance(data, bytes):
        return pipeline.analyse(data, mm_per_pixel=mm_per_pixel, anyway=anyway)
    return pipeline.conclude(data)


def ask_networks(passages: "Sequence[Passage]", *, segmenter: str, classifier: str) -> "list[Passage]":
    """What `analyse` asks the networks, for several pictures of `look_ahead` at once, which is quicker.

    Returns:
        What `analyse` takes instead of those that were given.

    Raises:
        ml.errors.WeightsMissing, ml.errors.WeightsTampered: our own files are not in order.
    """
    return _pipeline(segmenter, classifier).ask_networks(passages)


@contextmanager
def look_ahead(pictures: Sequence[Picture]) -> Iterator[list[Future["Passage"]]]:
    """Read and decode pictures one after another beside the networks, which work on an earlier one meanwhile.

    One thread: decoding is a tenth of the work, and Python's warning filters, which the decoder sets, belong to all
    threads.

    Returns:
        What `analyse` takes, one per picture. An error of one is raised by its own `result()`.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="look-ahead") as thread:
        looks = [thread.submit(_look, picture) for picture in pictures]
        try:
            yield looks
        finally:
            for look in looks:
                look.cancel()


def _look(picture: Picture) -> "Passage":
    from ml.look import look

    return look(picture.read(), mm_per_pixel=picture.mm_per_pixel, anyway=picture.anyway)


def times_loaded() -> int:
    """How often this process has read networks."""
    return _pipeline.cache_info().misses


def try_out(*, segmenter: str, classifier: str, weights_dir: Path) -> None:
    """Run a pair of another folder on drawn pictures, before it is accepted.

    Raises:
        ml.delivery.NotAccepted: it does not work; the sentence says how.
    """
    from ml.smoke import smoke

    smoke(segmenter=segmenter, classifier=classifier, weights_dir=weights_dir)


# the networks in use, and beside them those of a batch or in shadow: reading them anew at every change of queue would
# take longer than the analysis. A newly activated version takes the place of the one that was used least lately
@lru_cache(maxsize=2)
def _pipeline(segmenter: str, classifier: str) -> "Pipeline":
    for kind, version in (("segmenter", segmenter), ("classifier", classifier)):
        registered = ModelVersion.objects.values_list("sha256", flat=True).get(kind=kind, version=version)
        check_weights(kind, version, registered)
    # here, not above: the web process and the worker's parent need no networks, and threads that a runtime starts
    # before the fork are missing in every child
    from ml.pipeline import Pipeline

    return Pipeline.load(segmenter=segmenter, classifier=classifier, weights_dir=settings.WEIGHTS_DIR)
