"""What a test does inside a live site's environment, as a process of its own: python -m tests.flows.on_site WHAT ..."""

import json
import os
import secrets
import sys
import time

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
    """Messages that no part of this project sends."""
    from celery import current_app

    from analysis.publish import ANALYSE, INTERACTIVE

    current_app.send_task(ANALYSE, args=[WritesAFile(path)], queue=INTERACTIVE, serializer="pickle")
    current_app.send_task("os.system", args=[f"touch {path}"], queue=INTERACTIVE)
    for arguments in (["../../etc/passwd"], [None], [], [1, 2, 3], [{"$gt": 0}], [10**30]):
        current_app.send_task(ANALYSE, args=arguments, queue=INTERACTIVE)


FUNCTIONS = (
    make_account,
    ask_impression_first,
    lay_out_showcase,
    send_again,
    queue_as_batch,
    time_publishing,
    count_messages,
    send_strange_messages,
)
WHAT = {function.__name__: function for function in FUNCTIONS}

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "skinlesion.settings"
    django.setup()
    WHAT[sys.argv[1]](*sys.argv[2:])
