"""The science on one page: decode > quality > segment > crop > classify > measure > verdict."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np

from ml.decode import decode
from ml.diagnoses import CODES, MALIGNANT_INDICES
from ml.errors import Refused
from ml.manifest import ModelEntry, read_manifest
from ml.measure import measure
from ml.outline import outline_of
from ml.passage import Passage, still_going
from ml.preprocess import FRAME_SIZE, box_of, crop_to_lesion, squash, to_network
from ml.quality import check_quality, measure_quality, unsuitable
from ml.segmentation import certainty_of, mask_at, one_lesion, sigmoid

# A smaller "lesion" is a speck: the smallest true one of val covers 0.8 % of its picture.
SMALLEST_LESION = 0.002


@dataclass(frozen=True)
class Flag:
    """Why a picture would have been refused."""

    code: str
    message: str


@dataclass(frozen=True)
class Result:
    """What the science says about one picture."""

    mask: np.ndarray  # bool (height, width), the picture's own size, upright
    outline: list[list[tuple[float, float]]]  # polygons in pixels of the picture, the largest first
    area_fraction: float
    bbox: tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels of the picture, half-open
    measurements: dict[str, float | None]  # names end in their unit
    probabilities: dict[str, float]  # diagnosis -> probability, in the order of CODES; they sum to 1
    malignant_probability: float
    operating_point: str
    threshold: float
    verdict: str  # "suspicious", "likely_benign" or "needs_a_person"
    uncertainty: float
    uncertainty_threshold: float
    flags: tuple[Flag, ...]
    anyway: bool
    explained: str
    explanation: np.ndarray  # uint8 (224, 224)
    energy_inside: float
    quality: dict[str, float]
    model_versions: dict[str, str]  # "segmenter" and "classifier"
    seconds: dict[str, float]  # stage -> seconds; in a batch, this picture's share


class Pipeline:
    """Two trained networks and everything between a file and a result."""

    def __init__(self, segmenter: ModelEntry, classifier: ModelEntry, networks: dict[str, Callable]):
        self.segmenter, self.classifier, self.networks = segmenter, classifier, networks

    @classmethod
    def load(
        cls, *, segmenter: str | None = None, classifier: str | None = None, weights_dir: Path | None = None
    ) -> "Pipeline":
        """Reads the weights, once per process; everything after that is quick.

        Args:
            segmenter: a version in the manifest; None for its default.
            classifier: a version in the manifest; None for its default.
            weights_dir: folder with manifest.json; None for the one inside this package.

        Raises:
            WeightsMissing: a file or version is not there.
            WeightsTampered: a file is not the one that was judged.
        """
        manifest = read_manifest(weights_dir)
        asked = {"segmenter": segmenter, "classifier": classifier}
        entries = {
            kind: manifest.find(kind, version) if version else manifest.default(kind) for kind, version in asked.items()
        }
        from ml.networks.ready import ready_network

        return cls(**entries, networks={kind: ready_network(entry) for kind, entry in entries.items()})

    def analyse(self, data: bytes, *, mm_per_pixel: float | None = None) -> Result:
        """One picture, from the file's bytes to the verdict.

        Args:
            data: a JPEG, PNG, WebP or TIFF file.
            mm_per_pixel: millimetres that one pixel of the picture spans, where known.

        Raises:
            Refused: the picture is not fit for a result; code and message say why.
        """
        (outcome,) = self.analyse_many([data], mm_per_pixel=[mm_per_pixel])
        if isinstance(outcome, Refused):
            raise outcome
        return outcome

    def analyse_many(
        self, datas: Sequence[bytes], *, mm_per_pixel: Sequence[float | None] | None = None
    ) -> list[Result | Refused]:
        """Several pictures with one pass through each network; the outcomes are those of `analyse`.

        Args:
            datas: files, as for `analyse`. Memory grows with their number; 16 is a good one.
            mm_per_pixel: one scale per file, None where unknown.

        Returns:
            One outcome per file, in their order; a refusal of one does not touch the others.
        """
        scales = mm_per_pixel if mm_per_pixel is not None else [None] * len(datas)
        everyone = [Passage(data, scale) for data, scale in zip(datas, scales, strict=True)]
        going = still_going(everyone, self._look)
        going = still_going(going, self._find_lesion, self._ask("segmenter", going))
        going = still_going(going, self._name_lesion, self._ask("classifier", going))
        still_going(going, self._measure_lesion)
        return [passage.refusal or self._verdict(passage) for passage in everyone]

    def _look(self, passage: Passage) -> None:
        """Decode > quality."""
        with passage.stage("decode"):
            picture = decode(passage.data)
            passage.height, passage.width = picture.shape[:2]
        with passage.stage("quality"):
            passage.quality = measure_quality(picture)
            check_quality(passage.quality)
            passage.frame = squash(picture)

    def _find_lesion(self, passage: Passage, logits: np.ndarray) -> None:
        """Segment: from the network's answer to the mask and the box."""
        threshold = self.segmenter.thresholds["mask"]
        with passage.stage("segment"):
            chances = one_lesion(sigmoid(logits[..., 0]), threshold)
            passage.mask = mask_at(chances, passage.width, passage.height, threshold)
            passage.quality["certainty"] = certainty_of(chances, threshold)
            too_small = passage.mask.mean() < SMALLEST_LESION
            if too_small or passage.quality["certainty"] < self.segmenter.thresholds["certainty"]:
                raise unsuitable("no_lesion_found")
            passage.box = box_of(mask_at(chances, FRAME_SIZE, FRAME_SIZE, threshold))

    def _name_lesion(self, passage: Passage, probabilities: np.ndarray) -> None:
        """Classify: in double precision, so that the seven sum to one."""
        passage.probabilities = probabilities.astype(np.float64) / probabilities.sum(dtype=np.float64)

    def _measure_lesion(self, passage: Passage) -> None:
        """Measure, in pixels of the picture as it came."""
        with passage.stage("measure"):
            passage.measurements = measure(passage.mask, passage.mm_per_pixel)
            passage.outline = outline_of(passage.mask)

    def _verdict(self, passage: Passage) -> Result:
        threshold = self.classifier.thresholds["malignant"]
        malignant = float(passage.probabilities[list(MALIGNANT_INDICES)].sum())
        return Result(
            mask=passage.mask,
            outline=passage.outline,
            area_fraction=passage.measurements["area_fraction"],
            bbox=box_of(passage.mask),
            measurements=passage.measurements,
            probabilities=dict(zip(CODES, passage.probabilities.tolist(), strict=True)),
            malignant_probability=malignant,
            threshold=threshold,
            verdict="suspicious" if malignant >= threshold else "likely_benign",
            quality=passage.quality,
            model_versions={"segmenter": self.segmenter.version, "classifier": self.classifier.version},
            seconds=passage.seconds,
        )

    def _ask(self, kind: str, passages: list[Passage]) -> list[np.ndarray]:
        """One pass of a network for all pictures; its time is shared out evenly."""
        if not passages:
            return []
        started = perf_counter()
        if kind == "segmenter":
            stage, inputs = "segment", [squash(each.frame, self.segmenter.input_size) for each in passages]
        else:
            size = self.classifier.input_size
            stage, inputs = "classify", [crop_to_lesion(each.frame, each.box, size) for each in passages]
        answers = list(self.networks[kind](to_network(np.stack(inputs))))
        for passage in passages:
            passage.spend(stage, (perf_counter() - started) / len(passages))
        return answers
