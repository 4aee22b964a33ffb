"""Records with fixed human values. The cast: Ana treats, Bo reviews, Cy is from another clinic and must not get in."""

import hashlib
from datetime import date, timedelta

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import Clinic, User
from accounts.roles import Role
from analysis.models import Analysis, BatchRun, ModelVersion, Prediction, Segmentation
from cases.models import BreakGlass, Case, ImportRow, ImportRun, Lesion, LesionImage, Patient, Review

PASSWORD = "a-long-test-passphrase"
CLASSES = ["akiec", "bcc", "bkl", "df", "mel", "nv", "vasc"]


class ClinicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Clinic
        django_get_or_create = ("name",)

    name = "Clinic A"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"clinician{n}@clinic-a.example")
    full_name = "Ana Alvarez"
    role = Role.CLINICIAN
    clinic = factory.SubFactory(ClinicFactory)
    approved_at = factory.LazyFunction(timezone.now)
    password = factory.django.Password(PASSWORD)


class PatientFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Patient

    clinic = factory.SubFactory(ClinicFactory)
    record_number = factory.Sequence(lambda n: f"A-{n:04d}")
    name = "Maria Lindqvist"
    birth_date = date(1961, 5, 4)
    sex = "female"
    skin_type = "II"


class LesionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Lesion

    patient = factory.SubFactory(PatientFactory)
    body_site = "upper_back"
    body_view = "back"
    body_x = 0.45
    body_y = 0.3


class BreakGlassFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BreakGlass

    reason = "Unconscious in our emergency room"
    opened_at = factory.LazyFunction(timezone.now)
    ends_at = factory.LazyAttribute(lambda glass: glass.opened_at + timedelta(minutes=60))


class CaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Case

    lesion = factory.SubFactory(LesionFactory)
    opened_by = factory.LazyAttribute(lambda case: UserFactory(clinic=case.lesion.patient.clinic))
    reason = "Has grown since spring"


def small_jpeg(colour: tuple[int, int, int] = (180, 120, 100), size: tuple[int, int] = (64, 48)) -> bytes:
    """A plain picture as JPEG bytes: enough for rows, not for the networks."""
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


class LesionImageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LesionImage

    case = factory.SubFactory(CaseFactory)
    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    original = factory.LazyAttribute(lambda image: ContentFile(small_jpeg(), f"{image.sha256}.jpg"))
    original_bytes = 1000
    rendition = factory.LazyAttribute(lambda image: ContentFile(small_jpeg(), f"{image.sha256}-r.jpg"))
    thumbnail = factory.LazyAttribute(lambda image: ContentFile(small_jpeg(), f"{image.sha256}-t.jpg"))
    width = 64
    height = 48
    received_by = factory.LazyAttribute(lambda image: image.case.opened_by)


class SegmenterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ModelVersion
        django_get_or_create = ("kind", "version")

    kind = "segmenter"
    version = "segmenter-test"
    sha256 = "0" * 64
    active = True


class ClassifierFactory(SegmenterFactory):
    kind = "classifier"
    version = "classifier-test"
    classes = CLASSES
    thresholds = {"malignant": 0.3}


class AnalysisFactory(factory.django.DjangoModelFactory):
    """A queued analysis; see `finish` for one with a result."""

    class Meta:
        model = Analysis

    image = factory.SubFactory(LesionImageFactory)
    segmenter = factory.SubFactory(SegmenterFactory)
    classifier = factory.SubFactory(ClassifierFactory)
    # a moment ago: SQLite knows milliseconds only, and a row of this very one would not be due yet
    due_at = factory.LazyFunction(lambda: timezone.now() - timedelta(seconds=1))


class BatchRunFactory(factory.django.DjangoModelFactory):
    """A batch of one clinic with the networks in use, that has no rows yet."""

    class Meta:
        model = BatchRun

    clinic = factory.SubFactory(ClinicFactory)
    asked_by = factory.LazyAttribute(lambda batch: UserFactory(clinic=batch.clinic, role=Role.ADMIN))
    segmenter = factory.SubFactory(SegmenterFactory)
    classifier = factory.SubFactory(ClassifierFactory)


class SegmentationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Segmentation

    mask = factory.LazyFunction(lambda: ContentFile(small_jpeg((255, 255, 255)), "mask.png"))
    outline = [[[10, 10], [50, 10], [50, 40], [10, 40]]]
    bbox_x0 = 10
    bbox_y0 = 10
    bbox_x1 = 50
    bbox_y1 = 40
    area_fraction = 0.39
    measurements = {"area_px": 1200.0, "equivalent_diameter_px": 39.1}


class DrawnSegmentationFactory(SegmentationFactory):
    """An outline that a person drew on a picture."""

    image = factory.SubFactory(LesionImageFactory)
    drawn_by = factory.LazyAttribute(lambda outline: outline.image.case.opened_by)


def small_map() -> bytes:
    """An explanation as the record stores it: an 8-bit PNG that grows from left to right."""
    from ml.explanation_png import map_png
    from tests.analysis.engines import a_map

    return map_png(a_map())


class PredictionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Prediction

    classes = CLASSES
    probabilities = [0.02, 0.03, 0.1, 0.01, 0.6, 0.23, 0.01]
    malignant_probability = 0.65
    operating_point = "rule_out"
    threshold = 0.3
    uncertainty = 0.2
    uncertainty_threshold = 0.7
    verdict = "suspicious"
    explained = "mel"
    explanation = factory.LazyFunction(lambda: ContentFile(small_map(), "explanation.png"))
    energy_inside = 0.8


class OldPredictionFactory(PredictionFactory):
    """A row of a classifier that knew neither operating points nor uncertainty nor an explanation."""

    operating_point = ""
    uncertainty = None
    uncertainty_threshold = None
    explained = ""
    explanation = ""
    energy_inside = None


class DoneAnalysisFactory(AnalysisFactory):
    """A finished analysis with its mask and probabilities."""

    state = "done"
    attempts = 1
    finished_at = factory.LazyFunction(timezone.now)
    segmentation = factory.SubFactory(SegmentationFactory)
    prediction = factory.SubFactory(PredictionFactory)


class ReviewFactory(factory.django.DjangoModelFactory):
    """A draft that could be signed: a nevus, dismissed."""

    class Meta:
        model = Review

    case = factory.SubFactory(CaseFactory)
    author = factory.LazyAttribute(lambda review: review.case.opened_by)
    diagnosis = "nv"
    management = "dismiss"


class SignedReviewFactory(ReviewFactory):
    """A signed decision; `follow_up_weeks` sets the date that signing would set."""

    version = 1
    amendment_reason = factory.LazyAttribute(lambda review: "" if review.version == 1 else "Seen again")
    agreement = "no_result"
    signed_by = factory.LazyAttribute(lambda review: review.author)
    signed_at = factory.LazyFunction(timezone.now)
    follow_up_weeks = None
    follow_up_due_on = factory.LazyAttribute(
        lambda review: (
            timezone.localdate(review.signed_at) + timedelta(weeks=review.follow_up_weeks)
            if review.follow_up_weeks
            else None
        )
    )


class ImportRunFactory(factory.django.DjangoModelFactory):
    """An import that has been checked and waits for its confirmation."""

    class Meta:
        model = ImportRun

    clinic = factory.SubFactory(ClinicFactory)
    started_by = factory.LazyAttribute(lambda run: UserFactory(clinic=run.clinic))
    source = "/nowhere/pictures.zip"
    read_at = factory.LazyFunction(timezone.now)
    checked_at = factory.LazyFunction(timezone.now)


class ImportRowFactory(factory.django.DjangoModelFactory):
    """One of its rows, ready."""

    class Meta:
        model = ImportRow

    run = factory.SubFactory(ImportRunFactory)
    number = factory.Sequence(lambda n: n + 2)
    file = factory.LazyAttribute(lambda row: f"{row.number}.jpg")
    key = factory.LazyAttribute(lambda row: row.file)
    record_number = "A-77"
    values = {"body_site": "face", "image_type": "dermoscopic", "mm_per_pixel": None}
    state = "ready"
