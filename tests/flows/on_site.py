"""What a test does inside a live site's environment, as a process of its own: python -m tests.flows.on_site WHAT ..."""

import os
import sys

import django


def make_account(email: str, password: str) -> None:
    """An approved clinician of a clinic of their own."""
    from django.utils import timezone

    from accounts.models import Clinic, User

    clinic, _ = Clinic.objects.get_or_create(name="Clinic A")
    User.objects.create_user(
        email, password, full_name="Ana Alvarez", clinic=clinic, role="clinician", approved_at=timezone.now()
    )


def send_again(*ids: str) -> None:
    """The same messages once more."""
    from analysis.publish import INTERACTIVE, publish

    for analysis_id in ids:
        assert publish(int(analysis_id), queue=INTERACTIVE)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "skinlesion.settings"
    django.setup()
    {"make_account": make_account, "send_again": send_again}[sys.argv[1]](*sys.argv[2:])
