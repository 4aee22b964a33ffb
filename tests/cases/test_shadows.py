"""A version that is being tried speaks to nobody: every page and every answer is the same with its results and without.

The addresses come from the site's own table, so a new page is swept as soon as it is there.
"""

import io
import json
import re
import zipfile

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from analysis.models import Analysis, ModelVersion
from cases.models import LesionImage
from cases.selectors import analyses_visible_to, images_visible_to, with_latest_analysis
from tests.analysis.batch_rows import a_batch
from tests.cases.loop_rows import histology, signed
from tests.factories import (
    AnalysisFactory,
    BreakGlassFactory,
    CaseFactory,
    ClassifierFactory,
    DoneAnalysisFactory,
    DrawnSegmentationFactory,
    ImportRowFactory,
    LesionFactory,
    LesionImageFactory,
    PatientFactory,
    PredictionFactory,
    ReviewFactory,
)

CANARY = "canary"
# what differs between two calls of the same page
CHANGES = re.compile(
    r'csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": ?"\w+"|nonce="[^"]+"|\d\d:\d\d(:\d\d)?(\.\d+)?(Z|\+\d\d:\d\d)?'
    r"|[0-9a-f]{32}|session-seconds\" content=\"\d+"  # a request's id, what is left of the session
)
# answers that are a file or leave the site, and the admin, whose pages mark such results instead of hiding them
NOT_SWEPT = ("admin/", "accounts/", "api/token", "livez", "readyz", "api/schema", "api/docs")


def addresses() -> list[URLPattern]:
    """Every address with its whole route."""

    def below(resolver: URLResolver, prefix: str, space: str) -> list[tuple[str, URLPattern]]:
        found = []
        for entry in resolver.url_patterns:
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                found += below(entry, route, f"{entry.namespace}:" if entry.namespace else space)
            elif not route.startswith(NOT_SWEPT) and "<path:" not in route:
                found.append((f"{space}{entry.name}", entry))
        return found

    return below(get_resolver(), "", "")


@pytest.fixture
def record(clinic_a, ana):
    """One of everything, by the name an address gives its id, with a calm result of the version in use."""
    patient = PatientFactory(clinic=clinic_a, research_consent_on=timezone.localdate())
    lesion = LesionFactory(patient=patient)
    seen, waiting = (CaseFactory(lesion=lesion, opened_by=ana) for _ in range(2))
    image, second = LesionImageFactory(case=seen), LesionImageFactory(case=waiting)
    for picture in (image, second):
        calm = PredictionFactory(malignant_probability=0.05, verdict="likely_benign", explained="nv")
        DoneAnalysisFactory(image=picture, prediction=calm)
    signed(seen, "follow_up", weeks=4)
    ReviewFactory(case=waiting)
    return {
        "patient_id": patient.pk,
        "lesion_id": lesion.pk,
        "case_id": waiting.pk,
        "image_id": second.pk,
        "analysis_id": Analysis.shown.get(image=second).pk,
        "review_id": seen.reviews.get().pk,
        "run_id": ImportRowFactory(run__clinic=clinic_a, run__started_by=ana).run_id,
        "outline_id": DrawnSegmentationFactory(image=image, drawn_by=ana).pk,
        "pathology_id": histology(lesion, by=ana, case=seen).pk,
        "batch_id": a_batch(ana).pk,
        "glass_id": BreakGlassFactory(user=ana, patient=patient).pk,
        "model_id": ModelVersion.objects.get(kind="classifier", active=True).pk,
    }


