"""The clinician's diagnosis, the machine's result and the histology of one case, side by side."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime

from analysis.models import Analysis
from cases.diagnoses import BY_CODE
from cases.models import Pathology, Review
from cases.views.presenters.histology import findings
from ml.diagnoses import NAMES


@dataclass(frozen=True)
class Opinion:
    """What one of the three says. `malignant` is None where it does not say; `ham` is empty where it names no class."""

    who: str
    words: str
    source: str
    malignant: bool | None = None
    ham: str = ""
    code: str = ""
    said: bool = True


@dataclass(frozen=True)
class Link:
    """Whether two of them agree. `tone`: same, kind (both malignant or both benign), differ or unknown."""

    tone: str
    words: str


@dataclass(frozen=True)
class Comparison:
    """Both opinions against the histology, which stands between them."""

    clinician: Opinion
    histology: Opinion
    machine: Opinion
    clinician_link: Link
    machine_link: Link


UNKNOWN = Link("unknown", "Not to be compared")


def present_comparison(
    review: Review | None, pathology: Pathology | None, analysis: Analysis | None, *, hidden: bool
) -> Comparison:
    """The three opinions. `hidden`: the clinic wants an impression before the result shows, and there is none yet."""
    clinician, histology = _clinician(review), _histology(pathology)
    machine = _silent("Machine", "Hidden until the impression is given") if hidden else _machine(analysis)
    return Comparison(clinician, histology, machine, _link(clinician, histology), _link(machine, histology))


def _clinician(review: Review | None) -> Opinion:
    if review is None:
        return _silent("Clinician", "Not signed yet")
    diagnosis = BY_CODE[review.diagnosis]
    source = f"{review.signed_by}, {date_format(localtime(review.signed_at), 'j M Y')}"
    return Opinion("Clinician", diagnosis.name, source, diagnosis.malignant, diagnosis.ham, diagnosis.code)


def _histology(pathology: Pathology | None) -> Opinion:
    if pathology is None:
        return _silent("Histology", "None yet")
    diagnosis = BY_CODE[pathology.diagnosis]
    lab = f", no. {pathology.lab_number}" if pathology.lab_number else ""
    source = f"{date_format(pathology.reported_on, 'j M Y')}{lab}"
    return Opinion("Histology", findings(pathology), source, diagnosis.malignant, diagnosis.ham, diagnosis.code)


def _machine(analysis: Analysis | None) -> Opinion:
    if analysis is None:
        return _silent("Machine", "No result")
    version = analysis.classifier.version
    if analysis.state == Analysis.State.REJECTED:
        return _silent("Machine", f"Refused: {analysis.reason}", version)
    if analysis.state != Analysis.State.DONE:
        return _silent("Machine", "No result", version)
    prediction = analysis.prediction
    if prediction.verdict == prediction.Verdict.NEEDS_A_PERSON:
        return _silent("Machine", "Not sure: left to a person", version)
    code, probability = next(iter(prediction.by_class().items()))
    words = f"{prediction.get_verdict_display()}, most probable: {NAMES.get(code, code)} {probability:.1%}"
    malignant = prediction.verdict == prediction.Verdict.SUSPICIOUS
    return Opinion("Machine", words, version, malignant, code, code)


def _silent(who: str, words: str, source: str = "") -> Opinion:
    return Opinion(who, words, source, said=False)


def _link(opinion: Opinion, truth: Opinion) -> Link:
    """Against the histology: the word malignant weighs more than the name."""
    if not (opinion.said and truth.said) or opinion.malignant is None or truth.malignant is None:
        return UNKNOWN
    if opinion.malignant != truth.malignant:
        return Link("differ", "Missed" if truth.malignant else "False alarm")
    if opinion.code == truth.code or (opinion.ham and opinion.ham == truth.ham):
        return Link("same", "Same diagnosis")
    return Link("kind", "Both malignant" if truth.malignant else "Both benign")
