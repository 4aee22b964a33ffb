"""Two clinics with the same kinds of rows, rows that are gone, and who may ask; made once for a whole file of tests."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import AuditEvent, Clinic, User
from accounts.services.issue_tokens import issue_tokens
from analysis.models import Heartbeat
from cases.models import BreakGlass, Patient
from tests.analysis.small_networks import small_networks
from tests.cases.admin_rows import whole_record
from tests.factories import (
    ClassifierFactory,
    ClinicFactory,
    DrawnSegmentationFactory,
    ImportRowFactory,
    UserFactory,
    small_jpeg,
)

# the axes of the matrix; a record is clinic A's ("own"), clinic B's ("foreign"), was deleted, or never was
ROLES = ("anonymous", "clinician", "clinician elsewhere", "admin", "admin elsewhere", "deactivated")
OBJECTS = ("own", "foreign", "deleted", "absent")
HOME = {"clinician": "own", "admin": "own", "clinician elsewhere": "foreign", "admin elsewhere": "foreign"}
ABSENT = 799_999_999
# ids of nine digits, others in each table: none stands in an answer by chance; an absent one is as long as a real one
FIRST_ID, A_TABLE = 700_000_000, 1_000_000

# what clinic A calls its own; none of it may reach anybody else
CANARIES = {
    "name": "Quillfeather Zanzibara",
    "record_number": "QX-4711-ZANZ",
    "notes": "zanznote allergic to lidocaine",
    "description": "zanzdescription a brown patch",
    "reason": "zanzreason has grown",
    "review": "zanzreview regression in the middle",
    "lab_number": "ZANZLAB-12",
    "comment": "zanzcomment with ulceration",
    "file": "zanzfile_holiday.jpg",
    "source": "/nowhere/zanzsource.zip",
    "person": "Zanzibald Zanzotto",
    "address": "zanzotto@clinic-zanz.example",
}


def short(quick: Iterable, rest: Iterable) -> list:
    """Cases for `parametrize`: all of them in `make test-long`, only the quick ones in `make test`."""
    return [*quick, *(pytest.param(one, marks=pytest.mark.long) for one in rest)]


# what a page of a stranger makes a browser say
EVIL = {
    "Origin": "https://evil.example",
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}


@dataclass
class World:
    """`rows` and `ids` by object and kind; `people` by role."""

    rows: dict[str, dict[str, models.Model]] = field(default_factory=dict)
    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    people: dict[str, User | None] = field(default_factory=dict)
    clients: dict[str, APIClient] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    highest: dict[type[models.Model], int] = field(default_factory=dict)  # id of each table when it was first counted


def make_world() -> World:
    """Everything, inside the transaction of the caller."""
    _spread_ids()
    small_networks(settings.WEIGHTS_DIR)
    world = World()
    for place, name in (("own", "Clinic of the Zanz"), ("foreign", "Clinic B"), ("deleted", "Clinic C")):
        clinic = Clinic.objects.create(name=name)
        world.rows[place] = a_record(clinic, canaries=CANARIES if place == "own" else {})
        world.ids[place] = {kind: row.pk for kind, row in world.rows[place].items()}
    world.ids["absent"] = dict.fromkeys(world.ids["own"], ABSENT)
    clinics = {place: world.rows[place]["clinic"] for place in ("own", "foreign")}
    _delete(world.rows.pop("deleted"))
    for kind, made in (("clinic", ClinicFactory(name="Gone")), ("user", UserFactory()), ("model", _old_version())):
        world.ids["deleted"][kind] = made.pk
        type(made).objects.filter(pk=made.pk).delete()
    world.people = {
        "anonymous": None,
        "clinician": UserFactory(clinic=clinics["own"]),
        "clinician elsewhere": UserFactory(clinic=clinics["foreign"], full_name="Cy Chen"),
        "admin": UserFactory(clinic=clinics["own"], role="admin"),
        "admin elsewhere": UserFactory(clinic=clinics["foreign"], role="admin", full_name="Abe Baker"),
        # the mightiest of the clinic, until a moment ago
        "deactivated": UserFactory(clinic=clinics["own"], role="admin"),
        # beyond the matrix: asked to be let in, and was not
        "waiting": UserFactory(clinic=clinics["own"], role="admin"),
    }
    for role, person in world.people.items():
        world.clients[role], world.browsers[role] = _client(person), _browser(person)
    # past every service: nothing but the account's own state stands in the way
    User.objects.filter(pk=world.people["deactivated"].pk).update(is_active=False)
    User.objects.filter(pk=world.people["waiting"].pk).update(approved_at=None)
    for place, who, other in (("own", "clinician", "foreign"), ("foreign", "clinician elsewhere", "own")):
        # its hour is over, so that nothing of the other clinic is open to anybody; opened anew where one is asked for
        long_ago = {"opened_at": timezone.now() - timedelta(days=2), "ends_at": timezone.now() - timedelta(days=1)}
        glass = BreakGlass.objects.create(
            user=world.people[who], patient=world.rows[other]["twin"], reason="Unconscious in our ward", **long_ago
        )
        world.rows[place]["glass"], world.ids[place]["glass"] = glass, glass.pk
    world.ids["deleted"]["glass"] = world.ids["absent"]["glass"] = ABSENT
    return world


def a_record(clinic: Clinic, *, canaries: dict[str, str]) -> dict[str, models.Model]:
    """One row of every kind that an address can name, by kind."""
    made = whole_record(clinic, clinician=canaries.get("person", "Ana Alvarez"))
    rows = {
        "clinic": clinic,
        "patient": made["patient"],
        "lesion": made["lesion"],
        "case": made["case"],
        "image": made["lesionimage"],
        "analysis": made["analysis"],
        "segmentation": made["segmentation"],
        "prediction": made["prediction"],
        "batch": made["batchrun"],
        "review": made["review"],
        "pathology": made["pathology"],
        "legalhold": made["legalhold"],
        "erasure": made["erasure"],
        "model": made["analysis"].classifier,
        "heartbeat": Heartbeat.objects.create(process=f"worker-{Heartbeat.objects.count()}", beat_at=timezone.now()),
        "outline": DrawnSegmentationFactory(image=made["lesionimage"], drawn_by=made["lesionimage"].received_by),
        "user": made["patient"].created_by,
        "twin": Patient.objects.create(clinic=clinic, record_number="T-1", name="Twin Twinson"),
        "auditevent": AuditEvent.objects.create(act="case.seen", user_email="x@example.org", clinic_id=clinic.pk),
    }
    rows["import_row"] = ImportRowFactory(run__clinic=clinic, run__started_by=rows["user"])
    rows["run"] = rows["import_row"].run
    wrong = [{"column": "file", "code": "unknown", "message": canaries.get("file", "?")}]
    rows["refused_row"] = ImportRowFactory(run=rows["run"], state="refused", errors=wrong)
    # unlike our own rendition, so that a test can tell the two apart
    original = Path(rows["image"].original.path)
    original.chmod(0o600)
    original.write_bytes(small_jpeg(colour=(1, 2, 3)))
    for kind, changes in _canaries_by_kind(canaries).items():
        for name, said in changes.items():
            setattr(rows[kind], name, said)
        rows[kind].save()  # each by itself: keyed hashes follow
    return rows


def _canaries_by_kind(said: dict[str, str]) -> dict[str, dict]:
    if not said:
        return {}
    file = {"file": said["file"], "key": said["file"], "record_number": said["record_number"]}
    return {
        "patient": {name: said[name] for name in ("name", "record_number", "notes")},
        "lesion": {"description": said["description"]},
        "case": {"reason": said["reason"]},
        "review": {"notes": said["review"]},
        "pathology": {"lab_number": said["lab_number"], "comment": said["comment"]},
        "import_row": file,
        "refused_row": file | {"key": f"2-{said['file']}"},
        "run": {"source": said["source"]},
        "user": {"email": said["address"]},
    }


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside never was."""
    block = transaction.atomic()
    # as for a test of Django's own: services that insist on a transaction of their own (`durable`) get one inside
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def ask(client: Client, method: str, address: str, **request) -> HttpResponse:
    """The answer, read to its end; whatever the request did is undone, in the browser too: nobody is signed out."""
    cookies = deepcopy(client.cookies)
    with undone():
        answer = send(client, method, address, **request)
    client.cookies = cookies
    return answer


