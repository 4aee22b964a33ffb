"""Nobody gets over the border of a clinic: every address under /api/, every method, everybody outside.

The addresses come from the site's own URL table. A new one fails here until it says what strangers get.
"""

import json
from collections.abc import Iterator
from itertools import product

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.cases.loop_rows import histology, signed
from tests.factories import (
    BatchRunFactory,
    BreakGlassFactory,
    CaseFactory,
    ClassifierFactory,
    DoneAnalysisFactory,
    DrawnSegmentationFactory,
    ImportRowFactory,
    LesionFactory,
    LesionImageFactory,
    PatientFactory,
    ReviewFactory,
    SegmenterFactory,
)

CANARY = "Canary-of-clinic-A"
METHODS = ["get", "head", "options", "post", "put", "patch", "delete"]
# by name of the address: the methods it has; a colleague from another clinic gets 404 for these and 405 for the rest
WITH_IDS = {
    "api-patient": {"get", "head", "patch"},
    "api-patient-export": {"get", "head"},
    "api-lesion": {"get", "head", "patch"},
    "api-lesion-timeline": {"get", "head"},
    "api-lesion-compare": {"get", "head"},
    "api-case": {"get", "head", "patch"},
    "api-case-images": {"get", "head", "post"},
    "api-case-fhir": {"get", "head"},
    "api-case-report": {"get", "head"},
    "api-case-reviews": {"get", "head"},
    "api-review": {"get", "head", "put", "patch", "delete"},
    "api-review-impression": {"post"},
    "api-review-sign": {"post"},
    "api-review-amend": {"post"},
    "api-image": {"get", "head"},
    "api-analyse-image": {"post"},
    "api-image-outlines": {"get", "head", "post"},
    "api-outline-mask": {"get", "head"},
    "api-image-file": {"get", "head"},
    "api-analysis": {"get", "head"},
    "api-analysis-file": {"get", "head"},
    "api-histology": {"get", "head"},
    "api-withdraw-histology": {"post"},
    "api-correct-histology": {"post"},
    "api-lesion-loops": {"get", "head"},
    "api-case-lost": {"post", "delete"},
    "api-import": {"get", "head"},
    "api-import-rows": {"get", "head"},
    "api-confirm-import": {"post"},
    "api-cancel-import": {"post"},
    "api-end-break-glass": {"post"},
    "api-batch": {"get", "head"},
    "api-pause-batch": {"post"},
    "api-resume-batch": {"post"},
    "api-cancel-batch": {"post"},
    "api-retry-batch": {"post"},
    "api-batch-agreement": {"get", "head"},
    "api-batch-changes": {"get", "head"},
    "api-merge-patients": {"post"},
    "api-unmerge-patients": {"post"},
    "api-erase-patient": {"get", "head", "post"},
    "api-hold-patient": {"get", "head", "post"},
    "api-lift-hold": {"post"},
}
# found, and then asks for more than the tests below send
ASK_FOR_MORE = {"api-review-impression", "api-review-sign", "api-review-amend"}
LISTS = {"api-patients", "api-lesions", "api-cases", "api-analyses", "api-histologies", "api-imports"}
# belong to the installation, to the asking person, or to nobody
WITHOUT_RECORDS = {
    "api-batches",  # of the asking administrator's clinic
    "api-body-sites",
    "api-dataset",
    "api-docs",
    "api-me",
    "api-model",
    "api-models",
    "api-performance",  # figures of the asking person's clinic
    "api-patients-csv",
    "api-root",
    *("api-schema", "api-audit-export"),
    *("api-token", "api-token-refresh", "api-token-revoke", "api-unknown"),
}
# of the own clinic, one's own
WITHOUT_RECORDS |= {"api-worklist", "api-worklist-export", "api-retention", "api-break-glass", "api-audit"}
BATCHES = {"api-pause-batch", "api-resume-batch", "api-cancel-batch", "api-retry-batch"}
CHANGES = {"api-batch-agreement", "api-batch-changes"}
GOING = {"api-erase-patient", "api-hold-patient", "api-lift-hold"}
FOR_ADMINISTRATORS = {"api-merge-patients", "api-unmerge-patients", "api-batch", *BATCHES, *CHANGES, *GOING}
ANSWER_AT_ONCE = {"api-batch", "api-resume-batch", "api-erase-patient", "api-hold-patient", *CHANGES}
PUBLIC = {"api-docs", "api-schema"}
WRITES = {"post", "put", "patch", "delete"}


