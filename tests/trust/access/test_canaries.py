"""What clinic A calls its own reaches nobody else: in no list, search, order, count, export, error, log or metric."""

import io
import logging
import re
import zipfile
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client

from cases.models import Patient
from tests.cases.admin_rows import whole_record
from tests.factories import AnalysisFactory
from tests.trust.access.operations import operations
from tests.trust.access.routes import INSTALLATION, OF_TWO_CLINICS, routes
from tests.trust.access.world import CANARIES, World, ask, seen, succeeded, undone

pytestmark = pytest.mark.django_db
OUTSIDERS = ("clinician elsewhere", "admin elsewhere")
# in short: clinicians at the doors of clinicians, administrators at their own
IN_SHORT = [
    (OUTSIDERS[0], ("GET",), lambda address: not address.startswith("/admin/")),
    (OUTSIDERS[1], ("GET",), lambda address: address.startswith("/admin/")),
    *(pytest.param(who, ("GET", "POST"), bool, marks=pytest.mark.long) for who in OUTSIDERS),
]
NAMES = ["clinician in short", "admin in short", "clinician", "admin"]
NONSENSE = "wxyq"  # nobody is called so
# answers about the installation, whose processes and versions belong to no clinic
OF_THE_INSTALLATION = {"readyz", "metrics"}
# names under which pages and admin take a search term or the number of a row
SEARCHES, NUMBERS = ("q", "search"), ("patient", "lesion", "case", "image", "a", "b", "clinic", "images", "batch")


def canaries(world: World) -> list[bytes]:
    """Names, numbers, texts, file names and ids of clinic A."""
    image, analysis = world.rows["own"]["image"], world.rows["own"]["analysis"]
    files = [image.original.name, image.rendition.name, image.thumbnail.name, image.sha256]
    ids = [str(row.pk) for kind, row in world.rows["own"].items() if kind not in INSTALLATION]
    mask = analysis.segmentation.mask.name if len(analysis.segmentation.mask.name) > 12 else image.sha256
    return [word.lower().encode() for word in (*CANARIES.values(), *files, *ids, mask)]


def said(answer) -> bytes:
    """The body, unpacked, and the headers, in lower case."""
    body = answer.all
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(name.encode() + b"\n" + archive.read(name) for name in archive.namelist())
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return body.lower() + headers.lower().encode()


def theirs(world: World) -> list[str]:
    """Every address that names nothing, or a row of clinic B."""
    left_out = (*OF_THE_INSTALLATION, OF_TWO_CLINICS)
    known = [route for route in routes() if not route.pattern.startswith(left_out)]
    addresses = [route.address(world.ids["foreign"]) for route in known]
    return [address for address in addresses if not address.startswith("/accounts/password/reset/")]


@pytest.mark.parametrize(("who", "verbs", "where"), IN_SHORT, ids=NAMES)
def test_no_answer_to_another_clinic_holds_a_canary(who, verbs, where, world, count):
    words, found, asked = canaries(world), {}, 0
    clinic = str(world.ids["own"]["clinic"]).encode()  # who asks for an account chooses among all clinics
    for address in theirs(world):
        for verb in verbs if where(address) else ():
            answer = ask(world.browsers[who], verb, address)
            leaked = [word for word in words if word in said(answer)]
            if leaked and (address, leaked) != ("/accounts/sign-up/", [clinic]):
                found[verb, address] = leaked
            asked += 1
    assert found == {}
    assert asked > 40
    count("answers to other clinics searched for canaries", asked)


def lists(world: World) -> list[str]:
    """Lists, searches, counts and exports: every address without a row."""
    return [
        route.address({}) for route in routes() if not route.parameters and route.pattern not in OF_THE_INSTALLATION
    ]


@pytest.mark.parametrize(("who", "verbs", "where"), IN_SHORT[2:], ids=NAMES[2:])
def test_a_search_for_somebody_elses_is_like_one_for_nobody(who, verbs, where, world, count):
    """By name, record number, text or id, on every page, list and export, under every name that is searched by."""
    own = world.ids["own"]
    numbers = {"clinic": own["clinic"], "batch": own["batch"], "a": own["image"], "b": own["image"]}
    numbers |= {name: own[name.removesuffix("s")] for name in NUMBERS if name not in numbers}
    told_apart, asked = [], 0
    words = [CANARIES["record_number"], CANARIES["name"][:12]]
    for address in filter(where, lists(world)):
        for name in (*SEARCHES, *NUMBERS):
            for word in [numbers[name]] if name in numbers else words:
                absent = world.ids["absent"]["case"] if name in numbers else NONSENSE
                first, other = (alike(world, who, f"{address}?{name}={asked_for}") for asked_for in (word, absent))
                if without(first, str(word)) != without(other, str(absent)):
                    told_apart.append(f"{address}?{name}=")
                asked += 2
    assert told_apart == []
    count("searches of other clinics for a canary, equal to a search for nobody", asked)


def test_the_boxes_of_the_admin_offer_nothing_of_another_clinic(world):
    """Autocomplete, by every relation that an admin form could offer."""
    words, found = canaries(world), []
    for model in admin.site._registry:
        for field in model._meta.fields:
            if isinstance(field, models.ForeignKey):
                names = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}&field_name={field.name}"
                answer = ask(world.browsers["admin elsewhere"], "GET", f"/admin/autocomplete/?term=z&{names}")
                found += [(field, word) for word in words if word in said(answer)]
    assert found == []


