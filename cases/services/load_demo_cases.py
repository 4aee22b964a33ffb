"""The demo's patients, lesions and cases exist."""

from accounts.models import User
from cases.demo.patients import PATIENTS, DemoLesion, DemoPatient
from cases.models import Case, Patient
from cases.selectors import cases_visible_to, lesions_visible_to, patients_visible_to
from cases.services.mark_lesion import mark_lesion
from cases.services.open_case import open_case
from cases.services.register_patient import register_patient


def load_demo_cases(*, people: dict[str, User]) -> list[Case]:
    """One case for each of the demo's lesions, oldest first; what is there already is not made again.

    Args:
        people: the demo's accounts by e-mail; each enters its own patients.
    """
    return [
        _case(_patient(patient, people[patient.seen_by]), lesion, people[patient.seen_by])
        for patient in PATIENTS
        for lesion in patient.lesions
    ]


def _patient(demo: DemoPatient, by: User) -> Patient:
    known = patients_visible_to(by).filter(record_number=demo.record_number).first()
    return known or register_patient(
        clinic=by.clinic,
        record_number=demo.record_number,
        name=demo.name,
        birth_date=demo.birth_date,
        sex=demo.sex,
        skin_type=demo.skin_type,
        notes=demo.notes,
        by=by,
    )


def _case(patient: Patient, demo: DemoLesion, by: User) -> Case:
    lesion = lesions_visible_to(by).filter(patient=patient, body_site=demo.body_site).order_by("pk").first()
    lesion = lesion or mark_lesion(
        patient=patient,
        body_site=demo.body_site,
        body_view=demo.body_view,
        body_x=demo.body_x,
        body_y=demo.body_y,
        description=demo.description,
        by=by,
    )
    known = cases_visible_to(by).filter(lesion=lesion).order_by("pk").first()
    return known or open_case(lesion=lesion, reason=demo.reason, by=by)