def api_addresses() -> Iterator[URLPattern]:
    """Every address of the site below /api/."""

    def below(resolver: URLResolver, prefix: str) -> Iterator[URLPattern]:
        for entry in resolver.url_patterns:
            route = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from below(entry, route)
            elif route.startswith("api/"):
                yield entry

    return below(get_resolver(), "")


@pytest.fixture
def of_clinic_a(clinic_a, ana):
    """One of everything at clinic A, by the name the address gives its id."""
    patient = PatientFactory(clinic=clinic_a, name=CANARY, record_number=CANARY, notes=CANARY)
    lesion = LesionFactory(patient=patient, description=CANARY)
    case = CaseFactory(lesion=lesion, opened_by=ana, reason=CANARY)
    ReviewFactory(case=case, notes=CANARY)
    image = LesionImageFactory(case=case)
    signed(case, "follow_up", weeks=4, notes=CANARY)
    analysis = DoneAnalysisFactory(image=image, segmenter=SegmenterFactory(), classifier=ClassifierFactory())
    return {
        "patient_id": patient.pk,
        "lesion_id": lesion.pk,
        "case_id": case.pk,
        "image_id": image.pk,
        "analysis_id": analysis.pk,
        "run_id": ImportRowFactory(run__clinic=clinic_a, run__started_by=ana, file=CANARY).run_id,
        "glass_id": BreakGlassFactory(user=ana, patient=patient, reason=CANARY).pk,
        "batch_id": BatchRunFactory(clinic=clinic_a, filled_at=timezone.now()).pk,
        "outline_id": DrawnSegmentationFactory(image=image, drawn_by=ana).pk,
        "pathology_id": histology(lesion, by=ana, case=case, comment=CANARY, lab_number=CANARY).pk,
    }


@pytest.fixture(params=["anonymous", "cy", "admin_b"])
def outsider(request, api):
    """Somebody who must not get in: nobody, a clinician and an administrator of another clinic."""
    who = request.param
    client = api(None if who == "anonymous" else request.getfixturevalue(who))
    client.who = who
    return client


def kinds_of(name: str) -> list[str]:
    """The files an address serves; one empty kind for addresses without files."""
    kinds = {"api-image-file": ["rendition", "thumbnail", "original"], "api-analysis-file": ["mask", "overlay"]}
    return kinds.get(name, [""])


def address_of(name: str, kind: str, ids: dict[str, int]) -> str:
    """The address with the ids it asks for."""
    wanted = next(entry for entry in api_addresses() if entry.name == name).pattern.converters
    return reverse(name, kwargs={key: kind if key == "kind" else ids[key] for key in wanted})


def call(client, method: str, address: str):
    """Send the request; an upload where a case receives pictures, JSON elsewhere."""
    if address.endswith("/images/") and method == "post":
        return client.post(address, {"image_type": "overview"}, format="multipart")
    said = {"name": "x", "reason": "Misread", "diagnosis": "nv", "reported_on": "2026-03-02"}
    return getattr(client, method)(address, said if method in WRITES else {})


def test_every_address_says_what_strangers_get():
    names = [entry.name for entry in api_addresses()]

    declared = WITH_IDS.keys() | LISTS | WITHOUT_RECORDS
    assert set(names) - declared == set(), "a new address: put it into one of the tables above"
    assert declared - set(names) == set(), "an address is gone: take it out of the tables above"
    assert len(names) == len(set(names)), "two addresses share a name: the tables could not tell them apart"


@pytest.mark.parametrize("name", sorted(LISTS | WITHOUT_RECORDS))
def test_an_address_without_expectation_for_ids_takes_none_of_a_record(name):
    entry = next(entry for entry in api_addresses() if entry.name == name)

    assert set(entry.pattern.converters) <= {"rest", "model_id"}, "it takes an id: it belongs into WITH_IDS"


@pytest.mark.parametrize("name", sorted(WITH_IDS))
def test_a_record_of_another_clinic_is_not_there(outsider, of_clinic_a, name):
    for kind, method in product(kinds_of(name), METHODS):
        address = address_of(name, kind, of_clinic_a)

        answer = call(outsider, method, address)

        expected = 401 if outsider.who == "anonymous" else 404 if method in WITH_IDS[name] else 405
        assert answer.status_code == expected, f"{outsider.who} {method} {address}"
        assert CANARY not in answer.content.decode()


