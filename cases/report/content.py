"""What a report says, as text ready to print: the print view and the PDF only arrange it."""

from dataclasses import dataclass

from cases.models import LesionImage
from cases.wording.measurements import Row

SUPPORT = "Decision support, not a diagnosis. The clinician decides."
LOW_IS_NO_ALL_CLEAR = "A low probability does not rule a malignant lesion out."
PRELIMINARY = "Preliminary"
NOT_SIGNED = "No clinician has signed this report."


@dataclass(frozen=True)
class Fact:
    """A label and what stands beside it; `strong` where the eye should land first."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True)
class Bar:
    """A diagnosis, how probable the classifier finds it, and the same as a share of 1 for the bar."""

    name: str
    percent: str
    share: float
    malignant: bool


@dataclass(frozen=True)
class Network:
    """A network that took part, and the hash of its weights."""

    kind: str
    version: str
    sha256: str


@dataclass(frozen=True)
class Result:
    """What the networks say of a picture. Without `bars` and `malignant` where they leave it to a person."""

    verdict: str
    words: str
    sentence: str
    malignant: str
    malignant_share: float | None
    threshold_share: float | None
    bars: tuple[Bar, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Outline:
    """The outline that counts, in pixels of the upright original, and whose it is."""

    polygons: tuple[tuple[tuple[float, float], ...], ...]
    source: str


@dataclass(frozen=True)
class Picture:
    """One picture. `said` stands where there is no result; `warnings` stand beside one."""

    image: LesionImage
    title: str
    about: str
    said: str
    result: Result | None
    warnings: tuple[str, ...]
    outline: Outline | None
    measurements: tuple[Row, ...]
    scale: str
    networks: tuple[Network, ...]


@dataclass(frozen=True)
class Decision:
    """The newest signed review, and the versions before it."""

    facts: tuple[Fact, ...]
    notes: str
    signature: str
    amendments: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where on the body; `view`, `x` and `y` (0..1 of the drawing) are None where nobody pointed at the map."""

    site: str
    description: str
    view: str | None
    x: float | None
    y: float | None


@dataclass(frozen=True)
class Report:
    """A report; `preliminary` until a review of the case is signed. `notice` says that an amendment is on its way."""

    case_id: int
    clinic: str
    patient: str
    record_number: str
    preliminary: bool
    facts: tuple[Fact, ...]
    risk_factors: tuple[Fact, ...]
    place: Place
    consultation: tuple[Fact, ...]
    decision: Decision | None
    notice: str
    histology: tuple[tuple[Fact, ...], ...]
    pictures: tuple[Picture, ...]
    printed: str

    @property
    def file_stem(self) -> str:
        """The file's name without its ending: says nothing about the patient."""
        return f"report-of-case-{self.case_id}"
