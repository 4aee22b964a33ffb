"""A demo in which every screen has something to show; runs in a live site's environment, see tests.flows.on_site."""

import io
from datetime import date, timedelta

from django.core.files.base import ContentFile
from PIL import Image

from accounts.models import Clinic, User
from cases.demo.pictures import Album, open_album
from cases.models import Case, LesionImage, Patient
from cases.services.enter_histology import enter_histology
from cases.services.open_case import open_case
from cases.services.receive_image import receive_image
from cases.services.save_draft import save_draft
from cases.services.sign_review import sign_review
from tests.cases.services.imports import checked

TABLE = """file,patient,lesion,site,date,type,diagnosis,diagnosis_confirm_type
a.jpg,P-1,L1,upper back,2024-03-02,dermoscopic,melanoma,histopathology
b.jpg,P-1,L1,the moon,2025-03-02,dermoscopic,,
d.jpg,P-2,L1,face,32.03.2024,clinical: close-up,nevus,single image expert consensus
"""


def lay_out(data_dir) -> dict[str, str]:
    """The addresses of what was made, by the screen's name. Pictures may still be under analysis."""
    ana, cy = (User.objects.get(email=email) for email in ("ana@clinic-a.example", "cy@clinic-b.example"))
    album = open_album(data_dir)
    face, scalp = Case.objects.filter(lesion__patient__name__holds="Sørensen").order_by("pk")
    patient = Patient.objects.get(pk=face.lesion.patient_id)
    Patient.objects.filter(pk=patient.pk).update(personal_melanoma=True, many_nevi=True, immunosuppression=False)
    _sign(face, ana, management="excise", notes="Pearly border. Excision planned.")
    found = _histology(face, ana)
    visit = open_case(lesion=face.lesion, reason="Scar check", by=ana)
    later = _add(visit, album, 20, ana)
    receive_image(case=visit, upload=ContentFile(_grey()), by=ana, synthetic=True)
    save_draft(case=scalp, by=ana, diagnosis="mel", management="excise", seven_point=["network"])
    follow_up = Case.objects.get(lesion__patient__name__holds="Zielinski")
    _sign(follow_up, ana, management="follow_up", follow_up_weeks=3)
    _sign(Case.objects.get(lesion__patient__name__holds="Okafor"), ana, management="excise")
    Clinic.objects.filter(pk=cy.clinic_id).update(impression_first=True)
    blind = Case.objects.filter(lesion__patient__clinic=cy.clinic).earliest("pk")
    _add(blind, album, 21, cy)
    unreviewed = Case.objects.filter(lesion__patient__name__holds="Lindqvist").earliest("pk")
    run = checked(ana, table=TABLE)
    return {
        "patient": f"/patients/{patient.pk}/",
        "change-patient": f"/patients/{patient.pk}/change/",
        "mark-lesion": f"/patients/{patient.pk}/lesions/new/",
        "lesion": f"/lesions/{face.lesion_id}/",
        "compare": f"/lesions/{face.lesion_id}/compare/?a={face.images.earliest('pk').pk}&b={later.pk}",
        "open-case": f"/lesions/{face.lesion_id}/cases/new/",
        "case-unreviewed": f"/cases/{unreviewed.pk}/",
        "case-draft": f"/cases/{scalp.pk}/",
        "case-signed": f"/cases/{face.pk}/",
        "case-refused": f"/cases/{visit.pk}/",
        "case-follow-up": f"/cases/{follow_up.pk}/",
        "outline": f"/images/{unreviewed.images.earliest('pk').pk}/outline/",
        "sign": f"/cases/{scalp.pk}/review/sign/",
        "report": f"/cases/{face.pk}/report/",
        "lost": f"/cases/{follow_up.pk}/lost/",
        "histology-enter": f"/lesions/{scalp.lesion_id}/histology/new/",
        "histology-correct": f"/histology/{found.pk}/correct/",
        "histology-withdraw": f"/histology/{found.pk}/withdraw/",
        "import-checked": f"/imports/{run.pk}/",
        "blind": f"/cases/{blind.pk}/",
    }


def _sign(case: Case, by: User, **decision) -> None:
    abcd = {"asymmetry": 1, "border": 3, "colours": ["white", "red"], "structures": ["dots"]}
    draft = save_draft(case=case, by=by, diagnosis="bcc", override_reason="touch", abcd=abcd, **decision)
    sign_review(review=draft, by=by)


def _histology(case: Case, by: User):
    day = date.today() - timedelta(days=1)
    return enter_histology(
        lesion=case.lesion,
        case=case,
        diagnosis="bcc",
        reported_on=day,
        lab_number="H-2026-7",
        comment="Nodular.",
        by=by,
    )


def _add(case: Case, album: Album, number: int, by: User) -> LesionImage:
    with album.open(number) as upload:
        return receive_image(case=case, upload=upload, by=by, synthetic=album.synthetic).image


def _grey() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (150, 150, 150)).save(out, "JPEG")
    return out.getvalue()
