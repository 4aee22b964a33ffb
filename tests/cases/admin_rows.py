"""A whole record in one call, for the tests that walk over every admin page."""

from datetime import date

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from accounts.models import Clinic
from analysis.models import BatchRun, Heartbeat
from cases.models import Erasure, LegalHold, Pathology, Review
from tests.factories import (
    CaseFactory,
    ClassifierFactory,
    DoneAnalysisFactory,
    LesionFactory,
    LesionImageFactory,
    PatientFactory,
    SegmenterFactory,
    UserFactory,
)

APPS = ("cases", "analysis")


def admins() -> list[admin.ModelAdmin]:
    """Every admin of the record and of the engine room."""
    return [found for model, found in admin.site._registry.items() if model._meta.app_label in APPS]


def page(row_or_model, which: str) -> str:
    """The address of an admin page: which is "changelist" or "add" of a model, or "change", "history", ... of a row."""
    names = row_or_model._meta
    arguments = [] if which in ("changelist", "add") else [row_or_model.pk]
    return reverse(f"admin:{names.app_label}_{names.model_name}_{which}", args=arguments)


def send(client, address: str, typed: dict):
    """Posts the form at that address with `typed`, and the hidden counts of its inlines, as a browser would."""
    inlines = client.get(address).context["inline_admin_formsets"]
    hidden = {}
    for inline in inlines:
        form = inline.formset.management_form
        hidden |= {form.add_prefix(name): form.initial[name] for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return client.post(address, {**hidden, **typed})


def person(clinic: Clinic, name: str = "Ana Alvarez"):
    """Somebody of that clinic, another one each time."""
    return UserFactory(clinic=clinic, full_name=name)


def signed_review(case, version: int = 1, *, by=None) -> Review:
    """A review that nobody may change any more."""
    by = by or case.opened_by
    return Review.objects.create(
        case=case,
        version=version,
        author=by,
        amendment_reason="" if version == 1 else "Histology came back",
        diagnosis="mel",
        management="excise",
        agreement="no_result",
        signed_at=timezone.now(),
        signed_by=by,
    )


def histology(lesion, *, by) -> Pathology:
    """A laboratory's answer."""
    return Pathology.objects.create(
        lesion=lesion,
        diagnosis="mel",
        breslow_mm=0.4,
        lab_number="L-77",
        reported_on=date(2026, 3, 2),
        entered_by=by,
    )


def batch(clinic: Clinic) -> BatchRun:
    """A batch run of that clinic."""
    return BatchRun.objects.create(
        clinic=clinic,
        asked_by=person(clinic),
        segmenter=SegmenterFactory(),
        classifier=ClassifierFactory(),
        image_count=1,
    )


def whole_record(clinic: Clinic, *, name: str = "Maria Lindqvist", clinician: str = "Ana Alvarez") -> dict:
    """One new row of every noun, each hanging on the one before and made by somebody else; by model name."""
    patient = PatientFactory(clinic=clinic, name=name, created_by=person(clinic, clinician))
    lesion = LesionFactory(patient=patient, created_by=person(clinic, clinician))
    case = CaseFactory(lesion=lesion, opened_by=person(clinic, clinician))
    image = LesionImageFactory(case=case, received_by=person(clinic, clinician))
    analysis = DoneAnalysisFactory(image=image, asked_by=person(clinic, clinician), batch=batch(clinic))
    rows = [
        patient,
        lesion,
        case,
        image,
        analysis,
        analysis.segmentation,
        analysis.prediction,
        analysis.batch,
        signed_review(case, by=person(clinic, clinician)),
        histology(lesion, by=person(clinic, clinician)),
        LegalHold.objects.create(patient=patient, reason="Court", placed_by=person(clinic, clinician)),
        Erasure.objects.create(
            clinic=clinic, patient_number=10**6 + patient.pk, why="asked", erased_by=person(clinic, clinician)
        ),
    ]
    return {row._meta.model_name: row for row in rows}


def shared_rows(count: int) -> None:
    """Rows of the whole installation: versions that nobody uses, heartbeats."""
    for _ in range(count):
        number = Heartbeat.objects.count()
        Heartbeat.objects.create(process=f"worker-{number}", beat_at=timezone.now())
        ClassifierFactory(
            version=f"classifier-old-{number}", active=False, metrics={"bma": 0.6123, "auc": {"mel": 0.8}}
        )
