"""Rows of a large clinic for `benchmarks.pages`: consistent with every constraint, without a single file.

A few years of work: most cases signed, some lesions seen again, some histology missing, some follow-ups missed, the
latest days still open.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

OUTLINE = [[[10 + n, 10 + (n * 37) % 300] for n in range(150)]]
CLASSES = ["akiec", "bcc", "bkl", "df", "mel", "nv", "vasc"]
FIRST = ["Maria", "Jonas", "Ruth", "Nils", "Aylin", "Tomasz", "Ines", "Yusuf", "Greta", "Pavel", "Oona", "Luc"]
LAST = ["Lindqvist", "Haas", "Adams", "Öberg", "Demir", "Kowalski", "Costa", "Rahman", "Novak", "Silva", "Moreau"]
OPEN_SHARE = 0.03  # of the cases still unsigned


@contextmanager
def times_as_given() -> Iterator[None]:
    """Columns that are stamped on creation take the moment we give them instead."""
    from analysis.models import Analysis
    from cases.models import Case, LesionImage, Review

    fields = [
        model._meta.get_field(name)
        for model, name in (
            (Case, "opened_at"),
            (LesionImage, "received_at"),
            (Analysis, "queued_at"),
            (Review, "created_at"),
        )
    ]
    for field in fields:
        field.auto_now_add = False
    try:
        yield
    finally:
        for field in fields:
            field.auto_now_add = True


def fill(*, patients: int, cases: int, pictures: int, seed: int = 7):
    """Fill the database; returns the clinician who will look at the pages."""
    from django.db import transaction

    chance = random.Random(seed)
    with times_as_given(), transaction.atomic():
        ana, versions = _people()
        opened = _cases(chance, ana, patients=patients, count=cases)
        images = _images(chance, ana, opened, pictures)
        latest = _analyses(chance, ana, images, versions)
        _reviews(chance, ana, opened, latest)
    return ana


def _people():
    from django.utils import timezone

    from accounts.models import Clinic, User
    from analysis.models import Heartbeat, ModelVersion

    clinic = Clinic.objects.create(name="Clinic of the benchmark")
    ana = User.objects.create(
        email="ana@clinic.example", full_name="Ana Alvarez", clinic=clinic, approved_at=timezone.now()
    )
    Heartbeat.objects.create(process="reconciler", beat_at=timezone.now())
    versions = {
        kind: ModelVersion.objects.create(kind=kind, version=f"{kind}-0", sha256="0" * 64, active=True, classes=CLASSES)
        for kind in ("segmenter", "classifier")
    }
    return ana, versions


def _cases(chance, ana, *, patients, count):
    from django.utils import timezone

    from cases.body_sites import SITES
    from cases.models import Case, Lesion, Patient, PatientTerm
    from cases.sealed.digests import terms_of

    now = timezone.now()
    people = Patient.objects.bulk_create(
        Patient(
            clinic=ana.clinic,
            record_number=f"R-{number:06}",
            name=f"{chance.choice(LAST)}, {chance.choice(FIRST)} {number}",
            sex=chance.choice(["female", "male"]),
            skin_type=chance.choice(["", "I", "II", "III"]),
            created_by=ana,
        )
        for number in range(patients)
    )
    PatientTerm.keep_new((patient, terms_of(patient.name, patient.record_number)) for patient in people)
    lesions = Lesion.objects.bulk_create(
        Lesion(
            # everybody has one lesion; every fourth case or so is about another one
            patient=people[number] if number < patients else chance.choice(people),
            body_site=chance.choice(SITES).code,
            body_view="back",
            body_x=0.45,
            body_y=0.3,
            created_by=ana,
        )
        for number in range(max(patients, int(count * 0.8)))
    )
    ages = sorted((chance.random() ** 1.5 * 1500 for _ in range(count)), reverse=True)
    return Case.objects.bulk_create(
        Case(
            lesion=lesions[number] if number < len(lesions) else chance.choice(lesions),
            opened_by=ana,
            opened_at=now - timedelta(days=age),
            reason="Has grown since spring",
        )
        for number, age in enumerate(ages)
    )


def _images(chance, ana, opened, pictures):
    from cases.models import LesionImage

    with_pictures = opened[: int(len(opened) * 0.995)]
    per_case = [with_pictures[number % len(with_pictures)] for number in range(pictures)]
    return LesionImage.objects.bulk_create(
        LesionImage(
            case=case,
            sha256=f"{number:064}",
            original="o.jpg",
            rendition="r.jpg",
            thumbnail="t.jpg",
            original_bytes=1,
            width=600,
            height=450,
            received_by=ana,
            received_at=case.opened_at + timedelta(minutes=5 + number % 7),
        )
        for number, case in enumerate(per_case)
    )


def _analyses(chance, ana, images, versions):
    """One or two for each picture; returns the last done one of each case."""
    from analysis.models import Analysis, Prediction, Segmentation

    wanted = []
    for image in images:
        at = image.received_at
        if chance.random() < 0.1:
            wanted.append((image, "failed" if chance.random() < 0.2 else "done", at))
            at += timedelta(minutes=10)
        wanted.append((image, "rejected" if chance.random() < 0.07 else "done", at))
    newest = {image: place for place, (image, _, _) in enumerate(wanted)}
    recent = sorted(newest.values(), key=lambda place: wanted[place][2])[-40:]
    for number, place in enumerate(recent):
        image, _, at = wanted[place]
        wanted[place] = (image, "failed" if number < 25 else "running" if number < 27 else "queued", at)
    done = [place for place, (_, state, _) in enumerate(wanted) if state == "done"]
    predictions = Prediction.objects.bulk_create([_prediction(chance) for _ in done])
    segmentations = Segmentation.objects.bulk_create(
        Segmentation(
            mask="m.png",
            outline=OUTLINE,
            bbox_x0=1,
            bbox_y0=1,
            bbox_x1=90,
            bbox_y1=90,
            area_fraction=0.2,
            measurements={"area_px": 1200.0, "equivalent_diameter_px": 39.1},
        )
        for _ in done
    )
    results = dict(zip(done, zip(predictions, segmentations, strict=True), strict=True))
    rows = []
    for place, (image, state, at) in enumerate(wanted):
        prediction, segmentation = results.get(place, (None, None))
        refused = state in ("rejected", "failed")
        running = state == "running"
        rows.append(
            Analysis(
                image=image,
                asked_by=ana,
                state=state,
                queued_at=at,
                due_at=at,
                attempts=1,
                started_at=at,
                finished_at=None if state in ("queued", "running") else at + timedelta(seconds=3),
                reason_code="too_blurred" if refused else "",
                reason="Blurred." if refused else "",
                token=uuid4() if running else None,
                lease_until=at + timedelta(seconds=60) if running else None,
                prediction=prediction,
                segmentation=segmentation,
                seconds={"total": 2.1},
                **versions,
            )
        )
    rows = Analysis.objects.bulk_create(rows)
    return {row.image.case_id: row for row in rows if row.state == "done"}


def _prediction(chance):
    from analysis.models import Prediction

    malignant, uncertainty = chance.random() ** 3, chance.random()
    verdict = "needs_a_person" if uncertainty >= 0.9 else "suspicious" if malignant >= 0.3 else "likely_benign"
    return Prediction(
        classes=CLASSES,
        probabilities=[0.02, 0.03, 0.1, 0.01, 0.6, 0.23, 0.01],
        malignant_probability=malignant,
        operating_point="rule_out",
        threshold=0.3,
        uncertainty=uncertainty,
        uncertainty_threshold=0.9,
        verdict=verdict,
        explained="mel",
        explanation="e.png",
        energy_inside=0.8,
    )


def _reviews(chance, ana, opened, latest):
    from django.utils import timezone

    from cases.models import LostToFollowUp, Pathology, Review

    today = timezone.localdate()
    reviews, pathologies = [], []
    signed = opened[: int(len(opened) * (1 - OPEN_SHARE))]
    for case in signed:
        at = case.opened_at + timedelta(hours=2)
        management = chance.choices(["dismiss", "follow_up", "excise", "refer"], [60, 22, 14, 4])[0]
        versions = 2 if chance.random() < 0.05 else 1
        for version in range(1, versions + 1):
            reviews.append(_signed(ana, case, at + timedelta(hours=version), version, management, latest))
        if management == "excise" and chance.random() < 0.93:
            reported = (at + timedelta(days=12)).date()
            if reported <= today:
                pathologies.append(
                    Pathology(lesion_id=case.lesion_id, case=case, diagnosis="nv", reported_on=reported, entered_by=ana)
                )
    for case in opened[len(signed) :: 4]:
        reviews.append(Review(case=case, author=ana, created_at=case.opened_at))
    reviews = Review.objects.bulk_create(reviews)
    Pathology.objects.bulk_create(pathologies)
    missed = [row for row in reviews if row.follow_up_due_on and row.follow_up_due_on < today - timedelta(days=60)]
    last = {row.case_id: row for row in missed}.values()
    LostToFollowUp.objects.bulk_create(
        LostToFollowUp(review=row, marked_by=ana) for row in last if chance.random() < 0.9
    )


def _signed(ana, case, at, version, management, latest):
    from cases.models import Review

    weeks = 12 if management == "follow_up" else None
    spoke = latest.get(case.pk)
    return Review(
        case=case,
        version=version,
        author=ana,
        created_at=at,
        amendment_reason="Seen again" if version > 1 else "",
        diagnosis="nv",
        management=management,
        follow_up_weeks=weeks,
        follow_up_due_on=at.date() + timedelta(weeks=weeks) if weeks else None,
        analysis=spoke,
        agreement="agrees" if spoke else "no_result",
        signed_at=at,
        signed_by=ana,
    )
