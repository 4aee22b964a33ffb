"""The science on one page: decode > quality > domain > segment > crop > classify > measure > explain > verdict."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.diagnoses import CODES, MALIGNANT_INDICES
from ml.errors import Refused
from ml.evidence import energy_inside, explain, logits_of
from ml.gate import Gate, gate_for
from ml.look import look
from ml.manifest import ModelEntry, check_fitted, read_manifest
from ml.measure import measure
from ml.networks.ready import ready_network
from ml.outline import outline_of
from ml.passage import Flag, Passage, still_going
from ml.preprocess import FRAME_SIZE, box_of, squash, to_network
from ml.probabilities import calibrated, uncertainty_of
from ml.quality import BLINDING, border_faults, measure_border, quality_faults, unsuitable
from ml.segmentation import certainty_of, mask_at, one_lesion, sigmoid
from ml.verdict import deciding_diagnosis, verdict_of
from ml.views import view_of

# A smaller "lesion" is a speck: the smallest true one of val covers 0.8 % of its picture.
SMALLEST_LESION = 0.002

STAGES = {"segmenter": "segment", "classifier": "classify"}


@dataclass(frozen=True)
class Result:
    """What the science says about one picture."""

    mask: np.ndarray  # bool (height, width), the picture's own size, upright
    outline: list[list[tuple[float, float]]]  # polygons in pixels of the picture, the largest first
    area_fraction: float
    bbox: tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels of the picture, half-open
    measurements: dict[str, float | None | list[str]]  # names end in their unit
    probabilities: dict[str, float]  # diagnosis -> calibrated probability, in the order of CODES; they sum to 1
    malignant_probability: float
    operating_point: str  # name of the point that the threshold belongs to
    threshold: float  # malignant probability from which on the picture is suspicious
    verdict: str  # "suspicious", "likely_benign" or "needs_a_person"
    uncertainty: float  # 0..1
    uncertainty_threshold: float  # from which uncertainty on a person decides
    flags: tuple[Flag, ...]  # why it would have been refused, where it was analysed anyway
    anyway: bool  # a person asked for the analysis in spite of the gates
    explained: str  # the diagnosis that the explanation is about, see `ml.verdict.deciding_diagnosis`
    explanation: np.ndarray  # uint8 (224, 224) over the squashed picture, 255 where most speaks for it
    energy_inside: float  # part of the explanation that lies on the lesion, 0..1
    quality: dict[str, float]
    model_versions: dict[str, str]  # "segmenter" and "classifier"
    seconds: dict[str, float]  # stage -> seconds; in a batch, this picture's share


class Pipeline:
    """Two trained networks, a gate, and everything between a file and a result."""

    def __init__(self, segmenter: ModelEntry, classifier: ModelEntry, gate: Gate, networks: dict[str, Callable]):
        self.segmenter, self.classifier, self.gate, self.networks = segmenter, classifier, gate, networks

    @classmethod
    def load(
        cls,
        *,
        segmenter: str | None = None,
        classifier: str | None = None,
        weights_dir: Path | None = None,
        to_fit: bool = False,
    ) -> "Pipeline":
        """Reads the weights, once per process; everything after that is quick.

        Args:
            segmenter: a version in the manifest; None for its default.
            classifier: a version in the manifest; None for its default.
            weights_dir: folder with manifest.json; None for the one inside this package.
            to_fit: only `follow` will be asked, by what fits the rest: a classifier without operating points will do.

        Raises:
            WeightsMissing: a file or version is not there.
            WeightsTampered: a file is not the one that was judged.
        """
        manifest = read_manifest(weights_dir)
        asked = {"segmenter": segmenter, "classifier": classifier}
        entries = {
            kind: manifest.find(kind, version) if version else manifest.default(kind) for kind, version in asked.items()
        }
        if not to_fit:
            check_fitted(entries["classifier"])
        networks = {kind: ready_network(entry) for kind, entry in entries.items()}
        return cls(**entries, gate=gate_for(manifest, entries["segmenter"]), networks=networks)

    def analyse(self, data: bytes, *, mm_per_pixel: float | None = None, anyway: bool = False) -> Result:
        """One picture, from the file's bytes to the verdict.

        Args:
            data: a JPEG, PNG, WebP or TIFF file.
            mm_per_pixel: millimetres that one pixel of the picture spans, where known.
            anyway: turn the gates' refusals into flags; a file that cannot be read and a picture without a lesion
                are refused all the same.

        Raises:
            Refused: the picture is not fit for a result; code and message say why.
        """
        return self.conclude(look(data, mm_per_pixel=mm_per_pixel, anyway=anyway))

    def conclude(self, passage: Passage) -> Result:
        """The same for a picture that `look` has decoded, on whatever thread, and `ask_networks` perhaps taken further.

        Raises:
            Refused: as `analyse`.
        """
        (outcome,) = self._conclude([passage])
        if isinstance(outcome, Refused):
            raise outcome
        return outcome

    def ask_networks(self, passages: Sequence[Passage]) -> list[Passage]:
        """The way of several pictures that `look` has decoded as far as the classifier's evidence, stage by stage.

        A network that is asked for many pictures in a row stays in the processor's cache: figures in
        docs/reliability/chunks.md. `conclude` goes on from there.

        Returns:
            One for each, in their order; those that were given stay as they are.
        """
        return self._hear_networks([passage.copy() for passage in passages])

    def analyse_many(
        self,
        datas: Sequence[bytes],
        *,
        mm_per_pixel: Sequence[float | None] | None = None,
        anyway: Sequence[bool] | None = None,
    ) -> list[Result | Refused]:
        """Several pictures, each network asked for all of them in a row; the outcomes are those of `analyse`.

        Args:
            datas: files, as for `analyse`. Memory grows with their number; 16 is a good one.
            mm_per_pixel: one scale per file, None where unknown.
            anyway: one answer per file.

        Returns:
            One outcome per file, in their order; a refusal of one does not touch the others.
        """
        return self._conclude(_look_at(datas, mm_per_pixel, anyway))

    def follow(self, datas: Sequence[bytes], *, mm_per_pixel=None, anyway=None) -> list[Passage]:
        """The way as far as the classifier's evidence, for those who fit or judge what comes after it."""
        return self._hear_networks(_look_at(datas, mm_per_pixel, anyway))

    def find(self, datas: Sequence[bytes], *, mm_per_pixel=None, anyway=None) -> list[Passage]:
        """The way as far as the lesion, without asking what it is."""
        everyone = _look_at(datas, mm_per_pixel, anyway)
        self._find_lesions(everyone)
        return everyone

    def _conclude(self, everyone: list[Passage]) -> list[Result | Refused]:
        self._hear_networks([passage for passage in everyone if passage.evidence is None])
        still_going([passage for passage in everyone if passage.refusal is None], self._measure_lesion)
        return [passage.refusal or self._verdict(passage) for passage in everyone]

    def _hear_networks(self, everyone: list[Passage]) -> list[Passage]:
        going = self._find_lesions(everyone)
        answers = self._ask("classifier", going, [[view.picture for view in p.views] for p in going])
        still_going(going, self._classify, answers)
        return everyone

    def _find_lesions(self, everyone: list[Passage]) -> list[Passage]:
        going = [passage for passage in everyone if passage.refusal is None]
        answers = self._ask("segmenter", going, [[squash(p.frame, self.segmenter.input_size)] for p in going])
        return still_going(going, self._find_lesion, answers)

    def _find_lesion(self, passage: Passage, answer: dict[str, np.ndarray]) -> None:
        """Segment > domain > crop: from the network's answer to mask, box and views."""
        threshold = self.segmenter.thresholds["mask"]
        with passage.stage("gate"):
            passage.quality["dermoscopic"] = self.gate.score(answer["features"][0])
            # First what it is, then how well it was taken: a plate on a white table is no overexposed lesion.
            passage.object_to(*self.gate.faults(passage.quality["dermoscopic"]))
            passage.object_to(*(code for code in quality_faults(passage.quality) if code not in BLINDING))
        with passage.stage("segment"):
            chances = one_lesion(sigmoid(answer["logits"][0, ..., 0]), threshold)
            passage.quality["certainty"] = certainty_of(chances, threshold)
            passage.lesion = mask_at(chances, FRAME_SIZE, FRAME_SIZE, threshold)
            too_small = passage.lesion.mean() < SMALLEST_LESION
            passage.mask = mask_at(chances, passage.width, passage.height, threshold)
            uncertain = passage.quality["certainty"] < self.segmenter.thresholds["certainty"]
            # On a picture of a few pixels the lesion can fall between them.
            if too_small or uncertain or not passage.mask.any():
                raise unsuitable("no_lesion_found")
            passage.quality |= measure_border(passage.lesion)
            passage.object_to(*border_faults(passage.quality))
            passage.box = box_of(passage.lesion)
        with passage.stage("crop"):
            size = self.classifier.input_size
            passage.views = [view_of(name, passage.frame, passage.box, size) for name in self.classifier.views]

    def _classify(self, passage: Passage, answer: dict[str, np.ndarray]) -> None:
        """Classify."""
        passage.evidence = answer["evidence"]

    def _measure_lesion(self, passage: Passage) -> None:
        """Measure, in pixels of the picture as it came."""
        with passage.stage("measure"):
            passage.measurements = measure(passage.mask, passage.frame, passage.mm_per_pixel)
            passage.outline = outline_of(passage.mask)

    def _verdict(self, passage: Passage) -> Result:
        """Calibrate > explain > verdict."""
        entry = self.classifier
        with passage.stage("explain"):
            logits = logits_of(passage.evidence)
            shift = np.array([entry.shift.get(code, 0.0) for code in CODES])
            probabilities = calibrated(logits.mean(axis=0), entry.temperature, shift)
            decisive = {
                "malignant_probability": float(probabilities[list(MALIGNANT_INDICES)].sum()),
                "threshold": entry.operating_points[entry.default_point],
                "uncertainty": uncertainty_of(calibrated(logits, entry.temperature, shift)),
                "uncertainty_threshold": entry.thresholds["uncertain"],
            }
            verdict = verdict_of(**decisive)
            deciding = deciding_diagnosis(probabilities, verdict)
            squares, mirrored = zip(*((view.square, view.mirrored) for view in passage.views), strict=True)
            explanation = explain(passage.evidence, squares, mirrored, deciding)
        return Result(
            mask=passage.mask,
            outline=passage.outline,
            area_fraction=passage.measurements["area_fraction"],
            bbox=box_of(passage.mask),
            measurements=passage.measurements,
            probabilities=dict(zip(CODES, probabilities.tolist(), strict=True)),
            operating_point=entry.default_point,
            verdict=verdict,
            **decisive,
            flags=tuple(passage.flags),
            anyway=passage.anyway,
            explained=CODES[deciding],
            explanation=explanation,
            energy_inside=energy_inside(explanation, passage.lesion),
            quality=passage.quality,
            model_versions={"segmenter": self.segmenter.version, "classifier": entry.version},
            seconds=passage.seconds,
        )

    def _ask(self, kind: str, passages: list[Passage], inputs: list[list[np.ndarray]]) -> list[dict[str, np.ndarray]]:
        """A network's answer to the views of each picture, which go in one by one: several together are not faster."""
        answers = []
        for passage, views in zip(passages, inputs, strict=True):
            with passage.stage(STAGES[kind]):
                answers.append(self.networks[kind](to_network(np.stack(views))))
        return answers


def _look_at(
    datas: Sequence[bytes], mm_per_pixel: Sequence[float | None] | None, anyway: Sequence[bool] | None
) -> list[Passage]:
    scales = mm_per_pixel if mm_per_pixel is not None else [None] * len(datas)
    wishes = anyway if anyway is not None else [False] * len(datas)
    return [
        look(data, mm_per_pixel=scale, anyway=wish) for data, scale, wish in zip(datas, scales, wishes, strict=True)
    ]
