"""One row a lesion: what it truly was, and what one version of the classifier said to the picture that decides.

Which truth. Against histology: of the lesion's histology that is not withdrawn the malignant one, then the newest (a
scar after an excision does not turn a melanoma into a benign lesion). Against signed reviews: of each consultation the
newest signed version; of a lesion with several consultations the newest that the version has analysed.

Which picture. Those of the consultation to which the truth belongs. A histology without a consultation (old rows) takes
the pictures of its own lesion taken on the day of the report or before, of the newest such consultation. Of each
picture the newest result of the version counts, a refusal where there is no result. Of several pictures the most
worrying decides, as everywhere in the record: suspicious, then needs a person, then likely benign, then by probability;
a refused one only where no other picture has a result. Drawn pictures (synthetic) never count.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber, TruncDate
from django.utils import timezone

from analysis.models import Analysis, ModelVersion
from cases.body_sites import BY_CODE as SITES
from cases.diagnoses import BY_CODE
from cases.models import Pathology, Review
from cases.selectors.deciding_analysis import MOST_WORRYING_FIRST
from cases.selectors.latest_signed_review import only_latest_signed
from cases.selectors.performance.version_pictures import REFUSED, pictures_of_version
from cases.selectors.visible import pathologies_visible_to, reviews_visible_to
from ml.subgroups import NOT_STATED, age_band

MALIGNANT_CODES = [code for code, diagnosis in BY_CODE.items() if diagnosis.malignant]
_PATHOLOGY, _REVIEW = "image__case__lesion__pathologies", "image__case__reviews"


class Compared(NamedTuple):
    """A lesion. `outcome` is the verdict or "refused"; `answer` the most probable class, empty where the networks are
    not sure or refuse; `threshold` and `operating_point` of that result."""

    lesion_id: int
    truth: str
    outcome: str
    answer: str
    operating_point: str
    threshold: float | None
    anyway: bool
    skin_type: str
    site: str
    age: str

    @property
    def malignant(self) -> bool | None:
        """What it truly was; None where the diagnosis alone does not tell."""
        return BY_CODE[self.truth].malignant


def compared_with_histology(user, classifier: ModelVersion) -> list[Compared]:
    """The lesions that have a histology and a result or refusal of `classifier`; one query."""
    of_lesion = Pathology.objects.filter(lesion=OuterRef("image__case__lesion"), withdrawn_at__isnull=True)
    malignant_first = Case(
        When(diagnosis__in=MALIGNANT_CODES, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    truth = Subquery(of_lesion.order_by(malignant_first, "-reported_on", "-pk").values("pk")[:1])
    taken_on = TruncDate(Coalesce("image__taken_at", "image__received_at"))
    analyses = pictures_of_version(user, classifier).annotate(taken_on=taken_on)
    before = Q(**{f"{_PATHOLOGY}__case__isnull": True, "taken_on__lte": F(f"{_PATHOLOGY}__reported_on")})
    its_case = Q(**{f"{_PATHOLOGY}__case": F("image__case")})
    # one filter, so that all of it speaks of the same histology
    analyses = analyses.filter(Q(**{_PATHOLOGY: truth}) & (its_case | before))
    return _deciding(analyses, ["-image__case__opened_at", "-image__case"], _PATHOLOGY, "reported_on")


def compared_with_reviews(user, classifier: ModelVersion) -> list[Compared]:
    """The lesions that have a signed review and a result or refusal of `classifier`; one query."""
    of_case = Review.objects.filter(case=OuterRef("image__case"), signed_at__isnull=False)
    analyses = pictures_of_version(user, classifier).filter(
        **{_REVIEW: Subquery(of_case.order_by("-version").values("pk")[:1])}
    )
    return _deciding(analyses, [f"-{_REVIEW}__signed_at", "-image__case"], _REVIEW, "signed_at")


def lesions_with_truth(user, against: str) -> int:
    """How many lesions have a histology, or a signed review: the most that could be compared."""
    if against == "histology":
        holding = pathologies_visible_to(user).filter(withdrawn_at__isnull=True)
        return holding.order_by().values("lesion").distinct().count()
    return only_latest_signed(reviews_visible_to(user)).order_by().values("case__lesion").distinct().count()


def _deciding(analyses: QuerySet[Analysis], newest_first: list[str], truth: str, day: str) -> list[Compared]:
    """The first of each lesion, with its truth."""
    order = [F(name[1:]).desc() for name in newest_first]
    order += [F(by[1:]).desc() if isinstance(by, str) else by for by in MOST_WORRYING_FIRST]
    place = Window(RowNumber(), partition_by=[F("image__case__lesion")], order_by=order)
    deciding = analyses.order_by().annotate(place=place).filter(place=1)
    columns = deciding.select_related(None).values_list(
        "image__case__lesion",
        f"{truth}__diagnosis",
        "prediction__verdict",
        "prediction__classes",
        "prediction__probabilities",
        "prediction__operating_point",
        "prediction__threshold",
        "anyway",
        "image__case__lesion__patient__skin_type",
        "image__case__lesion__body_site",
        "image__case__lesion__patient__birth_date",
        f"{truth}__{day}",
    )
    return list(_rows(columns))


def _rows(columns: QuerySet) -> Iterator[Compared]:
    for lesion, truth, verdict, classes, probabilities, point, threshold, anyway, skin, site, born, day in columns:
        sure = verdict in ("suspicious", "likely_benign")
        yield Compared(
            lesion_id=lesion,
            truth=truth,
            outcome=verdict or REFUSED,
            answer=classes[probabilities.index(max(probabilities))] if sure else "",
            operating_point=point or "",
            threshold=threshold,
            anyway=anyway,
            **group_facts(skin, site, born, day),
        )


def group_facts(skin_type: str, site: str, born: date | None, day: date | datetime) -> dict[str, str]:
    """The groups that a lesion belongs to: skin type, region of the body, age on `day` in bands of twenty years."""
    on = timezone.localdate(day) if isinstance(day, datetime) else day
    age = None if born is None else on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    place = SITES[site]
    return {
        "skin_type": skin_type or NOT_STATED,
        "site": SITES[place.parent].name if place.parent else place.name,
        "age": NOT_STATED if age is None else age_band(max(age, 0)),
    }