@pytest.mark.parametrize(("who", "verbs", "where"), IN_SHORT[:1] + IN_SHORT[2:], ids=NAMES[:1] + NAMES[2:])
def test_what_one_clinic_does_changes_no_answer_to_another(who, verbs, where, world, count):
    """More patients, pictures and waiting analyses of clinic A: no number, order or page of clinic B moves."""
    # the processes that are alive belong to the installation, and an address of B's own may say when it was asked
    known = theirs(world) if "POST" in verbs else lists(world)
    # and a bundle or a report says when it was made; a second factor that is set up has a new secret each time
    timed = ("heartbeat", "/fhir", "/report", "/second-factor/")
    addresses = [address for address in known if not any(word in address for word in timed) and where(address)]
    queries = [f"?{name}={value}" for name, value in (("ordering", "created_at"), ("o", "1"), ("page_size", "1"))]
    addresses += [address + query for address in filter(where, lists(world)) for query in queries if "POST" in verbs]
    before = {address: alike(world, who, address) for address in addresses}
    with undone():
        clinic = world.rows["own"]["clinic"]
        for _ in range(2):
            rows = whole_record(clinic, name="Aaron Aardvark")
            AnalysisFactory(image=rows["lesionimage"])
        moved = [address for address in addresses if alike(world, who, address) != before[address]]
    assert moved == []
    count("answers to other clinics, equal to the byte after a clinic has grown", len(addresses))


def test_a_batch_over_all_clinics_does_not_say_how_many_pictures_the_others_have(world):
    foreign = world.rows["foreign"]
    with undone():
        type(foreign["batch"]).objects.filter(pk=foreign["batch"].pk).update(clinic=None, image_count=31_415)
        page = ask(
            world.browsers["admin elsewhere"], "GET", f"/admin/analysis/analysis/{foreign['analysis'].pk}/change/"
        )
    assert f"Batch {foreign['batch'].pk}".encode() in page.all
    assert b"31415" not in page.all
    assert b"31,415" not in page.all


def alike(world: World, who: str, address: str) -> tuple:
    """The answer without what differs between any two: ids of requests, secrets of forms, packing times."""
    status, headers, body = seen(ask(world.browsers[who], "GET", address))
    if body.startswith((b"PK", b"%PDF")):
        body = b""
    body = re.sub(rb"[A-Za-z0-9]{64}", b"~", body)
    body = re.sub(rb'(seconds"[^0-9]{1,14})\d+', rb"\1~", body)  # of the session
    body = re.sub(rb"\d+(\xc2\xa0minute|&nbsp;minute)s?", rb"~\1", body)
    return (
        status,
        {name: value for name, value in headers.items() if name not in ("Content-Length", "Set-Cookie")},
        body,
    )


def without(answer: tuple, word: str) -> tuple:
    """The same without the word that was asked for, as it is and as an address writes it."""
    status, headers, body = answer
    for form in (word, word.replace(" ", "+"), word.replace(" ", "%20")):
        body = body.replace(form.encode(), b"#")
        headers = {name: value.replace(form, "#") for name, value in headers.items()}
    return status, headers, body


def test_a_record_number_of_another_clinic_is_free(world):
    """A refusal would say that it is taken, and by that, that somebody has it."""
    number, name = CANARIES["record_number"], CANARIES["name"]
    taken = {"record_number": number, "name": name, "unless_known": True}
    with undone():
        made = world.clients["clinician elsewhere"].post("/api/patients/", taken)
        assert made.status_code == 201, made.content
    csv = SimpleUploadedFile("a.csv", f"record_number,name\n{number},{name}\n".encode(), "text/csv")
    with undone():
        asked = {"file": csv, "dry_run": True}
        told = world.clients["admin elsewhere"].post("/api/patients/csv/", asked, format="multipart").json()
    assert (told["registered"], told["changed"], told["errors"]) == (1, 0, [])


@pytest.mark.long
def test_no_log_and_no_metric_holds_a_canary(world, settings, caplog, count):
    """While clinic A's own people open every page and search for every word."""
    settings.METRICS = True
    words = [word for word in canaries(world) if not word.isdigit()]
    browser = Client(raise_request_exception=False)  # a new one: it asks the settings anew
    browser.force_login(world.people["admin"])
    addresses = [route.address(world.ids["own"]) for route in routes()]
    addresses += [f"{one}?q={CANARIES['name']}&search={CANARIES['record_number']}" for one in lists(world)]
    typed = urlencode({"name": CANARIES["name"], "record_number": CANARIES["record_number"]})
    form = {"data": typed, "content_type": "application/x-www-form-urlencoded"}
    with caplog.at_level(logging.INFO), caplog.at_level(logging.INFO, "django"):  # as the site is delivered
        for address in addresses:
            ask(browser, "GET", address)
            ask(browser, "POST", address, **form)
        figures = browser.get("/metrics").content.lower()
    lines = [f"{line.getMessage()} {line.exc_text or ''}" for line in caplog.records]
    found = [line for line in lines for word in words if word in line.lower().encode()]
    assert len(lines) > len(addresses)
    assert found == []
    assert b"skinlesion_requests_total" in figures
    assert [word for word in words if word in figures] == []
    count("requests whose log lines and metrics were searched for canaries", 2 * len(addresses))


def test_every_operation_of_the_api_is_among_the_searched(world):
    """The description and the resolver tell of the same addresses."""
    described = {one.address(world.ids["foreign"]) for one in operations().values()}
    assert described - set(theirs(world)) == set()
    assert succeeded(ask(world.browsers["clinician elsewhere"], "GET", "/patients/"))
    assert Patient.objects.filter(record_number=CANARIES["record_number"]).count() == 1