def send(client: Client, method: str, address: str, **request) -> HttpResponse:
    """The same, and what it did stays."""
    answer = client.generic(method, address, **request)
    answer.all = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def seen(answer: HttpResponse, *ids: int) -> tuple[int, dict[str, str], bytes]:
    """All that the asker can tell apart: status, headers, body; without the request's id, its time, the asked ids."""
    own = (answer["X-Request-ID"], *map(str, ids))
    # `Expires` is the second in which Django answered
    of_the_request = ("X-Request-ID", "X-Session-Seconds", "Expires")
    headers = {name: value for name, value in answer.items() if name not in of_the_request}
    body = answer.all
    for word in own:
        body = body.replace(word.encode(), b"#")
        headers = {name: value.replace(word, "#") for name, value in headers.items()}
    return answer.status_code, headers, body


def succeeded(answer: HttpResponse) -> bool:
    """Whether the asker got something: 286 is a 2xx too."""
    return 200 <= answer.status_code < 300


def _client(person: User | None) -> APIClient:
    client = APIClient(raise_request_exception=False)
    if person is not None:
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_tokens(user=person).access}")
    return client


def _browser(person: User | None) -> Client:
    browser = Client(raise_request_exception=False)
    if person is not None:
        browser.force_login(person)
    return browser


def _spread_ids() -> None:
    tables = [m._meta.db_table for m in apps.get_models() if m._meta.app_label in ("accounts", "analysis", "cases")]
    with connection.cursor() as cursor:
        for place, table in enumerate(tables):
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            first = FIRST_ID + place * A_TABLE
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first])


def _old_version() -> models.Model:
    return ClassifierFactory(version="classifier-old", active=False)


def _delete(rows: dict[str, models.Model]) -> None:
    """Rows that hold others go later; what belongs to the installation or to the clinic itself stays."""
    kept = {"clinic", "model", "user", "auditevent"}
    left = [row for kind, row in rows.items() if kind not in kept]
    for _ in range(len(left) ** 2):
        if not left:
            return
        row = left.pop()
        try:
            type(row).objects.filter(pk=row.pk).delete()
        except models.ProtectedError:
            left.insert(0, row)
    assert not left
