"""One picture of a case: its stage, its result, its earlier runs."""

from dataclasses import dataclass
from functools import cached_property

from analysis.models import Analysis
from cases.models import LesionImage
from cases.selectors import is_hidden
from cases.views.presenters.analysis_result import AnalysisResult, present_result
from cases.views.presenters.history import result_change
from cases.views.presenters.outlines import PictureOutlines, present_outlines
from cases.views.presenters.risk import HIDDEN
from cases.views.presenters.steps import Step, present_steps
from cases.wording.percent import percent

NOT_ASKED = "not_asked"
AGAIN = {"failed": "Try again", "done": "Analyse again", "rejected": "Analyse again", NOT_ASKED: "Analyse"}


@dataclass(frozen=True)
class EarlierRun:
    """One line of the history of a picture."""

    analysis: Analysis
    outcome: str


@dataclass(frozen=True)
class PicturePanel:
    """A picture with its latest analysis."""

    image: LesionImage
    analysis: Analysis | None
    stage: str
    live: bool
    seen: str
    result: AnalysisResult | None
    again: str
    again_anyway: bool
    may_overrule: bool
    earlier: list[EarlierRun]
    hidden: bool = False  # there is a result, and it waits for the clinician's impression

    @property
    def steps(self) -> list[Step]:
        """How far the analysis is, while it is under way."""
        return present_steps(self.stage)

    @property
    def changed(self) -> str:
        """How the shown result differs from the one before; nothing where none is shown."""
        return result_change([self.analysis, *(run.analysis for run in self.earlier)]) if self.result else ""

    @cached_property
    def outlines(self) -> PictureOutlines:
        """Who says where the lesion is: the machine only where its result is shown."""
        return present_outlines(self.image, self.analysis.segmentation if self.result else None)

    @property
    def said(self) -> str:
        """What a screen reader is told when the stage changes."""
        if self.result:
            mark = ", analysed anyway" if self.result.anyway else ""
            return f"{self.result.verdict_words}, malignant probability {self.result.malignant_percent}{mark}"
        if self.hidden:
            return HIDDEN.words
        return self.analysis.get_state_display() if self.analysis else "Not analysed"


def present_picture(image: LesionImage) -> PicturePanel:
    """The panel of `image`, whose `all_analyses` and `drawn_outlines` are fetched, newest first."""
    latest, earlier = (image.all_analyses or [None])[0], image.all_analyses[1:]
    stage = latest.state if latest else NOT_ASKED
    hidden = bool(latest and is_hidden(latest))
    shown = latest if latest and not hidden else None
    return PicturePanel(
        image=image,
        analysis=latest,
        stage=stage,
        live=bool(latest and latest.is_live),
        seen=f"{latest.pk}-{stage}" if latest else stage,
        result=present_result(shown, scale_known=image.mm_per_pixel is not None) if shown else None,
        again=AGAIN.get(stage, ""),
        # a run in spite of the gate that we broke off is tried again as what it was
        again_anyway=bool(latest and latest.anyway and stage == "failed"),
        may_overrule=bool(latest and latest.stopped_by_a_gate),
        earlier=[EarlierRun(run, _outcome(run)) for run in earlier],
        hidden=hidden,
    )


def _outcome(run: Analysis) -> str:
    if is_hidden(run):
        return HIDDEN.words
    if run.state == Analysis.State.DONE:
        return f"{run.prediction.get_verdict_display()}, malignant {percent(run.prediction.malignant_probability)}"
    return run.reason
