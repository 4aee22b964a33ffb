"""Addresses below /api/ that belong to the record."""

urlpatterns = []