def shadows(record) -> list[Analysis]:
    """Newer than all else of their pictures, and as loud as can be: a result, a refusal, a failure, one under way."""
    tried = ClassifierFactory(version=f"classifier-{CANARY}", active=False, shadow=True)
    first, second = LesionImage.objects.order_by("pk")
    loud = PredictionFactory(classes=[CANARY, "nv"], probabilities=[0.98, 0.02], malignant_probability=0.98)
    told = {"reason_code": CANARY, "reason": CANARY, "finished_at": timezone.now()}
    common = {"classifier": tried, "shadow": True}
    return [
        DoneAnalysisFactory(image=first, prediction=loud, **common),
        AnalysisFactory(image=first, state="failed", **told, **common),
        AnalysisFactory(image=second, state="rejected", **told, **common),
        DoneAnalysisFactory(
            image=second,
            prediction=PredictionFactory(
                probabilities=loud.probabilities, classes=[CANARY, "nv"], malignant_probability=0.98
            ),
            **common,
        ),
        AnalysisFactory(image=second, **common),
    ]


def answers(client, record) -> dict[str, tuple[int, str]]:
    """Status and text of every page and every answer to a GET, without what changes from call to call."""
    found = {}
    for name, entry in addresses():
        wanted = entry.pattern.converters
        for kind in ("rendition", "mask", "overlay") if "kind" in wanted else ("",):
            address = reverse(name, kwargs={key: kind if key == "kind" else record[key] for key in wanted})
            answer = client.get(address)
            found[address] = (answer.status_code, CHANGES.sub("", text_of(answer)))
    return found


def text_of(answer) -> str:
    """The answer's words; of a zip file those of its members."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not body.startswith(b"PK\x03\x04"):
        return body.decode("utf-8", "replace") if not body.startswith(b"%PDF") else ""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        members = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    # the trail of the person: asking for these very pages makes it longer
    record = json.loads(members.get("record.json", "{}"))
    if trail := record.get("tables", {}).get("audit_events"):
        kept = [event for event in trail if not event["act"].endswith((".read", ".listed", ".exported", ".printed"))]
        members |= {"record.json": json.dumps(record["tables"] | {"audit_events": kept}), "tables/audit_events.csv": ""}
    return "\n".join(f"{name}\n{text}" for name, text in members.items())


def test_every_page_and_every_answer_is_the_same_without_them(client, ana, record):
    client.force_login(ana)
    client.get("/")
    before = answers(client, record)
    assert sum(status == 200 for status, _ in before.values()) > 25, "else nothing is swept"

    shadows(record)
    after = answers(client, record)

    assert [address for address, (_, text) in after.items() if CANARY in text] == []
    assert [address for address in before if before[address] != after[address]] == []


def test_their_numbers_are_not_found(client, ana, record):
    client.force_login(ana)
    for shadow in shadows(record):
        for address in (f"/api/analyses/{shadow.pk}/", f"/analyses/{shadow.pk}/file/mask/"):
            assert client.get(address).status_code == 404, address
        assert client.get(f"/api/models/{shadow.classifier_id}/").status_code == 404
        assert client.get(f"/api/performance/?model={shadow.classifier_id}").status_code == 400


def test_an_administrator_finds_the_version_and_no_result_outside_the_admin(client, admin_a, record):
    tried = shadows(record)[0].classifier
    client.force_login(admin_a)

    assert client.get(f"/api/models/{tried.pk}/").json()["version"] == tried.version
    results = client.get("/api/analyses/").json()["results"]
    assert {row["model_versions"]["classifier"]["version"] for row in results} == {"classifier-test"}


def test_the_admin_marks_them(client, admin_a, record):
    done, *_ = shadows(record)
    client.force_login(admin_a)

    for address in ("/admin/analysis/analysis/", f"/admin/analysis/analysis/{done.pk}/change/"):
        assert '<span class="state shadow">Shadow</span>' in client.get(address).text
    latest = client.get("/admin/analysis/analysis/?latest=yes").context["cl"].result_list
    assert {row.classifier.version for row in latest} == {"classifier-test"}


def test_a_picture_with_nothing_else_has_no_analysis(ana, record):
    image = LesionImageFactory(case_id=record["case_id"])
    DoneAnalysisFactory(image=image, shadow=True)

    assert image.latest_analysis is None
    assert with_latest_analysis(images_visible_to(ana)).get(pk=image.pk).latest_analysis is None
    assert not analyses_visible_to(ana, hidden_too=True).filter(image=image).exists()
