"""Addresses below /api/ that belong to the account."""

urlpatterns = []
