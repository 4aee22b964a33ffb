"""The Celery application: `celery -A skinlesion worker` starts here."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skinlesion.settings")
app = Celery("skinlesion")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["analysis"])
