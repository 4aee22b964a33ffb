"""What a test does inside a live site's environment, as a process of its own: python -m tests.flows.on_site WHAT ..."""

import base64
import hashlib
import json
import os
import secrets
import sys
import time
from contextlib import suppress
from functools import partial

import django


def make_account(email: str, password: str) -> None:
    """An approved clinician of a clinic of their own."""
    from django.utils import timezone

    from accounts.models import Clinic, User

    clinic, _ = Clinic.objects.get_or_create(name="Clinic A")
    User.objects.create_user(
        email, password, full_name="Ana Alvarez", clinic=clinic, role="clinician", approved_at=timezone.now()
    )


def ask_impression_first(clinic: str, answer: str) -> None:
    """What its administrator sets: whether the clinic whose name begins so wants impressions before results."""
    from accounts.models import Clinic

    assert Clinic.objects.filter(name__startswith=clinic).update(impression_first=answer == "yes") == 1


def lay_out_showcase() -> None:
    """Something to show on every screen; prints the addresses as JSON."""
    from django.conf import settings

    from tests.flows.showcase import lay_out

    sys.stdout.write(json.dumps(lay_out(settings.DATA_DIR)))


def send_again(*ids: str) -> None:
    """The same messages once more."""
    from analysis.publish import INTERACTIVE, publish

    for analysis_id in ids:
        assert publish(int(analysis_id), queue=INTERACTIVE)


def queue_as_batch(count: str) -> None:
    """So many pictures and a batch that they wait in, for the networks in use; prints the analyses' ids."""
    from django.db import transaction

    from analysis.models import ModelVersion
    from cases.models import Case
    from tests.factories import AnalysisFactory, BatchRunFactory, LesionImageFactory

    case = Case.objects.select_related("opened_by__clinic").latest("pk")
    networks = {version.kind: version for version in ModelVersion.objects.filter(active=True)}
    with transaction.atomic():  # the reconciler finds all of them or none
        batch = BatchRunFactory(clinic=case.opened_by.clinic, asked_by=case.opened_by, **networks)
        images = [LesionImageFactory(case=case, sha256=secrets.token_hex(32)) for _ in range(int(count))]
        rows = [AnalysisFactory(image=image, batch=batch, **networks) for image in images]
    sys.stdout.write(json.dumps([row.pk for row in rows]))


def time_publishing(times: str) -> None:
    """Seconds that each of so many publishings took, of a row that does not exist."""
    from analysis.publish import INTERACTIVE, publish

    for _ in range(int(times)):
        started = time.monotonic()
        publish(0, queue=INTERACTIVE)
        sys.stdout.write(f"{time.monotonic() - started:.3f}\n")


def count_messages() -> None:
    """How many messages wait for the workers."""
    from analysis.publish import INTERACTIVE, queue_length

    sys.stdout.write(f"{queue_length(INTERACTIVE)}\n")


class WritesAFile:
    """Unpickling it writes a file."""

    def __init__(self, path: str):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


def send_strange_messages(path: str) -> None:
    """Messages that no part of this project sends: through Celery, and past it."""
    from celery import current_app

    from analysis.publish import ANALYSE, ANALYSE_CHUNK, INTERACTIVE

    send = partial(current_app.send_task, queue=INTERACTIVE)
    for serializer in ("pickle", "yaml"):
        with suppress(Exception):  # a serializer that is not even installed
            send(ANALYSE, args=[WritesAFile(path)] if serializer == "pickle" else [0], serializer=serializer)
    send("os.system", args=[f"touch {path}"])
    # ids that are none, and an analysis of somewhere else
    odd = (
        ["../../etc/passwd"],
        [None],
        [],
        [1, 2, 3],
        [{"$gt": 0}],
        [10**30],
        [-1],
        [0],
        [987_654_321],
        [True],
        ["1 OR 1"],
    )
    for arguments in odd:
        send(ANALYSE, args=arguments)
        send(ANALYSE_CHUNK, args=[arguments])
    for ids in ("1", None, {"id": 1}, [[1]], [987_654_321] * 3):
        send(ANALYSE_CHUNK, args=[ids])
    send("cases.tasks.work_on_import", args=[987_654_321, 1])
    send("cases.tasks.work_on_import", args=["x", None])
    send("analysis.tasks.reconcile", args=["--forever"])
    # ten megabytes, of ids and of one id
    send(ANALYSE_CHUNK, args=[[987_654_321] * 900_000])
    send(ANALYSE, args=["9" * 10_000_000])
    _send_past_celery(path)


def _send_past_celery(path: str) -> None:
    """Straight into where the messages lie, where a broker of our own machine lets anybody write."""
    import pickle

    from django.conf import settings
    from redis import Redis

    body = base64.b64encode(b"[[1], {}, {}]").decode()
    known = {"delivery_tag": "x", "body_encoding": "base64", "delivery_info": {"exchange": "", "routing_key": "x"}}
    shapes = (
        *([], {}, None, 7, "analyse", {"properties": {}}, {"properties": known}, {"properties": known, "body": 7}),
        {"properties": known, "body": "no base64", "headers": {}, "content-type": "application/json"},
        {"properties": known, "body": body, "headers": None, "content-type": "application/json"},
        {"properties": known, "body": body, "headers": {"task": 7, "id": None}, "content-type": "application/json"},
        {"properties": known, "body": body, "headers": {"task": "os.system", "id": "a"}, "content-type": "text/plain"},
        {"properties": {**known, "body_encoding": "utf-8"}, "body": "[", "headers": {"task": "x", "id": "b"}},
    )
    messages = [json.dumps(shape).encode() for shape in shapes]
    messages += [b"", b"\x00", b"\xff\xfe", b"{", b"[" * 100_000, pickle.dumps(WritesAFile(path)), b"x" * 10_000_000]
    url = settings.CELERY_BROKER_URL
    if url.startswith("redis"):
        with Redis.from_url(url) as redis:
            redis.lpush("interactive", *messages)
        return
    folder = settings.VAR_DIR / "queue" / "messages"
    for number, message in enumerate(messages):
        (folder / f"{number:020d}_strange.interactive.msg").write_bytes(message)


def digest_tables() -> None:
    """A hash of every row of the record, but for what processes say about themselves and when a row was last sent."""
    from django.apps import apps

    digest = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if model._meta.label not in ("analysis.Heartbeat", "sessions.Session"):
            names = [field.attname for field in model._meta.concrete_fields if field.name != "published_at"]
            for row in model.objects.order_by("pk").values_list(*names):
                digest.update(repr((model._meta.label, row)).encode())
    sys.stdout.write(digest.hexdigest())


FUNCTIONS = (
    make_account,
    ask_impression_first,
    lay_out_showcase,
    send_again,
    queue_as_batch,
    time_publishing,
    count_messages,
    send_strange_messages,
    digest_tables,
)
WHAT = {function.__name__: function for function in FUNCTIONS}

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "skinlesion.settings"
    django.setup()
    WHAT[sys.argv[1]](*sys.argv[2:])