@pytest.mark.parametrize("name", sorted(WITH_IDS))
def test_a_foreign_record_looks_exactly_like_an_absent_one(api, cy, of_clinic_a, name):
    client = api(cy)
    client.credentials(**client._credentials, HTTP_X_REQUEST_ID="one-and-the-same")
    for kind, method in product(kinds_of(name), sorted(WITH_IDS[name])):
        foreign, absent = [
            call(client, method, address_of(name, kind, ids))
            for ids in (of_clinic_a, dict.fromkeys(of_clinic_a, 9_999_999))
        ]

        assert (foreign.status_code, absent.status_code) == (404, 404)
        assert foreign.content == absent.content
        assert dict(foreign.headers) == dict(absent.headers)


@pytest.mark.parametrize("name", sorted(WITH_IDS.keys() - FOR_ADMINISTRATORS))
def test_the_same_addresses_answer_ana(as_ana, of_clinic_a, name):
    """Without this the matrix above would also pass on addresses that answer nobody."""
    method = "get" if "get" in WITH_IDS[name] else "post"
    for kind in kinds_of(name):
        answer = call(as_ana, method, address_of(name, kind, of_clinic_a))
        assert answer.status_code in ((400,) if name in ASK_FOR_MORE else (200, 201, 202))
        assert answer.getvalue()


@pytest.mark.parametrize("name", sorted(FOR_ADMINISTRATORS))
def test_these_are_for_the_own_administrator(as_ana, api, admin_a, of_clinic_a, name):
    address = address_of(name, "", of_clinic_a)
    method = "get" if "get" in WITH_IDS[name] else "post"
    assert getattr(as_ana, method)(address, {}).status_code == 403
    assert getattr(api(admin_a), method)(address, {}).status_code == (200 if name in ANSWER_AT_ONCE else 400)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_lists_hold_nothing_of_another_clinic(outsider, as_ana, of_clinic_a, name):
    answer, own = outsider.get(reverse(name)), as_ana.get(reverse(name))

    assert own.json()["count"] == 1
    if outsider.who == "anonymous":
        assert answer.status_code == 401
    else:
        assert (answer.status_code, answer.json()["count"], answer.json()["results"]) == (200, 0, [])


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("api-patients", "search=Canary"),
        ("api-lesions", "patient={patient_id}"),
        ("api-cases", "lesion={lesion_id}"),
        ("api-cases", "patient={patient_id}"),
        ("api-analyses", "case={case_id}"),
        ("api-analyses", "image={image_id}"),
    ],
)
def test_a_filter_does_not_tell_a_foreign_id_from_an_absent_one(api, cy, as_ana, of_clinic_a, name, query):
    address, absent = f"{reverse(name)}?{query}", dict.fromkeys(of_clinic_a, 9999999)

    foreign = api(cy).get(address.format(**of_clinic_a))

    assert as_ana.get(address.format(**of_clinic_a)).json()["count"] == 1
    assert foreign.json()["count"] == 0
    assert foreign.content == api(cy).get(address.format(**absent)).content


@pytest.mark.parametrize("name", sorted(WITHOUT_RECORDS))
@pytest.mark.parametrize("method", ["get", "options"])
def test_addresses_without_records_show_none(outsider, of_clinic_a, name, method):
    needs = {"rest": "patients/x/", "model_id": 1}
    entry = next(entry for entry in api_addresses() if entry.name == name)
    address = reverse(name, kwargs={key: needs[key] for key in entry.pattern.converters})

    answer = call(outsider, method, address)

    assert CANARY not in answer.getvalue().decode()
    if name not in PUBLIC and outsider.who == "anonymous":
        assert answer.status_code in (401, 404, 405)


@pytest.mark.parametrize(
    "account",
    [
        {"approved_at": None},
        {"is_active": False},
    ],
    ids=["waiting for approval", "switched off"],
)
def test_an_account_that_may_not_see_the_record_gets_nothing(as_ana, ana, of_clinic_a, account):
    """Also with a token from before."""
    assert as_ana.get(reverse("api-patients")).status_code == 200
    for field, value in account.items():
        setattr(ana, field, value)
    ana.save()

    for name in sorted(WITH_IDS):
        method = "get" if "get" in WITH_IDS[name] else "post"
        answer = call(as_ana, method, address_of(name, kinds_of(name)[0], of_clinic_a))
        assert answer.status_code in (401, 403)
        assert CANARY not in json.dumps(answer.json())
