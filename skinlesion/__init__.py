"""The project: settings, addresses, errors, health. May import every app; no app imports it."""

from skinlesion.celery import app as celery_app

__all__ = ["celery_app"]
