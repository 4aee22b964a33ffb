"""The review on a case's page: fetched in a fixed number of queries."""

from dataclasses import dataclass

from accounts.models import User
from analysis.models import Analysis
from cases import agreement, checklists
from cases.diagnoses import BY_CODE
from cases.draft_fingerprint import fingerprint
from cases.forms.impression_form import ImpressionForm
from cases.forms.review_form import ReviewForm
from cases.models import Case, Review
from cases.selectors import reviews_visible_to, speaking_analysis, wants_impression
from cases.signable import agreement_of, missing_for_signature
from cases.views.presenters.review import ReviewSummary, present_review
from cases.wording.percent import percent


@dataclass(frozen=True)
class ReviewPanel:
    """What is written, what is signed, and the one form that can be filled in now, if any."""

    case: Case
    versions: list[ReviewSummary]
    wants_impression: bool
    form: ReviewForm | ImpressionForm | None
    analysis: Analysis | None

    @property
    def draft(self) -> ReviewSummary | None:
        """The version that nobody has signed."""
        newest = self.versions[0] if self.versions else None
        return newest if newest and newest.review.signed_at is None else None

    @property
    def signed(self) -> ReviewSummary | None:
        """The newest version that somebody has signed."""
        return next((version for version in self.versions if version.review.signed_at), None)

    @property
    def impression(self) -> Review | None:
        """The version that carries the impression."""
        return next((version.review for version in self.versions if version.review.impression_at), None)

    @property
    def verdict(self) -> str | None:
        """Of the result that speaks for the case."""
        return self.analysis.prediction.verdict if self.analysis else None

    @property
    def result(self) -> str:
        """That result in words."""
        if self.analysis is None:
            return ""
        prediction = self.analysis.prediction
        return f"{prediction.get_verdict_display()}, malignant probability {percent(prediction.malignant_probability)}"

    @property
    def agreement(self) -> str:
        """Whether the draft follows it, as far as it says."""
        return agreement_of(self.draft.review, self.verdict) if self.draft else ""

    @property
    def missing(self) -> dict[str, str]:
        """What the draft needs before it can be signed."""
        return missing_for_signature(self.draft.review if self.draft else Review(), self.verdict)

    @property
    def dismisses_malignant(self) -> bool:
        """Called malignant, and nothing is to happen: perhaps meant, perhaps a slip."""
        row = self.draft.review
        return bool(row.management == Review.Management.DISMISS and row.diagnosis and BY_CODE[row.diagnosis].malignant)

    @property
    def to_sign(self) -> str:
        """Names what a signature would be about: the draft and the result."""
        return fingerprint(self.draft.review, self.analysis)

    @property
    def sources(self) -> dict:
        """The checklists' papers and bands, and the rule of agreement, as the page prints them."""
        return {
            "abcd": checklists.ABCD_SOURCES,
            "abcd_bands": checklists.ABCD_BANDS,
            "seven_point": checklists.SEVEN_POINT_SOURCES,
            "seven_point_bands": checklists.SEVEN_POINT_BANDS,
            "agreement": agreement.IN_WORDS,
        }


def review_panel(user: User, case: Case, *, form: ReviewForm | ImpressionForm | None = None) -> ReviewPanel:
    """The review of a case that `user` may see; a `form` with errors takes the place of the fresh one."""
    versions = [present_review(review) for review in reviews_visible_to(user).filter(case=case)]
    wanted = wants_impression(case)
    newest = versions[0].review if versions else None
    if isinstance(form, ImpressionForm) is not wanted:
        form = None  # a colleague was faster, and the case now asks for the other form
    if form is None and wanted:
        form = ImpressionForm()
    elif form is None and (newest is None or newest.signed_at is None):
        form = ReviewForm(initial=_shown(newest))
    return ReviewPanel(case, versions, wanted, form, None if wanted else speaking_analysis(case))


def _shown(draft: Review | None) -> dict:
    return ReviewForm.values_of(draft) | {"seen": fingerprint(draft)} if draft else {}
