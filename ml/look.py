"""The first steps of a picture's way, which need no network: decode > quality."""

from ml.decode import decode_reduced
from ml.errors import Refused
from ml.passage import Passage
from ml.preprocess import squash
from ml.quality import BLINDING, measure_quality, quality_faults


def look(data: bytes, *, mm_per_pixel: float | None = None, anyway: bool = False) -> Passage:
    """Opens a picture, squashes it and measures how well it was taken.

    Pillow and NumPy let other threads work meanwhile, so that it can be done for the next picture while the networks
    work on this one. Of the picture, 150 kB are kept.

    Args:
        data, mm_per_pixel, anyway: as for `ml.pipeline.Pipeline.analyse`.

    Returns:
        The picture on its way, to be handed to `Pipeline.conclude`; with its refusal, where it is not fit.
    """
    passage = Passage(data, mm_per_pixel, anyway)
    try:
        _look(passage)
    except Refused as refusal:
        passage.refusal = refusal
    passage.data = b""
    return passage


def _look(passage: Passage) -> None:
    with passage.stage("decode"):
        reduced = decode_reduced(passage.data)
        passage.width, passage.height = reduced.width, reduced.height
    with passage.stage("quality"):
        passage.frame = squash(reduced.pixels)
        passage.quality = measure_quality(passage.frame, min(passage.width, passage.height))
        passage.object_to(*(code for code in quality_faults(passage.quality) if code in BLINDING))
